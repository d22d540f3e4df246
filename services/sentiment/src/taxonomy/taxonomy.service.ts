import { AsyncResource } from 'node:async_hooks';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import { RetryLater } from '@vocloop/messaging';
import { checkIfMatch, Clock, conflict, invalid, SETTINGS } from '@vocloop/service';
import { Taxonomy, type TaxonomyDefinition } from '@vocloop/text';
import type { SentimentSettings } from '../config.js';
import { sound } from './taxonomy.js';
import { TaxonomyRepository, type ListedVersion, type TaxonomyVersion } from './taxonomy.repository.js';

/** What another process put is in force here after so many milliseconds; what this one put, at once. */
const freshMs = 1000;
/** So long may a transaction wait for what is made ready; most is within some milliseconds. */
const soonMs = 1000;
/** What was learnt from examples is large: the longest unused goes where all of it takes more. */
const mostBytes = 100_000_000;

interface Remembered { version: number; taxonomy: Promise<Taxonomy>; ready?: Taxonomy; until: number }

/** Each tenant's taxonomy, every version of which is kept; version 0 is the default. */
@Injectable()
export class TaxonomyService {
  private readonly remembered = new Map<string, Remembered>();
  /** Learning from examples belongs to no event, and to no transaction. */
  private readonly outside = new AsyncResource('taxonomies');

  constructor(
    private readonly taxonomies: TaxonomyRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: SentimentSettings,
  ) {}

  /** The taxonomies in force of these tenants; waits while one is made ready. */
  async of(tenants: readonly string[]): Promise<(tenant: string) => Taxonomy> {
    const ready = new Map(await Promise.all((await this.look(tenants)).map(async ([tenant, it]) => [tenant, await it.taxonomy] as const)));
    return (tenant) => ready.get(tenant) ?? Taxonomy.builtIn;
  }

  /** The same within a transaction, where nobody can wait for long: throws RetryLater while one is made ready, which is once for a version in each process. */
  async readyOf(tenants: readonly string[]): Promise<(tenant: string) => Taxonomy> {
    const known = new Map(await this.look(tenants));
    for (const [tenant, { ready, taxonomy }] of known) {
      if (ready) continue;
      await Promise.race([taxonomy.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, soonMs))]);
      if (!known.get(tenant)?.ready) throw new RetryLater(`the taxonomy of "${tenant}" is made ready`);
    }
    return (tenant) => known.get(tenant)?.ready ?? Taxonomy.builtIn;
  }

  /** A version as it was put; the one in force without a number. Undefined where there is none. */
  find(tenant: string, version?: number): Promise<TaxonomyVersion | undefined> {
    return this.database.transaction([tenant], () => this.taxonomies.find(tenant, version));
  }

  /** Newest first. */
  list(tenant: string, before: number | undefined, limit: number): Promise<ListedVersion[]> {
    return this.database.transaction([tenant], () => this.taxonomies.list(tenant, before, limit));
  }

  /** Puts a taxonomy in force, without personal data; with an `If-Match`, only over the version that it names. Examples are learnt from before it is in force. */
  async put(tenant: string, given: TaxonomyDefinition, by: string, ifMatch: string | undefined): Promise<TaxonomyVersion> {
    const definition = this.sound(given);
    const current = (await this.find(tenant))?.version ?? 0;
    checkIfMatch(ifMatch, current, 'taxonomy');
    const put: TaxonomyVersion = { version: current + 1, definition, by, at: this.clock.now() };
    const taxonomy = await Taxonomy.of(definition, put.version);
    if (!(await this.database.transaction([tenant], () => this.taxonomies.add(tenant, put)))) throw conflict('changed_meanwhile', 'Somebody else changed the taxonomy at the same moment; read it again.');
    this.remember(tenant, { version: put.version, taxonomy: Promise.resolve(taxonomy), ready: taxonomy });
    return put;
  }

  /** A definition ready to be kept or tried; throws 400, naming each thing to mend, where it is not sound. */
  sound(given: TaxonomyDefinition, prefix = ''): TaxonomyDefinition {
    const { definition, faults } = sound(given, { region: this.settings.VOC_PHONE_REGION });
    if (faults.length > 0) throw invalid(faults.map(({ path, code, detail }) => ({ pointer: [prefix, ...path].join('/'), code, detail })));
    return definition;
  }

  /** What is known of each of these tenants, after a look at what is new where that was long ago. */
  private async look(tenants: readonly string[]): Promise<[string, Remembered][]> {
    const now = this.clock.now().getTime();
    const known = new Map(tenants.flatMap((tenant) => { const it = this.remembered.get(tenant); return it && now < it.until ? [[tenant, it] as const] : []; }));
    const stale = tenants.filter((it) => !known.has(it));
    if (stale.length > 0) {
      const versions = new Map((await this.database.transaction(stale, () => this.taxonomies.versions(stale))).map((it) => [it.tenant, it.version]));
      for (const tenant of stale) known.set(tenant, this.renew(tenant, versions.get(tenant) ?? 0));
      this.shrink(tenants);
    }
    return [...known];
  }

  private renew(tenant: string, version: number): Remembered {
    const known = this.remembered.get(tenant);
    // Where this process has just put a version, it may know of one that is newer than what was read.
    if (known && known.version >= version) return this.remember(tenant, known);
    if (version === 0) return this.remember(tenant, { version, taxonomy: Promise.resolve(Taxonomy.builtIn), ready: Taxonomy.builtIn });
    const next: Omit<Remembered, 'until'> = { version, taxonomy: this.outside.runInAsyncScope(() => this.load(tenant, version)) };
    const made = this.remember(tenant, next);
    made.taxonomy.then((it) => { made.ready = it; }, () => { if (this.remembered.get(tenant) === made) this.remembered.delete(tenant); });
    return made;
  }

  private async load(tenant: string, version: number): Promise<Taxonomy> {
    const found = await this.find(tenant, version);
    if (!found) throw new Error(`version ${version} of the taxonomy of "${tenant}" is gone`);
    return Taxonomy.of(found.definition, version);
  }

  private remember(tenant: string, it: Omit<Remembered, 'until'>): Remembered {
    const remembered: Remembered = Object.assign(it, { until: this.clock.now().getTime() + freshMs });
    this.remembered.delete(tenant);
    this.remembered.set(tenant, remembered);
    return remembered;
  }

  private shrink(used: readonly string[]): void {
    let bytes = 0;
    for (const { ready } of this.remembered.values()) bytes += ready?.bytes ?? 0;
    for (const [tenant, { ready }] of this.remembered) {
      if (bytes <= mostBytes) return;
      if (!ready || used.includes(tenant)) continue;
      this.remembered.delete(tenant);
      bytes -= ready.bytes;
    }
  }
}
