import { Injectable } from '@nestjs/common';
import { storableJson, type DataOf, type FactObserved } from '@vocloop/contracts';
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

// A join with unnest alone may be planned as a look at all of a tenant's rows; the arrays say that the key's index is enough. Ids are unique among tenants.
const byKey = `f.tenant_id = ANY ($1::text[]) AND f.id = ANY ($2::uuid[])`;

@Injectable()
export class FeedbackRepository {
  constructor(private readonly database: Database) {}

  /**
   * Makes those that nobody made yet, and says which they were; the others are to be locked and joined. All in one order, so that batches wait
   * for each other and never deadlock: whoever locks has ended its inserts, and what it locks was there before them.
   */
  async make(readings: readonly KnownReading[]): Promise<FeedbackKey[]> {
    return this.database.query(
      `INSERT INTO feedback (${names}) SELECT * FROM ${rows} ON CONFLICT DO NOTHING RETURNING tenant_id AS tenant, id`,
      columnsOf(inOrder(readings)),
    );
  }

  /** Locks these feedback until the transaction ends and says what is known of them. */
  async lock(keys: readonly FeedbackKey[]): Promise<KnownReading[]> {
    const found = await this.database.query<Row>(
      `SELECT f.tenant_id AS tenant, f.id, f.spoken, f.scored, ARRAY[${moments.map((it) => iso(`f.${column(it)}`)).join(', ')}] AS moments
       FROM feedback f WHERE ${byKey}
       ORDER BY f.tenant_id COLLATE "C", f.id FOR UPDATE OF f`,
      [keys.map((it) => it.tenant), keys.map((it) => it.id)],
    );
    return found.map(({ tenant, id, spoken, scored, moments: times }) => ({
      tenant,
      id,
      reading: { spoken: spoken ?? undefined, scored: scored ?? undefined, ...Object.fromEntries(moments.map((it, at) => [it, times[at] ?? undefined])) },
    }));
  }

  async save(readings: readonly KnownReading[]): Promise<void> {
    await this.database.query(
      `UPDATE feedback f SET ${changes} FROM ${rows} WHERE f.tenant_id = k.tenant_id AND f.id = k.id AND ${byKey}`,
      columnsOf(readings),
    );
  }

  /** Keeps the highest revision of every fact, and the sums of each day in step with it. One statement may meet a fact only once, so the batch names each once. */
  async saveFacts(facts: readonly ObservedFact[]): Promise<void> {
    const of = <T>(take: (it: ObservedFact) => T): T[] => facts.map(take);
    await this.database.query(
      `WITH saved AS (
       INSERT INTO fact (tenant_id, id, revision, kind, value, unit, observed_at, source, touchpoint, product, supplier, segment, customer)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::int[], $4::text[], $5::float8[], $6::text[], $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
       ON CONFLICT (tenant_id, id) DO UPDATE SET (revision, kind, value, unit, observed_at, source, touchpoint, product, supplier, segment, customer)
         = (excluded.revision, excluded.kind, excluded.value, excluded.unit, excluded.observed_at, excluded.source, excluded.touchpoint, excluded.product, excluded.supplier, excluded.segment, excluded.customer)
       WHERE excluded.revision > fact.revision
       RETURNING ${factColumns.map((it) => `old.${it} AS old_${it}, new.${it}`).join(', ')}
       ), change AS (
         SELECT tenant_id, kind, unit, observed_at, 1 AS n, value FROM saved
         UNION ALL SELECT old_tenant_id, old_kind, old_unit, old_observed_at, -1, -old_value FROM saved WHERE old_tenant_id IS NOT NULL
       )
       INSERT INTO fact_sum AS s (tenant_id, kind, unit, day, n, value)
       SELECT tenant_id, kind, coalesce(unit, ''), (observed_at AT TIME ZONE 'UTC')::date, sum(n), sum(value::numeric) FROM change GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
       ON CONFLICT (tenant_id, kind, unit, day) DO UPDATE SET n = s.n + excluded.n, value = s.value + excluded.value`,
      [
        of((it) => it.tenant), of((it) => it.id), of((it) => it.revision), of((it) => it.kind), of((it) => it.value), of((it) => it.unit), of((it) => it.observedAt), of((it) => it.source),
        of((it) => it.touchpoint), of((it) => it.product), of((it) => it.supplier), of((it) => it.segment), of((it) => it.customer),
      ],
    );
  }
}

const factColumns = ['tenant_id', 'kind', 'unit', 'observed_at', 'value'];

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const inOrder = (readings: readonly KnownReading[]): KnownReading[] => [...readings].sort((a, b) => compare(a.tenant, b.tenant) || compare(a.id, b.id));

// A reading as columns: the same for making and for saving.
const fields: readonly (readonly [name: string, type: string])[] = [
  ['tenant_id', 'text'], ['id', 'uuid'], ['spoken', 'jsonb'], ['scored', 'jsonb'], ['customer', 'text'], ['occurred_at', 'timestamptz'],
  ...moments.map((it) => [column(it), 'timestamptz'] as const),
];
const names = fields.map(([name]) => name).join(', ');
const rows = `unnest(${fields.map(([, type], at) => `$${at + 1}::${type}[]`).join(', ')}) k (${names})`;
const changes = fields.slice(2).map(([name]) => `${name} = k.${name}`).join(', ');

function columnsOf(readings: readonly KnownReading[]): unknown[][] {
  const of = <T>(take: (it: Reading) => T): T[] => readings.map((it) => take(it.reading));
  return [
    readings.map((it) => it.tenant),
    readings.map((it) => it.id),
    of((it) => it.spoken && storableJson(it.spoken)),
    of((it) => it.scored && storableJson(it.scored)),
    of((it) => it.spoken?.customer),
    of((it) => it.spoken?.occurredAt),
    ...moments.map((moment) => of((it) => it[moment])),
  ];
}
