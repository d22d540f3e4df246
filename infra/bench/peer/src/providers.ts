// What the peer's stages share: a data source, repositories and a Kafka client as Nest's guide has them.
import { Module, type Provider } from '@nestjs/common';
import { ClientKafka, Transport, type KafkaOptions } from '@nestjs/microservices';
import { logLevel } from 'kafkajs';
import { lastValueFrom } from 'rxjs';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { entities } from './entities.js';

const brokers = [process.env['PEER_BROKERS']!];
const stage = process.env['PEER_STAGE']!;

const dataSource = {
  provide: DataSource,
  useFactory: () => new DataSource({ type: 'postgres', url: process.env['PEER_DATABASE']!, entities, poolSize: 20, synchronize: false }).initialize(),
};

/** A repository, injected by its entity's class. */
export const repository = (entity: EntityTarget<ObjectLiteral>): Provider => ({ provide: entity as never, useFactory: (source: DataSource) => source.getRepository(entity), inject: [DataSource] });

/** Emits an event and waits until Kafka has it, so that nothing is acknowledged that could still be lost. */
export class Events {
  private readonly client = new ClientKafka({ client: { brokers, clientId: stage, logLevel: logLevel.ERROR }, producer: { allowAutoTopicCreation: false }, producerOnlyMode: true });

  async emit(topic: string, key: string, value: object): Promise<void> {
    await lastValueFrom(this.client.emit(topic, { key, value }));
  }
}

@Module({ providers: [dataSource, Events, ...entities.map(repository)], exports: [DataSource, Events, ...entities] })
export class Shared {}

/** Nest's stock Kafka transport: one message at a time a partition, several partitions at once. */
export const kafka: KafkaOptions = {
  transport: Transport.KAFKA,
  options: {
    client: { brokers, clientId: stage, logLevel: logLevel.ERROR },
    consumer: { groupId: `peer-${stage}`, allowAutoTopicCreation: false },
    run: { partitionsConsumedConcurrently: Number(process.env['PEER_CONCURRENCY']) },
    subscribe: { fromBeginning: true },
  },
};
