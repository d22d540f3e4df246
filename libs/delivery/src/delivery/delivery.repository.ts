import { Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import type { Delivery, DeliveryAttempt, DeliveryState, Verdict } from './delivery.js';

/** A delivery as it is first stored. */
export interface NewDelivery {
  readonly tenant: string;
  readonly id: string;
  readonly about: string;
  readonly url: string;
  readonly secret: string;
  readonly type: string;
  readonly body: string;
  readonly tag?: string | undefined;
  readonly traceparent: string | undefined;
}

/** What a try needs to know. */
export interface Outgoing {
  readonly tenant: string;
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly body: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly attemptsBefore: number;
  readonly traceparent: string | null;
}

export interface Filter {
  readonly about?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly before?: readonly [createdAt: string, id: string] | undefined;
  readonly most: number;
}

type Row = Omit<Delivery, 'attempts'> & { readonly attempts: readonly (Omit<DeliveryAttempt, 'at'> & { readonly at: string })[] };

const shown = `d.tenant_id AS tenant, d.id, d.about, d.tag, d.url, d.type, d.state, d.reason, d.created_at AS "createdAt", d.next_at AS "nextAt", d.ended_at AS "endedAt",
  coalesce((SELECT json_agg(json_build_object('at', a.at, 'status', a.status, 'error', a.error, 'ms', a.ms, 'answer', a.answer) ORDER BY a.attempt)
    FROM delivery_attempt a WHERE a.tenant_id = d.tenant_id AND a.delivery_id = d.id), '[]') AS attempts`;

const delivery = (row: Row): Delivery => ({ ...row, attempts: row.attempts.map((it) => ({ ...it, at: new Date(it.at) })) });

/** All SQL of deliveries. */
@Injectable()
export class DeliveryRepository {
  constructor(private readonly database: Database) {}

  /** Stores those that are new; resolves to their tenants and ids. */
  addNew(deliveries: readonly NewDelivery[], now: Date): Promise<{ tenant: string; id: string }[]> {
    const column = (of: (it: NewDelivery) => string | undefined): (string | null)[] => deliveries.map((it) => of(it) ?? null);
    return this.database.query(
      `INSERT INTO delivery (tenant_id, id, about, url, secret, type, body, tag, traceparent, created_at, next_at)
       SELECT u.*, $10::timestamptz, $10::timestamptz FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]) u
       ON CONFLICT DO NOTHING RETURNING tenant_id AS tenant, id`,
      [column((it) => it.tenant), column((it) => it.id), column((it) => it.about), column((it) => it.url), column((it) => it.secret), column((it) => it.type), column((it) => it.body), column((it) => it.tag), column((it) => it.traceparent), now],
    );
  }

  async findOutgoing(tenant: string, id: string): Promise<Outgoing | undefined> {
    const rows = await this.database.query<Outgoing>(
      `SELECT tenant_id AS tenant, id, url, secret, body, state, attempts, attempts_before AS "attemptsBefore", traceparent FROM delivery WHERE tenant_id = $1 AND id = $2`,
      [tenant, id],
    );
    return rows[0];
  }

  /** Notes a try and what follows, unless another process was first; resolves to the delivery, or undefined then. */
  async record({ tenant, id, attempts }: Outgoing, attempt: DeliveryAttempt, verdict: Verdict, nextAt: Date | undefined): Promise<Delivery | undefined> {
    const rows = await this.database.query<{ id: string }>(
      `UPDATE delivery SET attempts = attempts + 1, state = $4, reason = $5, next_at = $6, ended_at = $7 WHERE tenant_id = $1 AND id = $2 AND attempts = $3 AND state = 'queued' RETURNING id`,
      [tenant, id, attempts, verdict.then === 'again' ? 'queued' : verdict.then, verdict.reason, nextAt ?? null, nextAt ? null : attempt.at],
    );
    if (rows.length === 0) return undefined;
    await this.database.query(
      `INSERT INTO delivery_attempt (tenant_id, delivery_id, attempt, at, status, error, ms, answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tenant, id, attempts + 1, attempt.at, attempt.status, attempt.error, attempt.ms, attempt.answer],
    );
    return this.find(tenant, id);
  }

  /** Queues a delivery again, with the whole schedule before it; to another address, where one is given. */
  async requeue(tenant: string, id: string, now: Date, to?: { readonly url: string; readonly secret: string }): Promise<Outgoing | undefined> {
    const rows = await this.database.query<Outgoing>(
      `UPDATE delivery SET state = 'queued', reason = 'replayed', attempts_before = attempts, next_at = $3, ended_at = NULL, url = coalesce($4, url), secret = coalesce($5, secret) WHERE tenant_id = $1 AND id = $2
       RETURNING tenant_id AS tenant, id, url, secret, body, state, attempts, attempts_before AS "attemptsBefore", traceparent`,
      [tenant, id, now, to?.url ?? null, to?.secret ?? null],
    );
    return rows[0];
  }

  async find(tenant: string, id: string): Promise<Delivery | undefined> {
    const rows = await this.database.query<Row>(`SELECT ${shown} FROM delivery d WHERE d.tenant_id = $1 AND d.id = $2`, [tenant, id]);
    return rows[0] && delivery(rows[0]);
  }

  /** Newest first. */
  async list(tenant: string, { about, state, before, most }: Filter): Promise<Delivery[]> {
    const rows = await this.database.query<Row>(
      `SELECT ${shown} FROM delivery d WHERE d.tenant_id = $1 AND ($2::text IS NULL OR d.about = $2) AND ($3::text IS NULL OR d.state = $3)
         AND ($4::timestamptz IS NULL OR (d.created_at, d.id) < ($4, $5)) ORDER BY d.created_at DESC, d.id DESC LIMIT $6`,
      [tenant, about ?? null, state ?? null, before?.[0] ?? null, before?.[1] ?? null, most],
    );
    return rows.map(delivery);
  }
}
