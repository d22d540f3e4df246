import { Injectable } from '@nestjs/common';
import type { DataOf, FactObserved } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { moments, type Reading, type Scored, type Spoken } from './reading.js';

/** A feedback of a tenant. */
export interface FeedbackKey {
  readonly tenant: string;
  readonly id: string;
}
export interface KnownReading extends FeedbackKey {
  readonly reading: Reading;
}
export type ObservedFact = DataOf<typeof FactObserved> & { readonly tenant: string };

interface Row {
  readonly tenant: string;
  readonly id: string;
  readonly spoken: Spoken | null;
  readonly scored: Scored | null;
  readonly moments: readonly (string | null)[];
}

const column = (moment: string): string => moment.replace(/[A-Z]/g, (it) => `_${it.toLowerCase()}`);
/** ISO 8601 in UTC, as events have it, without a Date in between. */
const iso = (it: string): string => `to_char(${it} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

@Injectable()
export class FeedbackRepository {
  constructor(private readonly database: Database) {}

  /** Locks these feedback until the transaction ends, in one order for all, and says what is known of them; new ones are made. */
  async lock(keys: readonly FeedbackKey[]): Promise<KnownReading[]> {
    const sorted = [...keys].sort((a, b) => (a.tenant === b.tenant ? compare(a.id, b.id) : compare(a.tenant, b.tenant)));
    const parameters = [sorted.map((it) => it.tenant), sorted.map((it) => it.id)];
    await this.database.query(`INSERT INTO feedback (tenant_id, id) SELECT * FROM unnest($1::text[], $2::uuid[]) ON CONFLICT DO NOTHING`, parameters);
    const rows = await this.database.query<Row>(
      `SELECT f.tenant_id AS tenant, f.id, f.spoken, f.scored, ARRAY[${moments.map((it) => iso(`f.${column(it)}`)).join(', ')}] AS moments
       FROM feedback f JOIN unnest($1::text[], $2::uuid[]) k (tenant_id, id) USING (tenant_id, id)
       ORDER BY f.tenant_id COLLATE "C", f.id FOR UPDATE OF f`,
      parameters,
    );
    return rows.map(({ tenant, id, spoken, scored, moments: times }) => ({
      tenant,
      id,
      reading: { spoken: spoken ?? undefined, scored: scored ?? undefined, ...Object.fromEntries(moments.map((it, at) => [it, times[at] ?? undefined])) },
    }));
  }

  async save(readings: readonly KnownReading[]): Promise<void> {
    const of = <T>(take: (it: Reading) => T): T[] => readings.map((it) => take(it.reading));
    await this.database.query(
      `UPDATE feedback f SET spoken = k.spoken::jsonb, scored = k.scored::jsonb, customer = k.customer, occurred_at = k.occurred_at,
              ${moments.map((it) => `${column(it)} = k.${column(it)}`).join(', ')}
       FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[])
            k (tenant_id, id, spoken, scored, customer, occurred_at, ${moments.map(column).join(', ')})
       WHERE f.tenant_id = k.tenant_id AND f.id = k.id`,
      [
        readings.map((it) => it.tenant),
        readings.map((it) => it.id),
        of((it) => it.spoken && JSON.stringify(it.spoken)),
        of((it) => it.scored && JSON.stringify(it.scored)),
        of((it) => it.spoken?.customer),
        of((it) => it.spoken?.occurredAt),
        ...moments.map((moment) => of((it) => it[moment])),
      ],
    );
  }

  /** Keeps the highest revision of every fact. One statement may meet a fact only once, so the batch names each once. */
  async saveFacts(facts: readonly ObservedFact[]): Promise<void> {
    const of = <T>(take: (it: ObservedFact) => T): T[] => facts.map(take);
    await this.database.query(
      `INSERT INTO fact (tenant_id, id, revision, kind, value, unit, observed_at, source, touchpoint, product, supplier, segment, customer)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::int[], $4::text[], $5::float8[], $6::text[], $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
       ON CONFLICT (tenant_id, id) DO UPDATE SET (revision, kind, value, unit, observed_at, source, touchpoint, product, supplier, segment, customer)
         = (excluded.revision, excluded.kind, excluded.value, excluded.unit, excluded.observed_at, excluded.source, excluded.touchpoint, excluded.product, excluded.supplier, excluded.segment, excluded.customer)
       WHERE excluded.revision > fact.revision`,
      [
        of((it) => it.tenant), of((it) => it.id), of((it) => it.revision), of((it) => it.kind), of((it) => it.value), of((it) => it.unit), of((it) => it.observedAt), of((it) => it.source),
        of((it) => it.touchpoint), of((it) => it.product), of((it) => it.supplier), of((it) => it.segment), of((it) => it.customer),
      ],
    );
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
