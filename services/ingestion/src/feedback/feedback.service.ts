import { Inject, Injectable } from '@nestjs/common';
import { FeedbackReceived, FeedbackRevised, type FeedbackInput } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Publisher } from '@vocloop/messaging';
import { Clock, meter, newId } from '@vocloop/service';
import { FeedbackRepository } from './feedback.repository.js';
import { maskFeedback, type Masked } from '@vocloop/text';
import { hashOf, PrivacyService } from '../privacy/privacy.service.js';
import { Collision } from './apart.js';
import { clockOf, fold, type Decision, type Given } from './revision.js';
import { feedbackOf, identityOf, keyOf, warningsOf, type FeedbackRow, type Receipt, type Submission } from './submission.js';

/** A submission, masked, with what it is known by. */
export interface Prepared extends Given, Omit<Submission, 'identity'> {
  readonly input: FeedbackInput;
  readonly identity: string | null;
  readonly masked: readonly Masked[];
}

/** What one transaction has learnt of the feedback it touches. */
interface Work {
  readonly inserted: Map<string, FeedbackRow>;
  readonly updated: Map<string, FeedbackRow>;
  readonly known: Map<string, FeedbackRow>;
}

/** Takes feedback in; what it has taken, ReadingService shows. */
@Injectable()
export class FeedbackService {
  readonly taken = meter('@vocloop/ingestion').createCounter('voc_intake_total', { description: 'Submissions by what became of them and why' });

  constructor(
    @Inject(Database) private readonly database: Database,
    private readonly feedback: FeedbackRepository,
    private readonly privacy: PrivacyService,
    @Inject(Publisher) private readonly publisher: Publisher,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Masks a submission: all of the work that needs no transaction, so that none waits for it. */
  prepare(submission: Submission): Prepared {
    const { input, masked } = maskFeedback(submission.input, this.privacy.maskingFor(submission.tenant));
    const { revisedAt: _clock, ...content } = input;
    return { ...submission, input, masked, identity: identityOf(input, submission.identity), hash: hashOf(content), receivedAt: this.clock.now().toISOString() };
  }

  /** Takes submissions of any tenants in one transaction, in their order; all or none. Throws a Collision where it must be begun anew. */
  async take(prepared: readonly Prepared[]): Promise<Receipt[]> {
    const tenants = [...new Set(prepared.map(({ tenant }) => tenant))];
    return this.database.transaction(tenants, async () => {
      const receipts = await this.store(prepared, this.clock.now());
      // An outer transaction may still fail, and begin anew.
      this.database.afterCommit(receipts, () => { for (const { status, reason } of receipts) this.taken.add(1, { status, reason }); });
      return receipts;
    });
  }

  /** Adds to the counters of inputs that were refused before they came here; `reason` is the code of the first error. */
  async countRefused(refused: readonly { readonly tenant: string; readonly reason: string; readonly count: number }[]): Promise<void> {
    await this.database.transaction([...new Set(refused.map(({ tenant }) => tenant))], async () => this.feedback.count(refused.map((it) => ({ ...it, status: 'refused' }))));
    for (const { reason, count } of refused) this.taken.add(count, { status: 'refused', reason });
  }

  private async store(prepared: readonly Prepared[], now: Date): Promise<Receipt[]> {
    const identities = prepared.flatMap(({ tenant, input: { source }, identity }) => (identity === null ? [] : [{ tenant, source, identity }]));
    const held = await this.feedback.lock(identities);
    const work: Work = { inserted: new Map(), updated: new Map(), known: new Map(held.map((row) => [keyOf(row), row])) };
    const decided = prepared.map((it) => this.decide(it, work));
    const inserted = [...work.inserted.values()];
    for (const { prepared: it, decision, row } of decided) this.announce(it, decision, row);
    this.feedback.count(decided.map(({ prepared: { tenant }, decision: { status, reason } }) => ({ tenant, status, reason, count: 1 })));
    this.feedback.sawSources(inserted.map(({ tenant, source, receivedAt }) => ({ tenant, source, at: receivedAt })));
    const [made] = await Promise.all([this.feedback.insert(inserted), this.feedback.update([...work.updated.values()])]);
    if (made < inserted.length) throw new Collision();
    return decided.map(({ prepared: it, decision, row }) => ({
      id: row.id,
      status: decision.status,
      reason: decision.reason,
      revision: row.revision,
      ...(it.masked.length > 0 && { masked: it.masked }),
      ...withWarnings(warningsOf(it.input, decision, now)),
    }));
  }

  /** Decides on one submission, and remembers what it makes of its feedback for those that come after it. */
  private decide(prepared: Prepared, work: Work): { prepared: Prepared; decision: Decision; row: FeedbackRow } {
    const { tenant, input: { source }, identity, receivedAt } = prepared;
    const key = identity === null ? undefined : keyOf({ tenant, source, identity });
    const before = key === undefined ? undefined : work.known.get(key);
    const decision = fold(before, prepared);
    const { revision, content, stamps } = decision.held;
    const clock = clockOf(prepared);
    const row: FeedbackRow = {
      tenant, source, identity, revision, content, stamps,
      id: before?.id ?? newId(),
      contentHash: revision === before?.revision ? before.contentHash : contentHashOf(prepared, decision),
      revisedAt: before && before.revisedAt > clock ? before.revisedAt : clock,
      receivedAt: before?.receivedAt ?? receivedAt,
      changedAt: revision === before?.revision ? before.changedAt : receivedAt,
    };
    if (key !== undefined) work.known.set(key, row);
    if (!before || work.inserted.has(row.id)) work.inserted.set(row.id, row);
    else if (decision.moved) work.updated.set(row.id, row);
    return { prepared, decision, row };
  }

  private announce({ tenant, causedBy, traced = (work) => work(), receivedAt }: Prepared, { status }: Decision, row: FeedbackRow): void {
    const options = { time: receivedAt, ...(causedBy && { causedBy }) };
    if (status === 'accepted') traced(() => this.publisher.publish(FeedbackReceived, tenant, { feedback: feedbackOf(row) }, options));
    if (status === 'revised') traced(() => this.publisher.publish(FeedbackRevised, tenant, { feedback: feedbackOf(row) }, options));
  }
}

/** What comes first with its own time is kept as it came, and was hashed already. */
const contentHashOf = ({ input, hash }: Prepared, { reason, held }: Decision): string => (reason === 'first' && input.occurredAt !== undefined ? hash : hashOf(held.content));

const withWarnings = (warnings: string[] | undefined) => (warnings ? { warnings } : {});
