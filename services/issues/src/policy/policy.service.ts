import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import { checkIfMatch, Clock, conflict } from '@vocloop/service';
import { defaultPolicy, type Policy } from './policy.js';
import { PolicyRepository, type PolicyVersion } from './policy.repository.js';

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

  /** Sets a tenant's policy; With an `If-Match`, only over the version that it names. `then` runs in the same transaction, once it holds. */
  change(tenant: string, body: Policy, by: string, ifMatch: string | undefined, then: () => Promise<void>): Promise<PolicyVersion> {
    return this.database.transaction([tenant], async () => {
      const current = (await this.policies.current([tenant])).get(tenant) ?? unset;
      checkIfMatch(ifMatch, current.version, 'policy');
      const policy: PolicyVersion = { version: current.version + 1, body, by, at: this.clock.now().toISOString() };
      if (!(await this.policies.add(tenant, policy))) throw conflict('changed_meanwhile', 'Somebody else changed the policy at the same moment; read it again.');
      await then();
      return policy;
    });
  }
}

const unset: PolicyVersion = { version: 0, body: defaultPolicy, by: 'default', at: new Date(0).toISOString() };
