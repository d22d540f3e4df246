import { Injectable } from '@nestjs/common';
import { FeedbackReceived, FeedbackRevised, feedbackTopic, type Feedback } from '@vocloop/contracts';
import { History, type Reach, type Wanted } from '@vocloop/messaging';
import { isCustomers } from '../score/scoring.js';

/** What a customer said, as the newest revision of its feedback has it, and whether a person corrected how it was read. */
export interface PastText { readonly id: string; readonly text: string; readonly language?: string | undefined; readonly corrected: boolean }

/** What customers said before, as the log has it. */
@Injectable()
export class PastTextsService {
  constructor(private readonly history: History) {}

  /**
   * A tenant's texts among its last records of the log, oldest first: `most` records, looked for `within` so many of everybody's. Says how many records were found, how far was read
   * for them, and when the oldest came; null without any.
   */
  async last(tenant: string, bounds: Pick<Wanted, 'most' | 'within'>): Promise<{ texts: PastText[]; records: number; reach: Reach; since: string | null }> {
    const newest = new Map<string, Feedback>();
    let since: string | null = null;
    const { events, reach } = await this.history.last({ topic: feedbackTopic, definitions: [FeedbackReceived, FeedbackRevised], tenant, ...bounds });
    for (const { time, data } of events) {
      const { feedback } = data as { feedback: Feedback };
      if ((newest.get(feedback.id)?.revision ?? 0) < feedback.revision) newest.set(feedback.id, feedback);
      if (since === null || time < since) since = time;
    }
    const texts = [...newest.values()].flatMap((it) => (isCustomers(it) && it.text?.trim() ? [{ id: it.id, text: it.text, language: it.language, corrected: it.correction !== undefined }] : []));
    return { texts, records: events.length, reach, since };
  }
}
