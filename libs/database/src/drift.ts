import type { DataSource } from 'typeorm';

/** The statements that would bring the database to what the entities say; empty where migrations and entities agree. */
export async function drift(dataSource: DataSource): Promise<string[]> {
  const log = await dataSource.driver.createSchemaBuilder().log();
  return log.upQueries.map(({ query }) => query);
}
