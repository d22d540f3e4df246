import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { correctionInput, feedbackInput, type CorrectionInput, type Feedback, type FeedbackInput } from '@vocloop/contracts';
import { Allow, Caller, ItemByItem, type CallerOf } from '@vocloop/service';
import { z } from 'zod';
import { IdempotencyKey, Once } from '../request/once.decorator.js';
import type { RequestKey } from '../request/request.js';
import { CorrectionService } from './correction.service.js';
import { batchInput, type BatchAnswer } from './intake.js';
import { IntakeService } from './intake.service.js';
import { ReadingService } from './reading.service.js';
import { RescoringService, rescoringInput, type RescoredPage } from './rescoring.service.js';
import { CountRefusals } from './count-refusals.decorator.js';

const feedbackId = z.uuid();

@Controller('v1/feedback')
export class FeedbackController {
  constructor(
    private readonly intake: IntakeService,
    private readonly reading: ReadingService,
    private readonly corrections: CorrectionService,
    private readonly rescoring: RescoringService,
  ) {}

  @Allow('feedback:write')
  @Post()
  @ApiOperation({ summary: 'Takes one feedback: durable when it is answered. The same external id again is a correction of it.' })
  @HttpCode(202)
  @CountRefusals()
  @Once()
  one(@Caller() { tenant }: CallerOf, @IdempotencyKey() key: RequestKey | undefined, @Body({ schema: feedbackInput }) input: FeedbackInput): Promise<unknown> {
    return this.intake.one({ tenant, key }, input);
  }

  @Allow('feedback:write')
  @Post('batch')
  @ApiOperation({ summary: 'Takes up to 1,000 feedback; each is accepted or refused by itself.' })
  @HttpCode(200)
  @ItemByItem()
  @Once()
  batch(@Caller() { tenant }: CallerOf, @IdempotencyKey() key: RequestKey | undefined, @Body({ schema: batchInput }) batch: z.output<typeof batchInput>): Promise<BatchAnswer> {
    return this.intake.batch({ tenant, key }, batch);
  }

  @Allow('feedback:read')
  @Get('counts')
  @ApiOperation({ summary: 'How many feedback were accepted and refused, by reason.' })
  async counts(@Caller() { tenant }: CallerOf): Promise<{ items: { status: string; reason: string; count: number }[] }> {
    return { items: await this.reading.counts(tenant) };
  }

  @Allow('issues:write')
  @Post('rescoring')
  @ApiOperation({ summary: 'Has a page of feedback scored anew; `npx voc rescore` asks for page after page.' })
  @HttpCode(200)
  rescore(@Caller() { tenant }: CallerOf, @Body({ schema: rescoringInput }) wanted: z.output<typeof rescoringInput>): Promise<RescoredPage> {
    return this.rescoring.rescore(tenant, wanted);
  }

  @Allow('feedback:read')
  @Get(':id')
  @ApiOperation({ summary: 'A feedback as it is now, with its correction where a person made one.' })
  find(@Caller() { tenant }: CallerOf, @Param('id', { schema: feedbackId }) id: string): Promise<Feedback> {
    return this.reading.find(tenant, id);
  }

  @Allow('issues:write')
  @Put(':id/correction')
  @ApiOperation({ summary: 'Says what its label and its themes should be; it is scored anew, and every count follows.' })
  correct(@Caller() { tenant }: CallerOf, @Param('id', { schema: feedbackId }) id: string, @Body({ schema: correctionInput }) said: CorrectionInput): Promise<Feedback> {
    return this.corrections.correct(tenant, id, said);
  }

  @Allow('issues:write')
  @Delete(':id/correction')
  @ApiOperation({ summary: 'Withdraws what a person said of its score.' })
  withdraw(@Caller() { tenant }: CallerOf, @Param('id', { schema: feedbackId }) id: string): Promise<Feedback> {
    return this.corrections.correct(tenant, id, undefined);
  }
}
