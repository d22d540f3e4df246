import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { name } from '@vocloop/contracts';
import { Allow, Caller, pageQuery, type CallerOf, type Page } from '@vocloop/service';
import { z } from 'zod';
import { answerStates, type Answer } from './answer.js';
import { OutboundService, type AnswerWithDelivery } from './outbound.service.js';

const listQuery = z.strictObject({ ...pageQuery, source: name.optional(), state: z.enum(answerStates).optional() });
const answerId = z.uuid();

/** Answers to customers, and what became of them. */
@Controller('v1/answers')
export class AnswerController {
  constructor(private readonly answers: OutboundService) {}

  @Allow('feedback:read', 'operate')
  @Get()
  @ApiOperation({ summary: 'What customers were answered, the newest first.' })
  list(@Caller() { tenant }: CallerOf, @Query({ schema: listQuery }) query: z.output<typeof listQuery>): Promise<Page<Answer>> {
    return this.answers.list(tenant, query);
  }

  @Allow('feedback:read', 'operate')
  @Get(':id')
  @ApiOperation({ summary: 'An answer, with every attempt of its webhook.' })
  find(@Caller() { tenant }: CallerOf, @Param('id', { schema: answerId }) id: string): Promise<AnswerWithDelivery> {
    return this.answers.find(tenant, id);
  }

  @Allow('operate')
  @Post(':id/replay')
  @ApiOperation({ summary: 'Sends an answer again now, under the same id, by which its receiver knows a repetition.' })
  @HttpCode(202)
  replay(@Caller() { tenant }: CallerOf, @Param('id', { schema: answerId }) id: string): Promise<AnswerWithDelivery> {
    return this.answers.replay(tenant, id);
  }
}
