// Nest's stock Kafka server with a trivial handler: a message at a time a partition, a transaction each, which notes the id (so that it has its effect once), the effect and nothing else.
import 'reflect-metadata';
import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, KafkaContext, Payload, Transport } from '@nestjs/microservices';
import { logLevel } from 'kafkajs';
import { DataSource } from 'typeorm';
import { answering } from '../../child.mjs';

const [url, brokers] = [process.env['STOCK_DATABASE']!, process.env['STOCK_BROKERS']!];
const dataSource = await new DataSource({ type: 'postgres', url, poolSize: 20 }).initialize();
await dataSource.query('CREATE TABLE inbox (event_id uuid PRIMARY KEY)');
await dataSource.query('CREATE TABLE effect (tenant_id text NOT NULL, id uuid NOT NULL, touchpoint text NOT NULL)');

let taken = 0;
let began = 0;
let wanted = 0;
let enough: (seconds: number) => void;

@Controller()
class StockController {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  @EventPattern('stock.feedback')
  async take(@Payload() data: { feedback: { touchpoint: string } }, @Ctx() context: KafkaContext): Promise<void> {
    began ||= performance.now();
    const id = String(context.getMessage().headers?.['ce_id']);
    await this.source.transaction(async (manager) => {
      const added = (await manager.query('INSERT INTO inbox VALUES ($1) ON CONFLICT DO NOTHING RETURNING 1', [id])) as unknown[];
      if (added.length > 0) await manager.query('INSERT INTO effect VALUES ($1, $2, $3)', ['default', id, data.feedback.touchpoint]);
    });
    if (++taken >= wanted) enough((performance.now() - began) / 1000);
  }
}

@Module({ controllers: [StockController], providers: [{ provide: DataSource, useValue: dataSource }] })
class StockModule {}

answering(async ({ count, partitions }: { count: number; partitions: number }) => {
  [taken, began, wanted] = [0, 0, count];
  const seconds = new Promise<number>((resolve) => { enough = resolve; });
  const app = await NestFactory.createMicroservice(StockModule, {
    logger: ['error'],
    transport: Transport.KAFKA,
    options: { client: { brokers: [brokers], logLevel: logLevel.ERROR }, consumer: { groupId: 'stock' }, run: { partitionsConsumedConcurrently: partitions }, subscribe: { fromBeginning: true } },
  });
  await app.listen();
  const answer = { perSecond: count / (await seconds) };
  await app.close();
  return answer;
});
