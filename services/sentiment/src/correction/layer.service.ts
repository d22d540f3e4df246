import { AsyncResource } from 'node:async_hooks';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { FeedbackRevised, type EventOf, type Feedback, type FeedbackReceived } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Clock, notFound, Shutdown } from '@vocloop/service';
import { Layer as TaughtLayer, type Own } from '@vocloop/text';
import { isCustomers } from '../score/scoring.js';
import { beginningOf } from './lesson.js';
import { LessonService } from './lesson.service.js';
import { LayerRepository, type ListedLayer, type Said, type Standing } from './layer.repository.js';

/** What changed in the database is known here after so many milliseconds. */
const freshMs = 1000;
/** Corrections come in bursts: who has just learnt waits so long before it learns again. */
const restMs = 15_000;
/** Who looks at a tenant leaves it to nobody else for so long: what failed, or died with its process, has its next turn then. */
const againMs = 25_000;
/** A layer takes a quarter of a megabyte for each side: the longest unused goes where all take more. */
const mostBytes = 100_000_000;

type Layer = Own['layer'];
interface Remembered { version: number; layer: Layer; until: number }

/**
 * Each tenant's own layer over the model, learnt from what people said of its scores. It is learnt in the background by whichever process scores for the
 * tenant, or looks first, put away as a version, and in force within a minute of the correction; a tenant may hold on to any version, or to none.
 */
@Injectable()
export class LayerService implements OnApplicationBootstrap {
  private readonly log = new Logger('layer');
  private readonly remembered = new Map<string, Remembered>();
  /** When each tenant's corrections were last learnt here. */
  private readonly learnt = new Map<string, number>();
  /** Whose are learnt, or wait for it. */
  private readonly waiting = new Set<string>();
  /** One layer is learnt at a time. */
  private learning: Promise<void> = Promise.resolve();
  /** Learning belongs to no event, and to no transaction. */
  private readonly outside = new AsyncResource('layers');
  private readonly closing = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly layers: LayerRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly lessons: LessonService,
    shutdown: Shutdown,
  ) {
    shutdown.register('layers', async () => {
      this.closing.abort();
      clearInterval(this.timer);
      await this.looking;
      await this.learning;
    });
  }

  onApplicationBootstrap(): void {
    const look = (): void => { this.looking = this.looking.then(() => this.look()).catch((error: Error) => this.log.warn(`corrections are not looked at now: ${error.message}`)); };
    this.timer = setInterval(look, restMs).unref();
    look();
  }

  /** Keeps what people said of labels and themes in these events, and forgets what they withdrew; in the running transaction. */
  async receive(events: readonly EventOf<typeof FeedbackReceived | typeof FeedbackRevised>[]): Promise<void> {
    const newest = new Map<string, Said>();
    for (const { tenantid: tenant, time, type, data: { feedback } } of events) {
      const key = `${tenant} ${feedback.id}`;
      if (type === FeedbackRevised.type && feedback.revision > (newest.get(key)?.revision ?? 0)) newest.set(key, saidOf(tenant, time, feedback));
    }
    await this.layers.keep([...newest.values()], this.clock.now());
  }

  /** The layers in force of these tenants, where they have one. */
  async of(tenants: readonly string[]): Promise<(tenant: string) => Layer> {
    const now = this.clock.now().getTime();
    const known = new Map(tenants.flatMap((tenant) => { const it = this.remembered.get(tenant); return it && now < it.until ? [[tenant, it.layer] as const] : []; }));
    const stale = tenants.filter((it) => !known.has(it));
    if (stale.length > 0) {
      for (const [tenant, layer] of await this.refresh(stale)) known.set(tenant, layer);
      this.shrink(tenants);
    }
    return (tenant) => known.get(tenant);
  }

  /** Every version that is kept, newest first, and which is in force. */
  async list(tenant: string): Promise<{ standing: Standing; versions: ListedLayer[] }> {
    return this.database.transaction([tenant], async () => {
      const [[standing], versions] = await Promise.all([this.layers.standings([tenant], this.lessons.beside), this.layers.list(tenant)]);
      return { standing: standing!, versions };
    });
  }

  /** Holds on to a version (0: the model alone), or, with null, follows the newest. Throws 404 where there is no such version. */
  async choose(tenant: string, version: number | null): Promise<void> {
    if (!(await this.database.transaction([tenant], () => this.layers.choose(tenant, version)))) throw notFound('version of the layer', String(version));
    const known = this.remembered.get(tenant);
    if (known) known.until = 0;
  }

  /** Looks at tenants of whom there may be more to learn: where nothing is scored for them nobody else would, and what was to be learnt may have failed, or died with its process. */
  private async look(): Promise<void> {
    if (this.closing.signal.aborted || this.waiting.size > 0) return;
    const now = this.clock.now();
    const until = new Date(now.getTime() + againMs);
    const tenants = await this.database.transaction([], () => this.layers.take(now, until));
    if (tenants.length === 0) return;
    const more = await this.database.transaction(tenants, async () => {
      const standings = await this.layers.standings(tenants, this.lessons.beside);
      await this.layers.settle(standings.flatMap((it) => (it.more ? [] : [it.tenant])), until);
      return standings.flatMap((it) => (it.more ? [it.tenant] : []));
    });
    for (const tenant of more) this.learnSoon(tenant);
  }

  private async refresh(tenants: readonly string[]): Promise<[string, Layer][]> {
    const standings = await this.database.transaction(tenants, () => this.layers.standings(tenants, this.lessons.beside));
    const found: [string, Layer][] = [];
    for (const { tenant, version, more } of standings) {
      const known = this.remembered.get(tenant);
      const layer = known?.version === version ? known.layer : await this.load(tenant, version);
      this.remembered.delete(tenant);
      this.remembered.set(tenant, { version, layer, until: this.clock.now().getTime() + freshMs });
      found.push([tenant, layer]);
      if (more) this.learnSoon(tenant);
    }
    return found;
  }

  private shrink(used: readonly string[]): void {
    let bytes = 0;
    for (const { layer } of this.remembered.values()) bytes += layer?.taught.bytes ?? 0;
    for (const [tenant, { layer }] of this.remembered) {
      if (bytes <= mostBytes) return;
      if (!layer || used.includes(tenant)) continue;
      this.remembered.delete(tenant);
      bytes -= layer.taught.bytes;
    }
  }

  private async load(tenant: string, version: number): Promise<Layer> {
    const weights = version === 0 ? undefined : await this.database.transaction([tenant], () => this.layers.weights(tenant, version));
    return weights && { version, taught: TaughtLayer.decode(weights) };
  }

  /** Learns beside the work at hand, one tenant after the other. */
  private learnSoon(tenant: string): void {
    const now = this.clock.now().getTime();
    if (this.closing.signal.aborted || this.waiting.has(tenant) || now < (this.learnt.get(tenant) ?? -Infinity) + restMs) return;
    this.learnt.set(tenant, now);
    this.waiting.add(tenant);
    this.learning = this.outside.runInAsyncScope(() => this.learning.then(() => this.learn(tenant)))
      .catch((error: Error) => { if (!this.closing.signal.aborted) this.log.warn(`the corrections of "${tenant}" could not be learnt: ${error.message}`); })
      .finally(() => this.waiting.delete(tenant));
  }

  private async learn(tenant: string): Promise<void> {
    if (this.closing.signal.aborted) return;
    const [standing, { lessons, count, until }] = await this.database.transaction([tenant], async () => [(await this.layers.standings([tenant], this.lessons.beside))[0]!, await this.layers.lessons(tenant)] as const);
    // What was seen may not have been committed, or another process may have learnt it.
    if (!standing.more) return;
    const { corrections, ordinary, taxonomy } = await this.lessons.of(tenant, lessons.toReversed());
    const layer = await TaughtLayer.learn(corrections, ordinary, this.closing.signal);
    const version = standing.newest + 1;
    const added = await this.database.transaction([tenant], () => this.layers.add(tenant, { version, weights: layer.encode(), learned: layer.learned, model: this.lessons.beside, taxonomy, learnedUntil: until, corrections: count, at: this.clock.now() }));
    const followed = layer.learned.flatMap(({ language, label, themes }) => [...(label.follows ? [`label (${language})`] : []), ...themes.flatMap((it) => (it.follows ? [`${it.id} (${language})`] : []))]);
    if (added) this.log.log(`layer ${version} of "${tenant}": ${count} corrections; followed: ${followed.join(', ') || 'nothing yet'}`);
  }
}

function saidOf(tenant: string, time: string, { id, revision, text, language, correction, author }: Feedback): Said {
  const said = { tenant, feedbackId: id, revision, at: correction?.at ?? time };
  const { label, themes } = correction ?? {};
  return (label || themes) && text?.trim() && isCustomers({ author }) ? { ...said, text: beginningOf(text), language, label, themes } : said;
}
