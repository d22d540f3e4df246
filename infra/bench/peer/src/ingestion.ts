import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { feedbackInput, feedbackKey, type FeedbackInput } from '@vocloop/contracts';
import type { Repository } from 'typeorm';
import { maskFeedback } from '@vocloop/text';
import { Feedback } from './entities.js';
import { Events } from './providers.js';

/** Takes feedback in: an insert and an event a request. */
@Controller('v1/feedback')
export class IngestionController {
  constructor(
    @Inject(Feedback) private readonly feedback: Repository<Feedback>,
    @Inject(Events) private readonly events: Events,
  ) {}

  @Post()
  @HttpCode(202)
  async take(@Body({ schema: feedbackInput }) input: FeedbackInput) {
    const { input: clean, masked } = maskFeedback(input, { region: 'US', pseudonym: (reference: string) => reference });
    const receivedAt = new Date();
    const content = { ...clean, occurredAt: clean.occurredAt ?? receivedAt.toISOString(), attributes: clean.attributes ?? {} };
    const { id } = await this.feedback.save({ tenant: 'default', source: clean.source, externalId: clean.externalId ?? null, content, receivedAt });
    const told = { ...content, id, revision: 1 };
    await this.events.emit('peer.feedback', feedbackKey(told), told);
    return { id, status: 'accepted', reason: 'first', revision: 1, ...(masked.length > 0 && { masked }) };
  }
}
