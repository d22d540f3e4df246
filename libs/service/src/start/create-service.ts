import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DynamicModule, Type } from '@nestjs/common';
import { DiscoveryService, NestFactory, Reflector } from '@nestjs/core';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@vocloop/database';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { Logger } from 'nestjs-pino';
import { Admission } from '../access/admission.js';
import { refuseUnguarded } from '../access/unguarded.js';
import { Health } from '../health/health.js';
import { VERSION, type Version } from '../health/health.controller.js';
import { answerWithin } from '../limits/answer-within.js';
import { readJsonBodies } from '../limits/json-body.js';
import { ApiDocument, openApiOf } from '../openapi/openapi.js';
import { problemOf } from '../problem/problem-of.js';
import { answerProblem, faultOfHead, refuseExpectation, refuseUnreadable } from '../problem/unreadable.js';
import type { CommonSettings } from '../settings/settings.js';
import { asService } from '../telemetry/current-service.js';
import { processLogger } from '../telemetry/logging.js';
import { traceRequests } from '../telemetry/request-trace.js';
import { ServiceModule } from './service.module.js';
import { Shutdown } from './shutdown.js';

/** A service's module: built from its settings (`static forRoot(settings)`), or given as it is. */
export type ServiceModuleOf<Settings> = { forRoot(settings: Settings): DynamicModule } | Type<unknown> | DynamicModule;

/** What a service is made from: its name, its parsed settings, and what brings it events. */
export interface ServiceOptions<Settings extends CommonSettings> {
  readonly name: string;
  readonly settings: Settings;
  /** The transport that brings events to the handlers; asked for once the application's providers stand. */
  readonly strategy?: (app: NestFastifyApplication) => CustomTransportStrategy;
  /** Nobody waits longer for an answer, in milliseconds, but where a route takes time: 28,000, longer than anybody waits for a lock or a connection, shorter than proxies wait, and our own client. */
  readonly longestWait?: number;
}

/** A service that stands but does not listen yet. */
export interface Service {
  readonly name: string;
  readonly app: NestFastifyApplication;
  readonly health: Health;
  /** Begins to take events. */
  consume(): Promise<void>;
  /** Takes events, then requests; resolves to the address. */
  listen(port?: number): Promise<string>;
  /** Answers a request that another server took: several services may stand behind one port. */
  dispatch(request: IncomingMessage, response: ServerResponse): void;
  /** Stops in order: not ready, no more requests, no more events, workers, database. Once, however often it is called. */
  close(): Promise<void>;
}

/** Puts the transport's errors to nobody but the transport, and every other error of HTTP into our words. */
class Adapter extends FastifyAdapter {
  override mapException(error: unknown): unknown {
    return problemOf(error);
  }

  /** What comes after its time has been answered already; Fastify would tell the log, with the whole URL. */
  override reply(...[response, body, status]: Parameters<FastifyAdapter['reply']>): ReturnType<FastifyAdapter['reply']> {
    return 'sent' in response && response.sent ? response : super.reply(response, body, status);
  }
}

/** Limits of every HTTP server of ours: a slow sender has 30 s for a request, 10 s for its headers; who is slow is looked for every 5 s. A missing Host is our own to refuse. */
export const serverLimits = { requestTimeout: 30_000, headersTimeout: 10_000, connectionsCheckingInterval: 5000, keepAliveTimeout: 72_000, maxHeaderSize: 16_384, requireHostHeader: false } as const;

/** Makes a service: its module wired and initialised, neither listening nor consuming. */
export function createService<Settings extends CommonSettings>(module: ServiceModuleOf<Settings>, options: ServiceOptions<Settings>): Promise<Service> {
  return asService(options.name, () => create(module, options));
}

async function create<Settings extends CommonSettings>(given: ServiceModuleOf<Settings>, { name, settings, strategy, longestWait = 28_000 }: ServiceOptions<Settings>): Promise<Service> {
  const module = 'forRoot' in given ? given.forRoot(settings) : given;
  const { requestTimeout, keepAliveTimeout, ...http } = serverLimits;
  const adapter = new Adapter({
    loggerInstance: processLogger(settings.LOG_LEVEL),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: settings.VOC_BODY_LIMIT,
    requestTimeout,
    keepAliveTimeout,
    http,
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) => answerProblem(reply.raw, problemOf(error)),
    forceCloseConnections: 'idle',
    // What still comes on an open connection while it stops is carried out (the database is closed last), and told to go elsewhere next.
    return503OnClosing: false,
    skipMiddie: true,
    routerOptions: { maxParamLength: 500 },
  });
  const fastify = adapter.getInstance();
  fastify.server.on('checkExpectation', refuseExpectation);
  traceRequests(fastify, name);
  answerWithin(fastify, longestWait);
  const app = await NestFactory.create<NestFastifyApplication>(ServiceModule.around({ name, settings, module }), adapter, { bodyParser: false, bufferLogs: true, abortOnError: false });
  app.useLogger(app.get(Logger));
  const admission = app.get(Admission);
  admitBeforeReading(fastify, admission);
  readJsonBodies(fastify, (request, bytes) => admission.charge(request, bytes));
  const transport = strategy && closingOnce(strategy(app));
  if (transport) app.connectMicroservice({ strategy: transport }, { inheritAppConfig: false });
  refuseUnguarded(app.get(DiscoveryService), app.get(Reflector));
  registerDatabase(app);
  await app.init();
  await fastify.ready();
  app.get(ApiDocument).document = openApiOf(app, name, app.get<Version>(VERSION).version);
  return serviceOf(name, settings, app, transport);
}

function serviceOf(name: string, settings: CommonSettings, app: NestFastifyApplication, transport: CustomTransportStrategy | undefined): Service {
  const fastify = app.getHttpAdapter().getInstance();
  const health = app.get(Health);
  let consuming: Promise<unknown> | undefined;
  let closing: Promise<void> | undefined;
  const consume = async (): Promise<void> => void (await (consuming ??= asService(name, () => app.startAllMicroservices())));
  const close = async (): Promise<void> => {
    health.stop();
    await fastify.close();
    await transport?.close();
    const failures = await app.get(Shutdown).run();
    await app.close();
    if (failures.length > 0) throw new AggregateError(failures, `${name} did not stop cleanly`);
  };
  return {
    name, app, health, consume,
    listen: async (port = settings.PORT) => {
      await consume();
      return asService(name, () => fastify.listen({ port, host: settings.HOST }));
    },
    dispatch: (request, response) => fastify.routing(request, response),
    close: () => (closing ??= asService(name, close)),
  };
}

/** A head has to be right, and whoever sends a body needs a key and leave to send it before any of it is read; requests without one are judged by their route's guard. */
function admitBeforeReading(fastify: FastifyInstance, admission: Admission): void {
  fastify.addHook('onRequest', async (request) => {
    const fault = faultOfHead(request.raw);
    if (fault) throw fault;
    if (request.method !== 'GET' && request.method !== 'HEAD') await admission.admit(request);
  });
}

/** Nest closes its transports once more than we do. */
function closingOnce(strategy: CustomTransportStrategy): CustomTransportStrategy {
  const close = strategy.close.bind(strategy);
  let closed: Promise<void> | undefined;
  strategy.close = () => (closed ??= (async () => void (await close()))());
  return strategy;
}

function registerDatabase(app: NestFastifyApplication): void {
  const database = found(app);
  if (database) app.get(Health).register('database', async () => void (await database.transaction([], () => database.query('SELECT 1'))));
}

function found(app: NestFastifyApplication): Database | undefined {
  try {
    return app.get(Database, { strict: false });
  } catch {
    return undefined;
  }
}
