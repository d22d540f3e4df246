import { Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import type { Kept } from '../feedback/contribution.js';
import type { Cell } from '../feedback/rollup.js';
import { add, figure, metrics, nothing, shapes, type Audience, type Dimension, type Figure, type Metric, type Sums } from './metric.js';
import { MetricRepository, type FactSum, type Range } from './metric.repository.js';
import { podOf, type Owners } from './ownership.js';

export interface MetricQuery {
  readonly metric: Metric;
  readonly by?: Dimension | undefined;
  readonly key?: string | undefined;
  readonly audience: Audience;
  readonly from: string;
  readonly to: string;
}
type Shape = (typeof shapes)[Metric];
export interface MetricAnswer extends Pick<MetricQuery, 'metric' | 'audience' | 'from' | 'to'>, Shape {
  readonly by: Dimension | 'all';
  readonly items: readonly ({ readonly key: string } & Figure)[];
  readonly days: readonly ({ readonly day: string } & Figure)[];
}
export type Summary = Pick<MetricQuery, 'from' | 'to'> & Record<Audience, Record<Metric, Figure>> & { readonly facts: readonly FactSum[] };

const place: Kept = 'place';

/** Figures from the rollups, never from the feedback itself. */
@Injectable()
export class MetricService {
  constructor(
    private readonly database: Database,
    private readonly metrics: MetricRepository,
  ) {}

  /** Adds what a batch changes, in the consumer's transaction. */
  add(cells: readonly Cell[]): void {
    this.metrics.add(cells);
  }

  async changeOwners(tenant: string, rulesVersion: number, owners: Owners, at: string): Promise<void> {
    await this.metrics.saveOwners(tenant, rulesVersion, owners, at);
  }

  /** One metric over a range: an item for every value of the dimension, and a series by day of all of them or of the value asked for. */
  async measure(tenant: string, query: MetricQuery): Promise<MetricAnswer> {
    const { metric, by, audience, from, to } = query;
    const range = { tenant, audience, from, to };
    const { items, days } = await this.database.transaction([tenant], async () => (by === 'pod' ? this.ofPods(range, query) : this.ofValues(range, query, by ?? 'all')));
    return {
      metric, by: by ?? 'all', audience, from, to, ...shapes[metric],
      items: items.sort((a, b) => b.n - a.n || (a.value < b.value ? -1 : 1)).map(({ value, ...sums }) => ({ key: value || 'all', ...figure(metric, sums) })),
      days: days.map(({ day, ...sums }) => ({ day, ...figure(metric, sums) })),
    };
  }

  /** Every metric over a range: customers, and staff's suggestions apart from them. */
  async summarise(tenant: string, from: string, to: string): Promise<Summary> {
    return this.database.transaction([tenant], async () => {
      const totals = async (audience: Audience): Promise<Record<Metric, Figure>> => {
        const found = new Map((await this.metrics.totals({ tenant, audience, from, to })).map(({ metric, ...sums }) => [metric, sums]));
        return Object.fromEntries(metrics.map((it) => [it, figure(it, found.get(it) ?? nothing)])) as Record<Metric, Figure>;
      };
      return { from, to, customers: await totals('customers'), staff: await totals('staff'), facts: await this.metrics.factSums(tenant, from, to) };
    });
  }

  private async ofValues(range: Range, { metric, key }: MetricQuery, dimension: Kept) {
    const found = await this.metrics.sumsByValue(range, metric, dimension);
    const items = key === undefined ? found : found.filter((it) => it.value === key);
    const days = key === undefined ? await this.metrics.sumsByDay(range, metric, 'all', ['']) : await this.metrics.sumsByDay(range, metric, dimension, [key]);
    return { items, days };
  }

  /** Pods own places today that others owned yesterday: their figures are put together when they are read. */
  private async ofPods(range: Range, { metric, key }: MetricQuery) {
    const owners = await this.metrics.owners(range.tenant);
    const places = await this.metrics.sumsByValue(range, metric, place);
    const byPod = new Map<string, Sums>();
    for (const { value, ...sums } of places) byPod.set(podOf(owners, value), add(byPod.get(podOf(owners, value)) ?? nothing, sums));
    const items = [...byPod].filter(([pod]) => key === undefined || pod === key).map(([value, sums]) => ({ value, ...sums }));
    const owned = places.map((it) => it.value).filter((it) => key === undefined || podOf(owners, it) === key);
    return { items, days: await this.metrics.sumsByDay(range, metric, place, owned) };
  }
}
