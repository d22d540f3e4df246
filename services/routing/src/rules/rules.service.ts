import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { OwnershipChanged, type DataOf } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Publisher } from '@vocloop/messaging';
import { Clock } from '@vocloop/service';
import { builtInRules, type Rules } from './rules.js';
import { parseRules, type RulesFile } from './rules-file.js';
import { RulesRepository, type Origin, type RulesVersion } from './rules.repository.js';
import type { Fault } from './rules-yaml.js';

/** A tenant's rules and their version; version 0 is what is built in. */
export interface RulesInForce {
  readonly version: number;
  readonly rules: Rules;
}

/** A file that someone wants to be in force. */
export interface Candidate {
  readonly tenant: string;
  readonly yaml: string;
  readonly origin: Origin;
  readonly by: string;
}

/** What came of a candidate. */
export type Adoption =
  | { readonly outcome: 'adopted' | 'unchanged'; readonly version: number; readonly rules: Rules }
  | { readonly outcome: 'faulty'; readonly faults: readonly Fault[] };

const mostRemembered = 500;

/** The versions of every tenant's rules. A version never changes, so those that were read stay in memory, ready to decide. */
@Injectable()
export class RulesService {
  private readonly remembered = new Map<string, RulesInForce>();

  constructor(
    private readonly database: Database,
    private readonly repository: RulesRepository,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
  ) {}

  /** The rules of each of these tenants, in the running transaction; they stay in force until it ends. */
  async inForce(tenants: readonly string[]): Promise<ReadonlyMap<string, RulesInForce>> {
    const [, versions] = await Promise.all([this.repository.holdStill(tenants), this.repository.versionsInForce(tenants)]);
    await this.remember(versions.filter((it) => !this.remembered.has(keyOf(it))));
    const loaded = new Map(versions.map((it) => [it.tenant, this.remembered.get(keyOf(it))!]));
    while (this.remembered.size > mostRemembered) this.remembered.delete(this.remembered.keys().next().value!);
    return new Map(tenants.map((tenant) => [tenant, loaded.get(tenant) ?? { version: 0, rules: builtInRules }]));
  }

  async inForceFor(tenant: string): Promise<RulesInForce> {
    return this.database.transaction([tenant], async () => (await this.inForce([tenant])).get(tenant)!);
  }

  /** A version as it was given, its secrets masked; the one in force without a number. */
  async find(tenant: string, version?: number): Promise<RulesVersion | undefined> {
    return this.database.transaction([tenant], async () => (version === undefined ? this.repository.findInForce(tenant) : (await this.repository.findVersions([{ tenant, version }]))[0]));
  }

  async list(tenant: string, before: number | undefined, limit: number): Promise<RulesVersion[]> {
    return this.database.transaction([tenant], () => this.repository.list(tenant, before, limit));
  }

  /** Whether the file that was loaded last, if any, is this one: then a start leaves alone what the API has put since. */
  async isLastFile(tenant: string, yaml: string): Promise<boolean> {
    return this.database.transaction([tenant], async () => {
      const [last, parsed] = [await this.repository.findLastOfOrigin(tenant, 'file'), parseRules(yaml, await this.secrets(tenant))];
      return parsed.ok && last?.digest === digestOf(parsed.file);
    });
  }

  /** Locks the rules against change and against being decided by, in the running transaction, and answers the version in force (0: built in). */
  async lock(tenant: string): Promise<number> {
    await this.repository.lockForChange(tenant);
    return (await this.repository.findInForce(tenant))?.version ?? 0;
  }

  /** What a file would be as rules; nothing is stored. */
  async check(tenant: string, yaml: string): Promise<ReturnType<typeof parseRules>> {
    return parseRules(yaml, await this.secrets(tenant));
  }

  /** Puts a file in force, in the running transaction, which has locked the rules. The same content again is no new version. */
  async adopt({ tenant, yaml, origin, by }: Candidate): Promise<Adoption> {
    const parsed = await this.check(tenant, yaml);
    if (!parsed.ok) return { outcome: 'faulty', faults: parsed.faults };
    const { file } = parsed;
    const current = await this.repository.findInForce(tenant);
    const digest = digestOf(file);
    if (current?.digest === digest) return { outcome: 'unchanged', version: current.version, rules: file.rules };
    const version = (current?.version ?? 0) + 1;
    const at = this.clock.now();
    await this.repository.add({ tenant, version, yaml: file.yaml, digest, origin, by, at }, file.secrets);
    this.publisher.publish(OwnershipChanged, tenant, { rulesVersion: version, ...ownershipOf(file.rules), at: at.toISOString() });
    return { outcome: 'adopted', version, rules: file.rules };
  }

  private async secrets(tenant: string): Promise<Map<string, string>> {
    return new Map((await this.repository.secretsOf([tenant])).map(({ pod, secret }) => [pod, secret]));
  }

  private async remember(missing: readonly { tenant: string; version: number }[]): Promise<void> {
    if (missing.length === 0) return;
    const secrets = Map.groupBy(await this.repository.secretsOf(missing.map(({ tenant }) => tenant)), ({ tenant }) => tenant);
    for (const { tenant, version, yaml } of await this.repository.findVersions(missing)) {
      const parsed = parseRules(yaml, new Map(secrets.get(tenant)?.map(({ pod, secret }) => [pod, secret])));
      if (!parsed.ok) throw new Error(`version ${version} of the rules of "${tenant}" cannot be read: ${parsed.faults[0]?.detail}`);
      this.remembered.set(keyOf({ tenant, version }), { version, rules: parsed.file.rules });
    }
  }
}

const keyOf = ({ tenant, version }: { tenant: string; version: number }): string => `${tenant}/${version}`;

/** With the secrets: a new secret is a new version, too. */
const digestOf = ({ yaml, secrets }: RulesFile): string => createHash('sha256').update(JSON.stringify([yaml, [...secrets].sort()])).digest('hex');

function ownershipOf({ pods, triage, touchpoints, products }: Rules): Pick<DataOf<typeof OwnershipChanged>, 'pods' | 'triage' | 'touchpoints' | 'products'> {
  const owners = (owned: Rules['touchpoints']): Record<string, string> => Object.fromEntries([...owned.values()].map(({ name, pod }) => [name, pod]));
  return { pods: [...pods.values()].map(({ id, name }) => ({ id, name })), triage, touchpoints: owners(touchpoints), products: owners(products) };
}
