import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { DataOf, Feedback, FeedbackScored } from '@vocloop/contracts';
import type { Repository } from 'typeorm';
import { IssueSeen, Rollup, Seen, type Issue } from './entities.js';

/** Read models: each feedback as it stands, daily sums by four dimensions in one statement, each issue as it stands. */
@Controller()
export class ReportingController {
  constructor(
    @Inject(Seen) private readonly seen: Repository<Seen>,
    @Inject(Rollup) private readonly rollup: Repository<Rollup>,
    @Inject(IssueSeen) private readonly issues: Repository<IssueSeen>,
  ) {}

  @EventPattern('peer.feedback')
  async received(@Payload() feedback: Feedback) {
    // It comes by two topics: one of two saves at once would fail, and its partition would pause.
    await this.seen.upsert({ feedbackId: feedback.id, spoken: feedback }, ['feedbackId']);
  }

  @EventPattern('peer.insight')
  async scored(@Payload() { feedback, score }: DataOf<typeof FeedbackScored>) {
    await this.seen.upsert({ feedbackId: feedback.id, spoken: feedback, polarity: score.polarity, scoredAt: new Date() }, ['feedbackId']);
    const cells = [['all', ''], ['channel', feedback.channel], ['product', feedback.product ?? ''], ['touchpoint', feedback.touchpoint]];
    await this.rollup.query(
      `INSERT INTO rollup AS r (dimension, value, day, n, sum) SELECT d, v, $3::date, 1, $4::float8 FROM unnest($1::text[], $2::text[]) AS t(d, v)
       ON CONFLICT (dimension, value, day) DO UPDATE SET n = r.n + 1, sum = r.sum + excluded.sum`,
      [cells.map(([dimension]) => dimension), cells.map(([, value]) => value), feedback.occurredAt.slice(0, 10), score.polarity],
    );
  }

  @EventPattern('peer.issue')
  async grew(@Payload() { issue }: { issue: Issue }) {
    await this.issues.save({ issueId: issue.id, issue });
  }
}
