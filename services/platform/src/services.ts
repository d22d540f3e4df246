import { migrate, roleUrl } from '@vocloop/database';
import { IngestionModule, ingestionService } from '@vocloop/ingestion';
import { IssuesModule, issuesService } from '@vocloop/issues';
import { logMigrations } from '@vocloop/messaging';
import { ReportingModule, reportingService } from '@vocloop/reporting';
import { RoutingModule, routingService } from '@vocloop/routing';
import { SentimentModule, sentimentService } from '@vocloop/sentiment';
import { accessMigrations } from '@vocloop/service';

/** The five services, in the order of the loop. */
export const services = [
  { ...ingestionService, module: IngestionModule },
  { ...sentimentService, module: SentimentModule },
  { ...issuesService, module: IssuesModule },
  { ...routingService, module: RoutingModule },
  { ...reportingService, module: ReportingModule },
] as const;

/** Brings the database of an owner to the present: the shared schemas first, then each service's. Safe to run again, and from several processes. */
export async function migrateAll(ownerUrl: string, passwordOf: (service: string) => string): Promise<void> {
  await migrate({ url: ownerUrl, schema: 'log', migrations: logMigrations });
  for (const { name, migrations } of services) await migrate({ url: ownerUrl, schema: name, migrations, password: passwordOf(name) });
  await migrate({ url: ownerUrl, schema: 'access', migrations: accessMigrations });
}

/** A service's environment: what it is started with, whether in this process or in one of its own. */
export function environmentOf(service: string, options: { ownerUrl: string; password: string; pepper: string; brokers?: string }, env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return {
    ...env,
    DATABASE_URL: roleUrl(options.ownerUrl, service, options.password),
    VOC_KEY_PEPPER: env['VOC_KEY_PEPPER'] || options.pepper,
    LOG_LEVEL: env['LOG_LEVEL'] || 'warn',
    ...(options.brokers ? { VOC_LOG: 'kafka', KAFKA_BROKERS: options.brokers } : { VOC_LOG: 'postgres' }),
  };
}
