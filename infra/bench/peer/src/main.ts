// One stage of the peer as a process: PEER_STAGE says which.
import 'reflect-metadata';
import { type INestApplicationContext, Module, StandardSchemaValidationPipe, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { answering } from '../../child.mjs';
import { IngestionController } from './ingestion.js';
import { IssuesController } from './issues.js';
import { kafka, Shared } from './providers.js';
import { ReportingController } from './reporting.js';
import { RoutingController } from './routing.js';
import { SentimentController } from './sentiment.js';

const stages: Record<string, Type> = { ingestion: IngestionController, sentiment: SentimentController, issues: IssuesController, routing: RoutingController, reporting: ReportingController };
const stage = process.env['PEER_STAGE']!;

@Module({ imports: [Shared], controllers: [stages[stage]!] })
class StageModule {}

let url: string | undefined;
let app: INestApplicationContext;
if (stage === 'ingestion') {
  const http = await NestFactory.create<NestFastifyApplication>(StageModule, new FastifyAdapter(), { logger: ['error'] });
  http.useGlobalPipes(new StandardSchemaValidationPipe());
  http.getHttpAdapter().getInstance().get('/health/live', () => ({ status: 'ok' }));
  await http.listen(0, '127.0.0.1');
  url = (await http.getUrl()).replace('localhost', '127.0.0.1');
  app = http;
} else {
  const microservice = await NestFactory.createMicroservice(StageModule, { ...kafka, logger: ['error'] });
  await microservice.listen();
  app = microservice;
}
process.once('SIGTERM', () => void app.close().finally(() => process.exit()));
answering(() => ({ url }));
