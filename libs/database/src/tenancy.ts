import type { QueryRunner } from 'typeorm';

const tenant = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The statement that lets the transaction see exactly these tenants. Throws where a name is not a slug, since names are joined by commas. */
export function tenantsStatement(tenants: readonly string[]): string {
  for (const it of tenants) if (!tenant.test(it)) throw new Error(`"${it}" is not a tenant's name: lower-case letters, digits and dashes`);
  return `${lets}'${tenants.join(',')}', true)`;
}

const lets = `SELECT set_config('voc.tenants', `;
/** Whether it is what tenantsStatement made. */
export const isTenantsStatement = (text: unknown): text is string => typeof text === 'string' && text.startsWith(lets);

/**
 * Makes a table (which has `tenant_id text NOT NULL`) a tenant's own: row-level security enabled and forced, for reading and writing.
 * The sub-select makes Postgres read the setting once for a statement, not once for a row.
 */
export async function tenantTable(runner: QueryRunner, table: string): Promise<void> {
  const visible = `tenant_id = ANY ((SELECT string_to_array(current_setting('voc.tenants', true), ','))::text[])`;
  await runner.query(`ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY`);
  await runner.query(`ALTER TABLE "${table}" FORCE ROW LEVEL SECURITY`);
  await runner.query(`CREATE POLICY tenant ON "${table}" USING (${visible}) WITH CHECK (${visible})`);
}
