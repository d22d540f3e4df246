import { Inject, Injectable } from '@nestjs/common';
import { FeedbackRevised, moment } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Publisher } from '@vocloop/messaging';
import { Clock } from '@vocloop/service';
import { z } from 'zod';
import { FeedbackRepository } from './feedback.repository.js';
import { feedbackOf } from './submission.js';

/** Which feedback is scored anew: a page of it, in the order in which it came in. */
export const rescoringInput = z.strictObject({
  from: moment.optional().describe('Only what was received from then on.'),
  to: moment.optional().describe('Only what was received before then.'),
  after: z.uuid().optional().describe('The `next` of the page before.'),
  limit: z.int().min(1).max(1000).default(500).describe('At most so many.'),
});

/** How many were published anew, and where the next page begins; null after the last one. */
export interface RescoredPage { readonly rescored: number; readonly next: string | null }

/** Has feedback scored by what is in force today: as revisions that change nothing but the score, so that whatever counted the old one counts the new one instead. */
@Injectable()
export class RescoringService {
  constructor(
    @Inject(Database) private readonly database: Database,
    private readonly feedback: FeedbackRepository,
    @Inject(Publisher) private readonly publisher: Publisher,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** One page, in one transaction. The same page again makes one revision more, and no count differs for it. */
  rescore(tenant: string, { limit, ...wanted }: z.output<typeof rescoringInput>): Promise<RescoredPage> {
    return this.database.transaction([tenant], async () => {
      const rows = await this.feedback.lockPage(tenant, wanted, limit);
      const at = this.clock.now().toISOString();
      const next = rows.map((row) => ({ ...row, revision: row.revision + 1, changedAt: at }));
      await this.feedback.update(next);
      const inOrder = next.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      for (const row of inOrder) this.publisher.publish(FeedbackRevised, tenant, { feedback: feedbackOf(row), rescored: true }, { time: at });
      return { rescored: rows.length, next: rows.length === limit ? inOrder.at(-1)!.id : null };
    });
  }
}
