// A service of ours whose handler does next to nothing: it notes each event's id and touchpoint. Consumes until it has taken so many, once for each time it is asked.
import { Controller, Inject, Module } from '@nestjs/common';
import { FeedbackReceived, type EventOf } from '@vocloop/contracts';
import { Database, DatabaseModule, migrate, roleUrl } from '@vocloop/database';
import { logStrategy, MessagingModule, messagingMigrations, On } from '@vocloop/messaging';
import { accessMigrations, createService, loadSettings, prepareProcess, settingsOf, type CommonSettings } from '@vocloop/service';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { answering } from '../../child.mjs';

class CreateEffect1760000000000 implements MigrationInterface {
  name = 'CreateEffect1760000000000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE effect (tenant_id text NOT NULL, id uuid NOT NULL, touchpoint text NOT NULL)');
  }
  async down(): Promise<void> {}
}

let taken = 0;
let began = 0;
let enough: (seconds: number) => void;
let wanted = 0;

@Controller()
class TrivialHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  @On(FeedbackReceived)
  async take(events: EventOf<typeof FeedbackReceived>[]): Promise<void> {
    began ||= performance.now();
    await this.database.query(`INSERT INTO effect SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[])`, [events.map(({ tenantid }) => tenantid), events.map(({ id }) => id), events.map(({ data }) => data.feedback.touchpoint)]);
    this.database.afterCommit(this, () => {
      taken += events.length;
      if (taken >= wanted) enough((performance.now() - began) / 1000);
    });
  }
}

@Module({})
class TrivialModule {
  static forRoot(settings: CommonSettings) {
    return {
      module: TrivialModule,
      imports: [DatabaseModule.forRoot({ service: 'trivial', url: settings.DATABASE_URL, entities: [] }), MessagingModule.forRoot({ service: 'trivial', settings, publishes: [] })],
      controllers: [TrivialHandler],
    };
  }
}

answering(async ({ ownerUrl, brokers, count }: { ownerUrl: string; brokers: string; count: number }) => {
  if (wanted === 0) {
    await migrate({ url: ownerUrl, schema: 'trivial', migrations: [...messagingMigrations, CreateEffect1760000000000], password: 'bench' });
    await migrate({ url: ownerUrl, schema: 'access', migrations: accessMigrations });
  }
  [taken, began, wanted] = [0, 0, count];
  const settings = loadSettings(settingsOf({}), { DATABASE_URL: roleUrl(ownerUrl, 'trivial', 'bench'), VOC_KEY_PEPPER: 'a pepper for the bench, of more than thirty-two characters', LOG_LEVEL: 'error', VOC_LOG: 'kafka', KAFKA_BROKERS: brokers, VOC_KAFKA_CLIENT: process.env['VOC_KAFKA_CLIENT'] });
  await prepareProcess('trivial', settings);
  const seconds = new Promise<number>((resolve) => { enough = resolve; });
  const service = await createService(TrivialModule, { name: 'trivial', settings, strategy: logStrategy });
  await service.consume();
  const answer = { perSecond: count / (await seconds) };
  await service.close();
  return answer;
});
