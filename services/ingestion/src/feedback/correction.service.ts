import { Inject, Injectable } from '@nestjs/common';
import { FeedbackRevised, type CorrectionInput, type Feedback } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Publisher } from '@vocloop/messaging';
import { Clock, invalid, notFound } from '@vocloop/service';
import { maskText } from '@vocloop/text';
import { hashOf, PrivacyService } from '../privacy/privacy.service.js';
import { FeedbackRepository } from './feedback.repository.js';
import { correct } from './revision.js';
import { feedbackOf } from './submission.js';

/** Takes what people say of a score. A correction is a revision of the feedback, so that whatever counted the old score counts the new one instead. */
@Injectable()
export class CorrectionService {
  constructor(
    @Inject(Database) private readonly database: Database,
    private readonly feedback: FeedbackRepository,
    private readonly privacy: PrivacyService,
    @Inject(Publisher) private readonly publisher: Publisher,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Corrects a feedback's score, or withdraws what was said of it; the same again changes nothing. */
  correct(tenant: string, id: string, said: CorrectionInput | undefined): Promise<Feedback> {
    const mask = (it: string): string => maskText(it, this.privacy.maskingFor(tenant)).text;
    const personal = said?.themes?.findIndex((it) => mask(it) !== it) ?? -1;
    if (personal >= 0) throw invalid([{ pointer: `/themes/${personal}`, code: 'personal_data', detail: 'must be the id of a theme, without personal data' }]);
    return this.database.transaction([tenant], async () => {
      const row = await this.feedback.lockOne(tenant, id);
      if (!row) throw notFound('feedback', id);
      const at = this.clock.now().toISOString();
      const revised = correct(row, said && { ...said, by: mask(said.by), at });
      if (!revised) return feedbackOf(row);
      const next = { ...revised, contentHash: hashOf(revised.content), changedAt: at };
      await this.feedback.update([next]);
      this.publisher.publish(FeedbackRevised, tenant, { feedback: feedbackOf(next), rescored: true }, { time: at });
      return feedbackOf(next);
    });
  }
}
