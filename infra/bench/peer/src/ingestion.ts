import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { feedbackInput, feedbackKey, type FeedbackInput } from '@vocloop/contracts';
import { maskFeedback } from '@vocloop/text';
import type { Repository } from 'typeorm';
import { z } from 'zod';
import { Feedback } from './entities.js';
import { Events } from './providers.js';

const batchInput = z.object({ items: z.array(feedbackInput) });

/** Takes feedback in, with an insert and an event for each: one by one, or many in a request, as a controller's method calls another. */
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

  @Post('batch')
  @HttpCode(200)
  async takeAll(@Body({ schema: batchInput }) { items }: z.infer<typeof batchInput>) {
    const taken = [];
    for (const item of items) taken.push(await this.take(item));
    return { items: taken };
  }
}
