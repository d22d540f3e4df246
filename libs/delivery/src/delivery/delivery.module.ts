import { type DynamicModule, Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Database } from '@vocloop/database';
import { Clock, Egress, SETTINGS, Shutdown, type CommonSettings } from '@vocloop/service';
import { Queue } from '../queue/queue.js';
import type { DeliverySettings } from '../settings.js';
import { DeliveryCourier, DeliveryOutcome } from './delivery.courier.js';
import { DeliveryRepository } from './delivery.repository.js';
import { Deliveries } from './delivery.service.js';

@Injectable()
class DeliveryLife implements OnApplicationBootstrap {
  constructor(private readonly queue: Queue, private readonly courier: DeliveryCourier, private readonly shutdown: Shutdown) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.start();
    this.courier.start();
    this.shutdown.register('deliveries', async () => {
      await this.courier.stop();
      await this.queue.stop();
    });
  }
}

/** What a service that delivers hands in. */
export interface DeliveryModuleOptions {
  readonly service: string;
  /** How long after a process died its tries are taken over; for tests. */
  readonly claimSeconds?: number;
}

/** Gives a service `Deliveries`. The service lists `deliveryMigrations`, has `deliverySettings` among its settings, and may provide a `DeliveryOutcome`. */
@Module({})
export class DeliveryModule {
  static forRoot({ service, claimSeconds }: DeliveryModuleOptions): DynamicModule {
    const queue = (database: Database, settings: CommonSettings & DeliverySettings): Queue =>
      new Queue(database, { service, url: settings.DATABASE_URL, claimSeconds: claimSeconds ?? settings.VOC_DELIVERY_TIMEOUT_SECONDS + 20, perHost: settings.VOC_DELIVERY_PER_HOST });
    return {
      module: DeliveryModule,
      global: true,
      providers: [
        DeliveryRepository, Deliveries, DeliveryLife,
        { provide: Queue, useFactory: queue, inject: [Database, SETTINGS] },
        {
          provide: DeliveryCourier,
          inject: [Database, DeliveryRepository, Queue, ModuleRef, SETTINGS],
          useFactory: (database: Database, repository: DeliveryRepository, held: Queue, modules: ModuleRef, settings: DeliverySettings) =>
            new DeliveryCourier(
              { database, repository, queue: held, egress: modules.get(Egress, { strict: false }), clock: modules.get(Clock, { strict: false }), outcome: () => optional(modules) },
              { service, delays: settings.VOC_DELIVERY_DELAYS, timeoutMs: settings.VOC_DELIVERY_TIMEOUT_SECONDS * 1000, concurrency: settings.VOC_DELIVERY_CONCURRENCY, pollMs: 1000 },
            ),
        },
      ],
      exports: [Deliveries],
    };
  }
}

function optional(modules: ModuleRef): DeliveryOutcome | undefined {
  try {
    return modules.get<DeliveryOutcome>(DeliveryOutcome, { strict: false });
  } catch {
    return undefined;
  }
}
