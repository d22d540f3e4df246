import { Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';

@Injectable()
export class PodRepository {
  constructor(private readonly database: Database) {}

  /** Whom a webhook went to, as its body says. */
  async podOfDelivery(tenant: string, id: string): Promise<string | undefined> {
    const rows = await this.database.query<{ pod: string }>(`SELECT body::jsonb->'data'->>'pod' AS pod FROM delivery WHERE tenant_id = $1 AND id = $2`, [tenant, id]);
    return rows[0]?.pod;
  }
}
