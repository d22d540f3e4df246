import { Inject, Injectable } from '@nestjs/common';
import type { Feedback } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { notFound } from '@vocloop/service';
import { FeedbackRepository, type Count } from './feedback.repository.js';
import { feedbackOf } from './submission.js';

/** Shows what was taken in. */
@Injectable()
export class ReadingService {
  constructor(
    @Inject(Database) private readonly database: Database,
    private readonly feedback: FeedbackRepository,
  ) {}

  /** A feedback as it stands. */
  async find(tenant: string, id: string): Promise<Feedback & { receivedAt: string; changedAt: string }> {
    const row = await this.database.transaction([tenant], () => this.feedback.find(tenant, id));
    if (!row) throw notFound('feedback', id);
    return { ...feedbackOf(row), receivedAt: row.receivedAt, changedAt: row.changedAt };
  }

  /** How many submissions came to which end, and why. */
  async counts(tenant: string): Promise<Omit<Count, 'tenant'>[]> {
    return this.database.transaction([tenant], () => this.feedback.counts(tenant));
  }
}
