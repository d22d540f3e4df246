import { Inject, Injectable } from '@nestjs/common';
import { AnswerDue, type AnswerFailed, type CustomerAnswered, type Event, type EventOf } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { derivedId, Publisher, type Dropped } from '@vocloop/messaging';
import { answerStep, messageOf, recipientsOf, type Recipient, type Resolved } from './answer.js';
import { AnswerRepository, type AnswerRow, type DueAnswer, type Settlement } from './answer.repository.js';

/** So many customers are read, kept and told of in one go. */
const chunk = 1000;

/** "You said, we did": every customer behind a resolved issue is due one answer. */
@Injectable()
export class AnswerService {
  constructor(
    @Inject(AnswerRepository) private readonly answers: AnswerRepository,
    @Inject(Publisher) private readonly publisher: Publisher,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** Makes the answers of resolutions due, in bounded chunks; in the running transaction, which holds the issues' rows. */
  async answerAll(resolved: readonly { issue: Resolved; causedBy: Event | undefined }[]): Promise<void> {
    if (resolved.length === 0) return;
    const byId = new Map(resolved.map((it) => [it.issue.id, it]));
    const issues = resolved.map(({ issue }) => issue);
    let found = await this.answers.behind(issues, undefined, chunk);
    while (found.length > 0) {
      await this.tell(found.map((recipient) => ({ recipient, ...byId.get(recipient.issueId)! })));
      found = found.length < chunk ? [] : await this.answers.behind(issues, found.at(-1), chunk);
    }
  }

  /** Feedback from before a resolution that was gathered after it: its customers are due the same answer. */
  async answerLateComers(late: readonly { issue: Omit<Resolved, 'resolvedAt'> & { resolvedAt: string | null }; evidence: Parameters<typeof recipientsOf>[0]; event?: Event | undefined }[]): Promise<void> {
    await this.tell(late.flatMap(({ issue, evidence, event }) =>
      issue.resolvedAt ? recipientsOf(evidence).map((recipient) => ({ issue: { ...issue, resolvedAt: issue.resolvedAt! }, recipient, causedBy: event })) : []));
  }

  /** Marks what became of answers; an answer that nobody here is waiting for is dropped. */
  async settle(events: readonly EventOf<typeof CustomerAnswered | typeof AnswerFailed>[]): Promise<Dropped[]> {
    const latest = new Map(events.map((event) => [event.data.answerId, settlementOf(event)]));
    const settled = await this.answers.settle([...latest.values()]);
    return events.filter(({ data }) => !settled.has(data.answerId)).map((event) => ({ event, reason: 'no such answer is due' }));
  }

  page(tenant: string, issueId: string, after: string | undefined, limit: number): Promise<AnswerRow[]> {
    return this.database.transaction([tenant], () => this.answers.page(tenant, issueId, after, limit));
  }

  private async tell(due: readonly { issue: Resolved; recipient: Recipient; causedBy: Event | undefined }[]): Promise<void> {
    const named = due.map((it) => ({ ...it, id: derivedId(it.issue.id, answerStep(it.issue.resolution, it.recipient.who)) }));
    const fresh = await this.answers.keep(named satisfies DueAnswer[]);
    for (const { id, issue, recipient, causedBy } of named) {
      if (!fresh.has(id)) continue;
      const { customer, feedbackId, source, externalId, conversation } = recipient;
      this.publisher.publish(AnswerDue, issue.tenantId, {
        answerId: id, issueId: issue.id, feedbackId, source, message: messageOf(issue), resolvedAt: issue.resolvedAt,
        ...(customer && { customer }), ...(externalId && { externalId }), ...(conversation && { conversation }),
      }, { id: derivedId(id, 'due'), ...(causedBy && { causedBy }) });
    }
  }
}

function settlementOf({ tenantid: tenantId, data }: EventOf<typeof CustomerAnswered | typeof AnswerFailed>): Settlement {
  return 'answeredAt' in data
    ? { tenantId, id: data.answerId, state: 'answered', error: null, at: String(data.answeredAt) }
    : { tenantId, id: data.answerId, state: 'failed', error: data.error, at: data.failedAt };
}
