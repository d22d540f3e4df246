import { Injectable } from '@nestjs/common';
import { AnswerDue, AnswerFailed, CustomerAnswered, type EventOf } from '@vocloop/contracts';
import { Deliveries, DeliveryOutcome, type Delivery } from '@vocloop/delivery';
import { derivedId, Publisher } from '@vocloop/messaging';
import { Clock } from '@vocloop/service';
import { AnswerRepository, type AnswerRow } from './answer.repository.js';

type DueEvent = EventOf<typeof AnswerDue>;

/** Hands answers to the systems that the feedback came from, each once. Its deliveries have the answers' ids. */
@Injectable()
export class AnswerService implements DeliveryOutcome {
  constructor(
    private readonly answers: AnswerRepository,
    private readonly deliveries: Deliveries,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
  ) {}

  /** Queues the answers that are new, in the running transaction; those whose source has no webhook have failed, and wait for it. */
  async take(events: readonly DueEvent[]): Promise<void> {
    const webhooks = await this.answers.webhooks(events.map(({ tenantid, data }) => ({ tenant: tenantid, source: data.source })));
    const webhookOf = new Map(webhooks.map((it) => [`${it.tenant}\n${it.source}`, it]));
    const due = [...new Map(events.map((event) => [event.data.answerId, { event, webhook: webhookOf.get(`${event.tenantid}\n${event.data.source}`) }])).values()];
    const added = await this.answers.addNew(due.map(({ event, webhook }) => ({ ...rowOf(event), due: event.data, ...(webhook ? { state: 'due' as const, reason: null } : { state: 'failed' as const, reason: 'no_webhook' as const }) })), this.clock.now());
    const fresh = due.filter(({ event }) => added.has(event.data.answerId));
    await this.deliveries.sendAll(fresh.flatMap(({ event: { tenantid, data, traceparent }, webhook }) =>
      webhook ? [{ id: data.answerId, tenant: tenantid, about: data.issueId, url: webhook.url, secret: webhook.secret, type: AnswerDue.type, body: data, traceparent }] : []));
    for (const { event, webhook } of fresh) if (!webhook) this.fail(rowOf(event), `source ${JSON.stringify(event.data.source)} has no answer webhook; set one with PUT /v1/sources/${encodeURIComponent(event.data.source)}`, event);
  }

  async arrived({ tenant, id }: Delivery): Promise<void> {
    const now = this.clock.now();
    const row = await this.answers.settle(tenant, id, { state: 'answered', reason: null }, now);
    if (row) this.publisher.publish(CustomerAnswered, tenant, { ...dataOf(row), answeredAt: now.toISOString() }, { id: derivedId(id, 'answered') });
  }

  async gaveUp({ tenant, id, reason, url }: Delivery): Promise<void> {
    const row = await this.answers.settle(tenant, id, { state: 'failed', reason: 'gave_up' }, this.clock.now());
    if (row) this.fail(row, `${reason ?? 'it kept refusing'} (${new URL(url).host})`);
  }

  private fail(row: AnswerRow, error: string, causedBy?: DueEvent): void {
    this.publisher.publish(AnswerFailed, row.tenant, { ...dataOf(row), error, failedAt: this.clock.now().toISOString() }, causedBy ? { causedBy, id: derivedId(row.answerId, 'no webhook') } : {});
  }
}

const rowOf = ({ tenantid, data }: DueEvent): AnswerRow => ({ tenant: tenantid, answerId: data.answerId, issueId: data.issueId, feedbackId: data.feedbackId, source: data.source, customer: data.customer ?? null });

const dataOf = ({ tenant: _tenant, customer, ...fields }: AnswerRow) => ({ ...fields, ...(customer !== null && { customer }) });
