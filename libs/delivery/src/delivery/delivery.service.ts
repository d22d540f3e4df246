import { Injectable } from '@nestjs/common';
import { context, propagation } from '@opentelemetry/api';
import { Database } from '@vocloop/database';
import { Clock, page, readCursor, type Page } from '@vocloop/service';
import { z } from 'zod';
import { Queue } from '../queue/queue.js';
import { DeliveryCourier } from './delivery.courier.js';
import type { Delivery, DeliveryState } from './delivery.js';
import { DeliveryRepository } from './delivery.repository.js';
import { envelope } from './webhook.js';

/** A webhook to be sent. */
export interface DeliveryRequest {
  /** The webhook's id, by which its receiver knows a repetition; the same id again is the same delivery. */
  readonly id: string;
  readonly tenant: string;
  readonly about: string;
  readonly url: string;
  /** `whsec_…`; two, separated by a space, while it is rotated. */
  readonly secret: string;
  readonly type: string;
  /** Goes out as `data` of {type, timestamp, data}. */
  readonly body: object;
  /** What its sender wants to know it by when it ends: kept as it is, never sent. */
  readonly tag?: string | undefined;
  /** W3C trace of what led to it; the running one by default. */
  readonly traceparent?: string | undefined;
}

/** Which deliveries to list. */
export interface DeliveryQuery {
  readonly about?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The host that a URL names, as which tries are limited; what cannot be read shares one. */
const hostOf = (url: string): string => URL.parse(url)?.host || 'unreadable';

/** Sends webhooks, however long it takes, and tells what became of each. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly database: Database,
    private readonly repository: DeliveryRepository,
    private readonly queue: Queue,
    private readonly courier: DeliveryCourier,
    private readonly clock: Clock,
  ) {}

  /** In the running transaction: remembers a delivery and queues it. The same id twice is sent once. */
  async send(delivery: DeliveryRequest): Promise<void> {
    await this.sendAll([delivery]);
  }

  /** In the running transaction: remembers deliveries and queues those that are new, in one statement each. */
  async sendAll(deliveries: readonly DeliveryRequest[]): Promise<void> {
    if (deliveries.length === 0) return;
    const now = this.clock.now();
    const rows = deliveries.map((it) => ({ ...it, body: envelope(it.type, now, it.body), traceparent: it.traceparent ?? runningTrace() }));
    const added = await this.repository.addNew(rows, now);
    const urls = new Map(deliveries.map((it) => [`${it.tenant}\n${it.id}`, it.url]));
    await this.queue.put(added.map(({ tenant, id }) => ({ turn: { tenant, id, attempts: 0 }, host: hostOf(urls.get(`${tenant}\n${id}`) ?? ''), at: now })));
    this.wakeAfterCommit();
  }

  /** A tenant's deliveries with their attempts, newest first. */
  async list(tenant: string, { about, state, cursor, limit }: DeliveryQuery): Promise<Page<Delivery>> {
    const before = readCursor(cursor, z.tuple([z.iso.datetime(), z.string()]));
    const found = await this.database.transaction([tenant], () => this.repository.list(tenant, { about, state, before, most: limit + 1 }));
    return page(found, limit, (last) => [last.createdAt.toISOString(), last.id]);
  }

  /** One delivery with its attempts; undefined where the tenant has none such. */
  async get(tenant: string, id: string): Promise<Delivery | undefined> {
    return this.database.transaction([tenant], () => this.repository.find(tenant, id));
  }

  /** Tries a delivery again now, under the same id and with the whole schedule before it, whatever became of it; `to` is where it goes from now on, if its address has changed. Undefined where the tenant has none such. */
  async replay(tenant: string, id: string, to?: Pick<DeliveryRequest, 'url' | 'secret'>): Promise<Delivery | undefined> {
    return this.database.transaction([tenant], async () => {
      const now = this.clock.now();
      const outgoing = await this.repository.requeue(tenant, id, now, to);
      if (!outgoing) return undefined;
      await this.queue.put([{ turn: { tenant, id, attempts: outgoing.attempts }, host: hostOf(outgoing.url), at: now }]);
      this.wakeAfterCommit();
      return this.repository.find(tenant, id);
    });
  }

  private wakeAfterCommit(): void {
    this.database.afterCommit(this, () => this.courier.wake());
  }
}

function runningTrace(): string | undefined {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier['traceparent'];
}
