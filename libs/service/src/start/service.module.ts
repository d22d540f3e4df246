import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule, ModuleRef, Reflector } from '@nestjs/core';
import { Database } from '@vocloop/database';
import { LoggerModule } from 'nestjs-pino';
import { AccessGuard } from '../access/access.guard.js';
import { Admission } from '../access/admission.js';
import { ApiKeys } from '../access/api-keys.js';
import { TokenBuckets } from '../access/token-bucket.js';
import { Clock } from '../clock/clock.js';
import { Egress } from '../egress/egress.js';
import { Health } from '../health/health.js';
import { HealthController, VERSION, versionOf } from '../health/health.controller.js';
import { ApiDocument, apiDocumentController } from '../openapi/openapi.js';
import { ProblemFilter } from '../problem/problem.filter.js';
import { ValidationPipe } from '../problem/validation.pipe.js';
import type { CommonSettings } from '../settings/settings.js';
import { nestLogger } from '../telemetry/logging.js';
import { Shutdown } from './shutdown.js';

/** The token of a service's parsed settings: `@Inject(SETTINGS) settings: MySettings`. */
export const SETTINGS = 'voc:settings';

interface Options {
  readonly name: string;
  readonly settings: CommonSettings;
  readonly module: Type<unknown> | DynamicModule;
}

/** The module around a service's own: what every service has. */
@Module({})
export class ServiceModule {
  static around({ name, settings, module }: Options): DynamicModule {
    const keys = (modules: ModuleRef) => new ApiKeys(() => modules.get(Database, { strict: false }), settings.VOC_KEY_PEPPER);
    const admission = (modules: ModuleRef) => new Admission(() => modules.get(ApiKeys, { strict: false }), new TokenBuckets(settings.VOC_RATE_LIMIT));
    return {
      module: ServiceModule,
      global: true,
      imports: [DiscoveryModule, LoggerModule.forRoot(nestLogger(settings.LOG_LEVEL)), module],
      controllers: [HealthController, apiDocumentController(name)],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: VERSION, useValue: versionOf(name, settings.VOC_COMMIT) },
        Clock, Health, Shutdown, ApiDocument,
        { provide: Egress, useFactory: () => new Egress(settings.VOC_EGRESS_ALLOW) },
        { provide: ApiKeys, useFactory: keys, inject: [ModuleRef] },
        { provide: Admission, useFactory: admission, inject: [ModuleRef] },
        { provide: APP_GUARD, useFactory: (reflector: Reflector, its: Admission) => new AccessGuard(reflector, its), inject: [Reflector, Admission] },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: ValidationPipe },
      ],
      exports: [SETTINGS, Clock, Health, Shutdown, Egress, ApiKeys],
    };
  }
}
