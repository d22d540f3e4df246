import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import { checkIfMatch, Clock, conflict, invalid, SETTINGS } from '@vocloop/service';
import { Taxonomy, type TaxonomyDefinition } from '@vocloop/text';
import type { SentimentSettings } from '../config.js';
import { sound } from './taxonomy.js';
import { TaxonomyRepository, type TaxonomyVersion } from './taxonomy.repository.js';

/** What another process put is in force here after so many milliseconds; what this one put, at once. */
const freshMs = 1000;
/** What was learnt from examples is large: the longest unused goes where all of it takes more. */
const mostBytes = 100_000_000;

interface Remembered { taxonomy: Promise<Taxonomy>; version: number; until: number; bytes: number }

/** Each tenant's taxonomy, every version of which is kept; version 0 is the default. */
@Injectable()
export class TaxonomyService {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly taxonomies: TaxonomyRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: SentimentSettings,
  ) {}

  /** The taxonomies of these tenants. */
  async of(tenants: readonly string[]): Promise<(tenant: string) => Taxonomy> {
    const stale = tenants.filter((it) => !(this.clock.now().getTime() < (this.remembered.get(it)?.until ?? 0)));
    await this.refresh(stale);
    const ready = new Map<string, Taxonomy>();
    for (const tenant of tenants) ready.set(tenant, (await this.remembered.get(tenant)?.taxonomy) ?? Taxonomy.builtIn);
    if (stale.length > 0) this.shrink(tenants);
    return (tenant) => ready.get(tenant) ?? Taxonomy.builtIn;
  }

  /** A version as it was put; the one in force without a number. Undefined where there is none. */
  find(tenant: string, version?: number): Promise<TaxonomyVersion | undefined> {
    return this.database.transaction([tenant], async () => (version === undefined ? (await this.taxonomies.list(tenant, undefined, 1))[0] : this.taxonomies.find(tenant, version)));
  }

  /** Newest first. */
  list(tenant: string, before: number | undefined, limit: number): Promise<TaxonomyVersion[]> {
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
    this.remember(tenant, put.version, Promise.resolve(taxonomy));
    return put;
  }

  /** A definition ready to be kept or tried; throws 400, naming each thing to mend, where it is not sound. */
  sound(given: TaxonomyDefinition, prefix = ''): TaxonomyDefinition {
    const { definition, faults } = sound(given, { region: this.settings.VOC_PHONE_REGION });
    if (faults.length > 0) throw invalid(faults.map(({ path, code, detail }) => ({ pointer: [prefix, ...path].join('/'), code, detail })));
    return definition;
  }

  private async refresh(tenants: readonly string[]): Promise<void> {
    if (tenants.length === 0) return;
    const versions = new Map((await this.database.transaction(tenants, () => this.taxonomies.versions(tenants))).map((it) => [it.tenant, it.version]));
    await Promise.all(tenants.map(async (tenant) => {
      const version = versions.get(tenant) ?? 0;
      const known = this.remembered.get(tenant);
      // Where a process has just put a version, it may know of one that is newer than what was read.
      if (known && known.version >= version) this.remember(tenant, known.version, known.taxonomy);
      else this.remember(tenant, version, version === 0 ? Promise.resolve(Taxonomy.builtIn) : this.load(tenant, version));
      const now = this.remembered.get(tenant);
      if (now) now.bytes = (await now.taxonomy).bytes;
    }));
  }

  private shrink(used: readonly string[]): void {
    let bytes = 0;
    for (const it of this.remembered.values()) bytes += it.bytes;
    for (const [tenant, it] of this.remembered) {
      if (bytes <= mostBytes) return;
      if (used.includes(tenant)) continue;
      this.remembered.delete(tenant);
      bytes -= it.bytes;
    }
  }

  private async load(tenant: string, version: number): Promise<Taxonomy> {
    try {
      const found = await this.find(tenant, version);
      if (!found) throw new Error(`version ${version} of the taxonomy of "${tenant}" is gone`);
      return await Taxonomy.of(found.definition, version);
    } catch (error) {
      this.remembered.delete(tenant);
      throw error;
    }
  }

  private remember(tenant: string, version: number, taxonomy: Promise<Taxonomy>): void {
    this.remembered.delete(tenant);
    this.remembered.set(tenant, { taxonomy, version, until: this.clock.now().getTime() + freshMs, bytes: 0 });
  }
}
