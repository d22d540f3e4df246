import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import { Clock } from '@vocloop/service';
import { defaultPolicy, type Policy } from './policy.js';
import { PolicyRepository, type PolicyVersion } from './policy.repository.js';

export type Changed = { readonly outcome: 'changed'; readonly policy: PolicyVersion } | { readonly outcome: 'stale'; readonly current: PolicyVersion };

/** Each tenant's policy, every version of which is kept. */
@Injectable()
export class PolicyService {
  constructor(
    @Inject(PolicyRepository) private readonly policies: PolicyRepository,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The policies of these tenants, in the running transaction. */
  async of(tenants: readonly string[]): Promise<(tenant: string) => Policy> {
    const current = await this.policies.current(tenants);
    return (tenant) => current.get(tenant)?.body ?? defaultPolicy;
  }

  current(tenant: string): Promise<PolicyVersion> {
    return this.database.transaction([tenant], async () => (await this.policies.current([tenant])).get(tenant) ?? unset);
  }

  history(tenant: string): Promise<PolicyVersion[]> {
    return this.database.transaction([tenant], () => this.policies.history(tenant, 200));
  }

  /** Sets a tenant's policy; `expected` is the version that the caller saw, undefined where it does not mind. `then` runs in the same transaction, once it holds. */
  change(tenant: string, body: Policy, by: string, expected: number | undefined, then: () => Promise<void>): Promise<Changed> {
    return this.database.transaction([tenant], async () => {
      const current = (await this.policies.current([tenant])).get(tenant) ?? unset;
      if (expected !== undefined && expected !== current.version) return { outcome: 'stale', current };
      const policy: PolicyVersion = { version: current.version + 1, body, by, at: this.clock.now().toISOString() };
      const added = await this.policies.add(tenant, policy);
      if (!added) return { outcome: 'stale', current: { ...current, version: current.version + 1 } };
      await then();
      return { outcome: 'changed', policy };
    });
  }
}

const unset: PolicyVersion = { version: 0, body: defaultPolicy, by: 'default', at: new Date(0).toISOString() };
