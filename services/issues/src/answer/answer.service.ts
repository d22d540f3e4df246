import { Inject, Injectable } from '@nestjs/common';
import { AnswerDue, type AnswerFailed, type CustomerAnswered, type Event, type EventOf } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { derivedId, Publisher, type Dropped } from '@vocloop/messaging';
import { answerStep, messageOf, recipientsOf, type Recipient, type Resolved } from './answer.js';
import { AnswerRepository, type AnswerRow, type Answering, type Due, type DueAnswer, type Settlement } from './answer.repository.js';

/** So many customers are read, kept and told of in one transaction. */
const chunk = 1000;

/** "You said, we did": every customer behind a resolved issue is due one answer. */
@Injectable()
export class AnswerService {
  constructor(
    @Inject(AnswerRepository) private readonly answers: AnswerRepository,
    @Inject(Publisher) private readonly publisher: Publisher,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** Remembers, in the running transaction, whose customers are to be answered. */
  async begin(list: readonly Due[]): Promise<void> {
    await this.answers.begin(list);
  }

  /** Issues whose customers are still to be answered, so many at a time: those after one that is known. */
  open(after?: Answering): Promise<Answering[]> {
    return this.database.transaction([], () => this.answers.open(100, after));
  }

  /**
   * Answers the next customers of an issue, in a transaction of its own; tells after whom to go on, undefined where nothing is left.
   * Begun anew it finds nobody who was answered before: each feedback knows its answer.
   */
  answerSome(answering: Answering, after: string): Promise<string | undefined> {
    const { tenant, issueId, cause } = answering;
    return this.database.transaction([tenant], async () => {
      const issue = await this.answers.resolved(tenant, issueId);
      if (!(await this.answers.take(answering))) return undefined;
      const found = issue ? await this.answers.behind(issue, after, chunk) : [];
      // Nothing else of a cause is published.
      await this.tell(found.map((recipient) => ({ recipient, issue: issue!, causedBy: cause ? (cause as Event) : undefined })));
      if (found.length === chunk) return found.at(-1)!.who;
      await this.answers.end(tenant, issueId);
      return undefined;
    });
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

  private async tell(due: readonly { issue: Resolved; recipient: Recipient; causedBy?: Event | undefined }[]): Promise<void> {
    const named = due.map((it) => ({ ...it, id: derivedId(it.issue.id, answerStep(it.issue.resolution, it.recipient.who)) }));
    const fresh = await this.answers.keep(named satisfies DueAnswer[]);
    await this.answers.mark(named);
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
