import { Inject, Injectable } from '@nestjs/common';
import { FactObserved } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Publisher } from '@vocloop/messaging';
import { Clock, newId } from '@vocloop/service';
import { maskFact } from '@vocloop/text';
import { hashOf, PrivacyService } from '../privacy/privacy.service.js';
import { Collision } from '../feedback/apart.js';
import { identityOf, keyOf } from '../feedback/submission.js';
import { correct, type FactReceipt, type FactSubmission } from './fact.js';
import { FactRepository, type FactRow } from './fact.repository.js';

@Injectable()
export class FactService {
  constructor(
    @Inject(Database) private readonly database: Database,
    private readonly facts: FactRepository,
    private readonly privacy: PrivacyService,
    @Inject(Publisher) private readonly publisher: Publisher,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Takes facts of any tenants in one transaction, in their order; all or none. Throws a Collision where it must be begun anew. */
  async take(submissions: readonly FactSubmission[]): Promise<FactReceipt[]> {
    const at = this.clock.now().toISOString();
    return this.database.transaction([...new Set(submissions.map(({ tenant }) => tenant))], async () => {
      const prepared = submissions.map((it) => this.prepare(it));
      const held = await this.facts.lock(prepared.flatMap(({ identity, ...it }) => (identity === null ? [] : [{ ...it, identity }])));
      const known = new Map(held.map((row) => [keyOf(row), row]));
      const changed = new Map<string, FactRow>();
      const receipts = prepared.map(({ submission: { causedBy }, ...it }) => {
        const before = it.identity === null ? undefined : known.get(keyOf(it));
        const { status, reason, revision } = correct(before, it.contentHash);
        const row: FactRow = { ...it, revision, id: before?.id ?? newId(), at };
        if (it.identity !== null) known.set(keyOf(it), row);
        if (status !== 'duplicate') {
          changed.set(row.id, row);
          this.publisher.publish(FactObserved, it.tenant, { ...it.content, id: row.id, revision }, { time: at, ...(causedBy && { causedBy }) });
        }
        return { id: row.id, status, reason, revision };
      });
      // What was published goes only with the commit, and there is none where somebody else was first.
      if ((await this.facts.save([...changed.values()])) < changed.size) throw new Collision();
      return receipts;
    });
  }

  private prepare(submission: FactSubmission) {
    const { tenant } = submission;
    const { input: content } = maskFact(submission.input, this.privacy.maskingFor(tenant));
    return { submission, tenant, content, source: content.source, identity: identityOf(content, submission.identity), contentHash: hashOf(content) };
  }
}
