import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
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
  @HttpCode(202)
  @CountRefusals()
  @Once()
  one(@Caller() { tenant }: CallerOf, @IdempotencyKey() key: RequestKey | undefined, @Body({ schema: feedbackInput }) input: FeedbackInput): Promise<unknown> {
    return this.intake.one({ tenant, key }, input);
  }

  @Allow('feedback:write')
  @Post('batch')
  @HttpCode(200)
  @ItemByItem()
  @Once()
  batch(@Caller() { tenant }: CallerOf, @IdempotencyKey() key: RequestKey | undefined, @Body({ schema: batchInput }) batch: z.output<typeof batchInput>): Promise<BatchAnswer> {
    return this.intake.batch({ tenant, key }, batch);
  }

  @Allow('feedback:read')
  @Get('counts')
  async counts(@Caller() { tenant }: CallerOf): Promise<{ items: { status: string; reason: string; count: number }[] }> {
    return { items: await this.reading.counts(tenant) };
  }

  /** Has a page of feedback scored anew; `npx voc rescore` asks for page after page. */
  @Allow('issues:write')
  @Post('rescoring')
  @HttpCode(200)
  rescore(@Caller() { tenant }: CallerOf, @Body({ schema: rescoringInput }) wanted: z.output<typeof rescoringInput>): Promise<RescoredPage> {
    return this.rescoring.rescore(tenant, wanted);
  }

  @Allow('feedback:read')
  @Get(':id')
  find(@Caller() { tenant }: CallerOf, @Param('id', { schema: feedbackId }) id: string): Promise<Feedback> {
    return this.reading.find(tenant, id);
  }

  /** Says what its score should be; it is scored anew, and every count follows. */
  @Allow('issues:write')
  @Put(':id/correction')
  correct(@Caller() { tenant }: CallerOf, @Param('id', { schema: feedbackId }) id: string, @Body({ schema: correctionInput }) said: CorrectionInput): Promise<Feedback> {
    return this.corrections.correct(tenant, id, said);
  }

  /** Withdraws what a person said of its score. */
  @Allow('issues:write')
  @Delete(':id/correction')
  withdraw(@Caller() { tenant }: CallerOf, @Param('id', { schema: feedbackId }) id: string): Promise<Feedback> {
    return this.corrections.correct(tenant, id, undefined);
  }
}
