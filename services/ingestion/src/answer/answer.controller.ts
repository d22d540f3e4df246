import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
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
  list(@Caller() { tenant }: CallerOf, @Query({ schema: listQuery }) query: z.output<typeof listQuery>): Promise<Page<Answer>> {
    return this.answers.list(tenant, query);
  }

  /** With every attempt of its webhook. */
  @Allow('feedback:read', 'operate')
  @Get(':id')
  find(@Caller() { tenant }: CallerOf, @Param('id', { schema: answerId }) id: string): Promise<AnswerWithDelivery> {
    return this.answers.find(tenant, id);
  }

  /** Sends it again now, under the same id, by which its receiver knows a repetition. */
  @Allow('operate')
  @Post(':id/replay')
  @HttpCode(202)
  replay(@Caller() { tenant }: CallerOf, @Param('id', { schema: answerId }) id: string): Promise<AnswerWithDelivery> {
    return this.answers.replay(tenant, id);
  }
}
