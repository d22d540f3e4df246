import { Injectable } from '@nestjs/common';
import { storableJson } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import type { Kept } from '../feedback/contribution.js';
import type { Cell } from '../feedback/rollup.js';
import type { Audience, Metric, Sums } from './metric.js';
import type { Owners } from './ownership.js';

/** Which cells to read: days are inclusive, in UTC. */
export interface Range {
  readonly tenant: string;
  readonly audience: Audience;
  readonly from: string;
  readonly to: string;
}
export interface FactSum {
  readonly kind: string;
  readonly unit: string | null;
  readonly n: number;
  readonly value: number;
}

const sums = `sum(n)::float8 AS n, sum(sum)::float8 AS sum, sum(squares)::float8 AS squares, sum(high)::float8 AS high, sum(low)::float8 AS low`;

@Injectable()
export class MetricRepository {
  constructor(private readonly database: Database) {}

  /** Adds what a batch changes; `cells` come in one order for all, so that batches wait for each other and never deadlock. */
  add(cells: readonly Cell[]): void {
    if (cells.length === 0) return;
    const of = <T>(take: (it: Cell) => T): T[] => cells.map(take);
    this.database.atCommit(
      `INSERT INTO rollup AS r (tenant_id, audience, dimension, metric, value, day, n, sum, squares, high, low)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[])
       ON CONFLICT (tenant_id, audience, dimension, metric, value, day) DO UPDATE
       SET n = r.n + excluded.n, sum = r.sum + excluded.sum, squares = r.squares + excluded.squares, high = r.high + excluded.high, low = r.low + excluded.low`,
      [
        of((it) => it.tenant), of((it) => it.audience), of((it) => it.dimension), of((it) => it.metric), of((it) => it.value), of((it) => it.day),
        of((it) => it.n), of((it) => it.sum), of((it) => it.squares), of((it) => it.high), of((it) => it.low),
      ],
    );
  }

  sumsByValue({ tenant, audience, from, to }: Range, metric: Metric, dimension: Kept): Promise<(Sums & { value: string })[]> {
    return this.database.query(
      `SELECT value, ${sums} FROM rollup WHERE tenant_id = $1 AND audience = $2 AND dimension = $3 AND metric = $4 AND day BETWEEN $5 AND $6
       GROUP BY value HAVING sum(n) > 0`,
      [tenant, audience, dimension, metric, from, to],
    );
  }

  /** By day, of these values of the dimension. */
  sumsByDay({ tenant, audience, from, to }: Range, metric: Metric, dimension: Kept, values: readonly string[]): Promise<(Sums & { day: string })[]> {
    return this.database.query(
      `SELECT day::text, ${sums} FROM rollup WHERE tenant_id = $1 AND audience = $2 AND dimension = $3 AND metric = $4 AND value = ANY ($5) AND day BETWEEN $6 AND $7
       GROUP BY day HAVING sum(n) > 0 ORDER BY day`,
      [tenant, audience, dimension, metric, values, from, to],
    );
  }

  totals({ tenant, audience, from, to }: Range): Promise<(Sums & { metric: Metric })[]> {
    return this.database.query(`SELECT metric, ${sums} FROM rollup WHERE tenant_id = $1 AND audience = $2 AND dimension = 'all' AND day BETWEEN $3 AND $4 GROUP BY metric`, [tenant, audience, from, to]);
  }

  factSums(tenant: string, from: string, to: string): Promise<FactSum[]> {
    return this.database.query(
      `SELECT kind, nullif(unit, '') AS unit, sum(n)::int AS n, sum(value)::float8 AS value FROM fact_sum
       WHERE tenant_id = $1 AND day BETWEEN $2 AND $3 GROUP BY kind, unit HAVING sum(n) > 0 ORDER BY kind, unit`,
      [tenant, from, to],
    );
  }

  async owners(tenant: string): Promise<Owners | undefined> {
    const [row] = await this.database.query<{ owners: Owners }>(`SELECT owners FROM ownership WHERE tenant_id = $1`, [tenant]);
    return row?.owners;
  }

  /** Keeps the last version of the rules. */
  async saveOwners(tenant: string, rulesVersion: number, owners: Owners, at: string): Promise<void> {
    await this.database.query(
      `INSERT INTO ownership AS o (tenant_id, rules_version, owners, at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (tenant_id) DO UPDATE SET rules_version = excluded.rules_version, owners = excluded.owners, at = excluded.at WHERE excluded.rules_version > o.rules_version`,
      [tenant, rulesVersion, storableJson(owners), at],
    );
  }
}
