import { Injectable } from '@nestjs/common';
import { FeedbackReceived, FeedbackRevised, feedbackTopic, type Feedback } from '@vocloop/contracts';
import { History } from '@vocloop/messaging';
import { isCustomers } from '../score/scoring.js';

/** What a customer said, as the newest revision of its feedback has it, and whether a person corrected how it was read. */
export interface PastText { readonly id: string; readonly text: string; readonly language?: string | undefined; readonly corrected: boolean }

/** What customers said before, as the log has it. */
@Injectable()
export class PastTextsService {
  constructor(private readonly history: History) {}

  /** A tenant's texts among the last records of the log (all tenants' are counted), oldest first, and when the oldest of its records came; null without any. */
  async last(tenant: string, most: number): Promise<{ texts: PastText[]; since: string | null }> {
    const newest = new Map<string, Feedback>();
    let since: string | null = null;
    for (const { time, data } of await this.history.last({ topic: feedbackTopic, definitions: [FeedbackReceived, FeedbackRevised], tenant, most })) {
      const { feedback } = data as { feedback: Feedback };
      if ((newest.get(feedback.id)?.revision ?? 0) < feedback.revision) newest.set(feedback.id, feedback);
      if (since === null || time < since) since = time;
    }
    return { texts: [...newest.values()].flatMap((it) => (isCustomers(it) && it.text?.trim() ? [{ id: it.id, text: it.text, language: it.language, corrected: it.correction !== undefined }] : [])), since };
  }
}
