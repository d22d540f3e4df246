import { AsyncResource } from 'node:async_hooks';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { FeedbackRevised, type EventOf, type FeedbackReceived } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Clock, notFound, Shutdown } from '@vocloop/service';
import { Corrections, type Before, type Own, type SentimentModel } from '@vocloop/text';
import { SENTIMENT_MODEL } from '../score/model.js';
import { isCustomers } from '../score/scoring.js';
import { LayerRepository, type LayerVersion, type Standing } from './layer.repository.js';

/** What changed in the database is known here after so many milliseconds. */
const freshMs = 1000;
/** Corrections come in bursts: who has just learnt waits so long before it learns again. */
const restMs = 15_000;
/** A layer takes 0.8 MB: the longest unused goes where there are more. */
const mostLayers = 100;

type Layer = Own['layer'];
interface Remembered { standing: Standing; layer: Layer; until: number; learnedAt: number; learning?: Promise<void> }

/**
 * Each tenant's own layer over the model, learnt from what people said of its scores. It is learnt in the background by whichever process scores for the
 * tenant, put away as a version, and in force within a minute of the correction; a tenant may hold on to any version, or to none.
 */
@Injectable()
export class LayerService {
  private readonly log = new Logger('layer');
  private readonly remembered = new Map<string, Remembered>();
  /** Learning belongs to no event, and to no transaction. */
  private readonly outside = new AsyncResource('layers');
  private closing = false;

  constructor(
    private readonly layers: LayerRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(SENTIMENT_MODEL) private readonly model: SentimentModel,
    shutdown: Shutdown,
  ) {
    shutdown.register('layers', async () => {
      this.closing = true;
      await Promise.all([...this.remembered.values()].flatMap((it) => it.learning ?? []));
    });
  }

  /** Keeps what people said of labels in these events, and forgets what they withdrew; in the running transaction. */
  async receive(events: readonly EventOf<typeof FeedbackReceived | typeof FeedbackRevised>[]): Promise<void> {
    const newest = new Map(events.filter((it) => it.type === FeedbackRevised.type).map((it) => [`${it.tenantid} ${it.data.feedback.id}`, it]));
    const said = [...newest.values()].map(({ tenantid: tenant, data: { feedback } }) => ({ tenant, feedbackId: feedback.id, feedback }));
    const taught = said.flatMap(({ tenant, feedbackId, feedback: { text, correction, author } }) => (correction?.label && text?.trim() && isCustomers({ author }) ? [{ tenant, feedbackId, text, label: correction.label, at: correction.at }] : []));
    const kept = new Set(taught.map((it) => it.feedbackId));
    const withdrawn = said.filter((it) => !kept.has(it.feedbackId));
    await Promise.all([this.layers.keep(taught), this.layers.forget(withdrawn)]);
    // Where nothing else is scored for the tenant, nobody would look.
    if (taught.length > 0) this.database.afterCommit(this, () => this.lookLater([...new Set(taught.map(({ tenant }) => tenant))]));
  }

  /** The layers in force of these tenants, where they have one. */
  async of(tenants: readonly string[]): Promise<(tenant: string) => Layer> {
    const now = this.clock.now().getTime();
    const stale = tenants.filter((it) => !(now < (this.remembered.get(it)?.until ?? 0)));
    await this.refresh(stale);
    const ready = new Map(tenants.map((it) => [it, this.remembered.get(it)?.layer]));
    if (stale.length > 0) this.shrink(tenants);
    return (tenant) => ready.get(tenant);
  }

  /** Every version that is kept, newest first, and which is in force. */
  async list(tenant: string): Promise<{ standing: Standing; versions: LayerVersion[] }> {
    return this.database.transaction([tenant], async () => {
      const [[standing], versions] = await Promise.all([this.layers.standings([tenant]), this.layers.list(tenant)]);
      return { standing: standing!, versions };
    });
  }

  /** Holds on to a version (0: the model alone), or, with null, follows the newest. Throws 404 where there is no such version. */
  async choose(tenant: string, version: number | null): Promise<void> {
    await this.database.transaction([tenant], async () => {
      if (version !== null && version !== 0 && !(await this.layers.find(tenant, version))) throw notFound('version of the layer', String(version));
      await this.layers.choose(tenant, version);
    });
    this.remembered.delete(tenant);
  }

  private lookLater(tenants: readonly string[]): void {
    this.outside.runInAsyncScope(() => setTimeout(() => {
      if (!this.closing) this.of(tenants).catch((error: Error) => this.log.warn(`corrections are not looked at now: ${error.message}`));
    }, restMs + freshMs).unref());
  }

  private async refresh(tenants: readonly string[]): Promise<void> {
    if (tenants.length === 0) return;
    const standings = await this.database.transaction(tenants, () => this.layers.standings(tenants));
    for (const standing of standings) {
      const { tenant, version } = standing;
      const known = this.remembered.get(tenant);
      const layer = known?.standing.version === version ? known.layer : await this.load(tenant, version);
      const now = this.clock.now().getTime();
      const next: Remembered = { learnedAt: -Infinity, ...known, standing, layer, until: now + freshMs };
      this.remembered.delete(tenant);
      this.remembered.set(tenant, next);
      if (standing.more && !next.learning && now >= next.learnedAt + restMs && !this.closing) this.begin(tenant, next, now);
    }
  }

  private shrink(used: readonly string[]): void {
    let layers = [...this.remembered.values()].filter((it) => it.layer).length;
    for (const [tenant, { layer, learning }] of this.remembered) {
      if (layers <= mostLayers) return;
      if (!layer || learning || used.includes(tenant)) continue;
      this.remembered.delete(tenant);
      layers--;
    }
  }

  private async load(tenant: string, version: number): Promise<Layer> {
    const found = version === 0 ? undefined : await this.database.transaction([tenant], () => this.layers.find(tenant, version));
    return found && { version, taught: Corrections.decode(found.weights) };
  }

  /** Learns beside the work at hand. */
  private begin(tenant: string, known: Remembered, now: number): void {
    known.learnedAt = now;
    known.learning = this.outside.runInAsyncScope(() => this.learn(tenant, known.standing.newest + 1))
      .catch((error: Error) => this.log.warn(`the corrections of "${tenant}" could not be learnt: ${error.message}`))
      .finally(() => { delete this.remembered.get(tenant)?.learning; });
  }

  private async learn(tenant: string, version: number): Promise<void> {
    const { taught, count, until } = await this.database.transaction([tenant], () => this.layers.corrections(tenant));
    const english = taught.filter(({ text }) => this.model.read(text).score.language.code === 'en');
    const layer = await Corrections.learn(english, (text) => this.model.read(text, 'en').score as Before);
    // Another process may have learnt the same meanwhile: then its version is the one.
    const added = await this.database.transaction([tenant], () => this.layers.add(tenant, { version, weights: layer.encode(), learnedUntil: until, corrections: count, at: this.clock.now() }));
    const { follows, before, after } = layer.learned;
    if (added) this.log.log(`layer ${version} of "${tenant}": ${count} corrections, ${follows ? 'followed' : 'not followed'} (right about ${Math.round(after * 100)} % of those held out, the model about ${Math.round(before * 100)} %)`);
  }
}
