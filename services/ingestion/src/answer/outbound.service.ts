import { Inject, Injectable } from '@nestjs/common';
import { AnswerDue } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Deliveries, type Delivery } from '@vocloop/delivery';
import { Clock, conflict, notFound, page, readCursor, type Page } from '@vocloop/service';
import { z } from 'zod';
import type { Answer, AnswerState, Due } from './answer.js';
import { AnswerRepository, type AnswerWebhook } from './answer.repository.js';

/** Which answers to list. */
export interface AnswerQuery {
  readonly source?: string | undefined;
  readonly state?: AnswerState | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** An answer, and the webhook that carries it with every attempt; null where its source had none to send it to. */
export interface AnswerWithDelivery extends Answer {
  readonly delivery: Delivery | null;
}

/** The answers that are kept: shows them, and sends them again. */
@Injectable()
export class OutboundService {
  constructor(
    @Inject(Database) private readonly database: Database,
    private readonly answers: AnswerRepository,
    private readonly deliveries: Deliveries,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(tenant: string, { source, state, cursor, limit }: AnswerQuery): Promise<Page<Answer>> {
    const before = readCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]));
    const found = await this.database.transaction([tenant], () => this.answers.list(tenant, { source, state, before, most: limit + 1 }));
    return page(found, limit, (last) => [last.createdAt.toISOString(), last.id]);
  }

  async find(tenant: string, id: string): Promise<AnswerWithDelivery> {
    return this.database.transaction([tenant], async () => {
      const answer = await this.answers.find(tenant, id);
      if (!answer) throw notFound('answer', id);
      return { ...answer, delivery: (await this.deliveries.get(tenant, id)) ?? null };
    });
  }

  /** Sends an answer again now, under the same id, whatever became of it, to where its source takes answers now. */
  async replay(tenant: string, id: string): Promise<AnswerWithDelivery> {
    return this.database.transaction([tenant], async () => {
      const { source, delivery } = await this.find(tenant, id);
      const webhook = await this.webhookOf(tenant, source);
      if (delivery) {
        await this.deliveries.replay(tenant, id, webhook);
        await this.answers.settle(tenant, id, { state: 'due', reason: null }, this.clock.now());
      } else {
        if (!webhook) throw conflict('no_webhook', `The source ${JSON.stringify(source)} has no answer webhook; set one with PUT /v1/sources/${encodeURIComponent(source)}, which also sends what waits for it.`);
        await this.send(webhook, await this.answers.takeUnsent(tenant, source, this.clock.now(), id));
      }
      return this.find(tenant, id);
    });
  }

  /** In the running transaction, which has given a source its webhook: sends what failed for lack of one. */
  async sendUnsent(tenant: string, source: string): Promise<void> {
    const webhook = await this.webhookOf(tenant, source);
    if (webhook) await this.send(webhook, await this.answers.takeUnsent(tenant, source, this.clock.now()));
  }

  private async webhookOf(tenant: string, source: string): Promise<AnswerWebhook | undefined> {
    return (await this.answers.webhooks([{ tenant, source }]))[0];
  }

  private async send({ tenant, url, secret }: AnswerWebhook, answers: readonly Due[]): Promise<void> {
    await this.deliveries.sendAll(answers.map((body) => ({ id: body.answerId, tenant, about: body.issueId, url, secret, type: AnswerDue.type, body })));
  }
}
