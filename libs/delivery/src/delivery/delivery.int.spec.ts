import 'reflect-metadata';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { Database, DatabaseModule, dataSourceOf, drift, migrate, roleUrl } from '@vocloop/database';
import { Egress, createService, loadSettings, settingsOf, startTelemetry, type EgressAnswer, type Service } from '@vocloop/service';
import { eventually, freshDatabase, type FreshDatabase } from '@vocloop/testing';
import { Webhook } from 'standardwebhooks';
import { Deliveries, DeliveryModule, DeliveryOutcome, deliveryEntities, deliveryMigrations, deliverySettings, type Delivery, type DeliveryRequest } from '../index.js';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const schema = settingsOf(deliverySettings);

interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let database: FreshDatabase;
let receiver: Server;
let base: string;
const received: Received[] = [];
/** What each path answers, in order; the last stays. A number below 0 never answers. */
const answers = new Map<string, { status: number; headers?: Record<string, string>; body?: string }[]>();

beforeAll(async () => {
  await startTelemetry('test', {});
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const path = request.url ?? '';
      received.push({ path, headers: request.headers, body });
      const planned = answers.get(path) ?? [{ status: 204 }];
      const answer = planned.length > 1 ? planned.shift() : planned[0];
      if (answer && answer.status > 0) response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  }).listen(0);
  base = `http://127.0.0.1:${(receiver.address() as { port: number }).port}`;
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
});

const services: Service[] = [];
beforeEach(async () => {
  database = await freshDatabase();
  await migrate({ url: database.url, schema: 'parcels', migrations: deliveryMigrations, password: 'parcels' });
});
afterEach(async () => {
  await Promise.all(services.splice(0).map((it) => it.close()));
  await database.drop();
  received.splice(0);
});

/** A service that delivers, as its own role; `ended` is what its outcome was told, `fails` makes that many tellings fail. */
async function parcels(env: Record<string, string> = {}, fails = 0) {
  const settings = loadSettings(schema, {
    DATABASE_URL: roleUrl(database.url, 'parcels', 'parcels'), VOC_KEY_PEPPER: 'x'.repeat(32), LOG_LEVEL: 'silent', VOC_EGRESS_ALLOW: '127.0.0.0/8',
    VOC_DELIVERY_DELAYS: '0,0', VOC_DELIVERY_TIMEOUT_SECONDS: '1', ...env,
  });
  const ended: Delivery[] = [];
  @Injectable()
  class Told implements DeliveryOutcome {
    async arrived(delivery: Delivery): Promise<void> {
      if (fails-- > 0) throw new Error('planted');
      ended.push(delivery);
    }
    async gaveUp(delivery: Delivery): Promise<void> {
      ended.push(delivery);
    }
  }
  @Module({
    imports: [DatabaseModule.forRoot({ service: 'parcels', url: settings.DATABASE_URL, entities: deliveryEntities }), DeliveryModule.forRoot({ service: 'parcels', claimSeconds: 2 })],
    providers: [{ provide: DeliveryOutcome, useClass: Told }],
  })
  class ParcelsModule {}
  const service = await createService(ParcelsModule, { name: 'parcels', settings });
  services.push(service);
  const deliveries = service.app.get(Deliveries);
  const inTransaction = service.app.get(Database);
  return {
    service, deliveries, ended,
    transaction: <T>(work: () => Promise<T>, tenant = 'acme') => inTransaction.transaction([tenant], work),
    send: (...requests: DeliveryRequest[]) => inTransaction.transaction(['acme'], () => deliveries.sendAll(requests)),
    state: async (id: string) => (await deliveries.get('acme', id))?.state,
  };
}

let count = 0;
const parcel = (path: string, part: Partial<DeliveryRequest> = {}): DeliveryRequest => ({ id: `d-${++count}`, tenant: 'acme', about: 'issue-1', url: base + path, secret, type: 'IssueDelivered.v1', body: { n: count }, ...part });

describe('deliveries', () => {
  it('arrive signed, in the trace of what led to them, and are told', async () => {
    const { send, deliveries, ended } = await parcels();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const one = parcel('/fine', { traceparent, tag: 'logistics' });

    await send(one);
    await send(one);

    await eventually(() => expect(ended).toHaveLength(1));
    expect(received).toHaveLength(1);
    const [{ headers, body }] = received as [Received];
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual({ type: 'IssueDelivered.v1', timestamp: expect.any(String), data: one.body });
    expect(headers['webhook-id']).toBe(one.id);
    expect(headers['traceparent']).toContain('0af7651916cd43dd8448eb211c80319c');
    // It is told in the transaction that ends it, so a moment before that can be seen.
    await eventually(async () => expect((await deliveries.get('acme', one.id))?.state).toBe('arrived'));
    const shown = await deliveries.get('acme', one.id);
    expect(shown).toMatchObject({ about: 'issue-1', tag: 'logistics', nextAt: null, endedAt: expect.any(Date), attempts: [{ status: 204, error: null, at: expect.any(Date) }] });
    expect(JSON.stringify(shown)).not.toContain('whsec');
  });

  it('are tried again, each try kept with what was answered', async () => {
    answers.set('/shaky', [{ status: 500, body: `no\0${'x'.repeat(900)}` }, { status: 302, headers: { location: '/fine' } }, { status: 200 }]);
    answers.set('/down', [{ status: 503 }]);
    const { send, deliveries, ended } = await parcels();
    const [shaky, down] = [parcel('/shaky'), parcel('/down', { about: 'issue-2' })];

    await send(shaky, down);

    await eventually(() => expect(ended).toHaveLength(2));
    expect(await deliveries.get('acme', shaky.id)).toMatchObject({ state: 'gave_up', reason: expect.stringContaining('redirects'), attempts: [{ status: 500, answer: `no${'x'.repeat(498)}` }, { status: 302 }] });
    expect(await deliveries.get('acme', down.id)).toMatchObject({ state: 'gave_up', reason: 'answered 503; tried 3 times', attempts: [{ status: 503 }, { status: 503 }, { status: 503 }] });
    expect(new Set(received.filter((it) => it.path === '/down').map((it) => it.headers['webhook-id']))).toEqual(new Set([down.id]));
    expect(received.some((it) => it.path === '/fine')).toBe(false);
  });

  it('wait as long as the receiver asks', async () => {
    answers.set('/busy', [{ status: 429, headers: { 'retry-after': '3600' } }]);
    const { send, deliveries } = await parcels();
    const busy = parcel('/busy');

    await send(busy);

    const shown = await eventually(async () => {
      const it = await deliveries.get('acme', busy.id);
      expect(it?.attempts).toHaveLength(1);
      return it as Delivery;
    });
    expect(shown.state).toBe('queued');
    expect((shown.nextAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(3_500_000);
  });

  it('are none where the transaction rolls back', async () => {
    const { transaction, deliveries, state } = await parcels();
    const never = parcel('/fine');
    await expect(transaction(async () => {
      await deliveries.send(never);
      throw new Error('rolled back');
    })).rejects.toThrow('rolled back');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(received).toHaveLength(0);
    expect(await state(never.id)).toBeUndefined();
  });

  it('are replayed under the same id, with the schedule from its beginning', async () => {
    answers.set('/mended', [{ status: 404 }, { status: 500 }, { status: 500 }, { status: 200 }]);
    const { send, deliveries, ended } = await parcels();
    const mended = parcel('/mended');
    await send(mended);
    await eventually(() => expect(ended).toHaveLength(1));

    expect(await deliveries.replay('acme', mended.id)).toMatchObject({ state: 'queued' });
    expect(await deliveries.replay('other', mended.id)).toBeUndefined();

    await eventually(() => expect(ended).toHaveLength(2));
    expect(ended[1]).toMatchObject({ state: 'arrived', attempts: [{ status: 404 }, { status: 500 }, { status: 500 }, { status: 200 }] });
  });

  it('are listed newest first, a tenant its own', async () => {
    const { send, deliveries } = await parcels();
    for (const about of ['listed', 'listed', 'listed']) await send(parcel('/fine', { about }));
    const first = await deliveries.list('acme', { about: 'listed', limit: 2 });
    const second = await deliveries.list('acme', { about: 'listed', limit: 2, cursor: first.nextCursor ?? undefined });
    const ids = [...first.items, ...second.items].map((it) => it.id);
    expect(ids).toEqual([count, count - 1, count - 2].map((n) => `d-${n}`));
    expect(second.nextCursor).toBeNull();
    expect((await deliveries.list('other', { limit: 10 })).items).toEqual([]);
    expect((await deliveries.list('acme', { about: 'listed', state: 'gave_up', limit: 10 })).items).toEqual([]);
    await expect(deliveries.list('acme', { limit: 1, cursor: 'nonsense' })).rejects.toThrow('cursor');
  });

  it('do not wait for a receiver that is stuck', async () => {
    answers.set('/stuck', [{ status: -1 }]);
    const other = createServer((_, response) => response.writeHead(200).end()).listen(0);
    const { send, ended } = await parcels({ VOC_DELIVERY_PER_HOST: '2', VOC_DELIVERY_CONCURRENCY: '4', VOC_DELIVERY_DELAYS: '600' });
    const stuck = Array.from({ length: 30 }, () => parcel('/stuck'));
    const fine = Array.from({ length: 30 }, () => parcel('', { url: `http://127.0.0.1:${(other.address() as { port: number }).port}/` }));

    await send(...stuck, ...fine);

    await eventually(() => expect(ended).toHaveLength(30), 4000);
    expect(received.filter((it) => it.path === '/stuck').length).toBeLessThanOrEqual(10);
    other.closeAllConnections();
    other.close();
  });

  it('are sent again under the same id where a process died between the answer and its record', async () => {
    // One try at a time: the one that hangs is all it does from then on.
    const dying = await parcels({ VOC_DELIVERY_CONCURRENCY: '1' });
    const answered: EgressAnswer[] = [];
    const egress = dying.service.app.get(Egress);
    const post = egress.post.bind(egress);
    // The process gets the answer and dies: nothing of it is recorded, and its claim is never given back.
    let bury: () => void = () => undefined;
    egress.post = async (...call) => {
      answered.push(await post(...call));
      return new Promise<never>((_, reject) => { bury = () => reject(new Error('dead')); });
    };
    const one = parcel('/twice');
    await dying.send(one);
    await eventually(() => expect(answered).toHaveLength(1));

    const living = await parcels();
    await eventually(async () => expect(await living.state(one.id)).toBe('arrived'), 25_000).finally(() => bury());

    const ids = received.filter((it) => it.path === '/twice').map((it) => it.headers['webhook-id']);
    expect(ids).toEqual([one.id, one.id]);
    expect(living.ended).toHaveLength(1);
  }, 40_000);

  it('are recorded only together with what their service makes of them', async () => {
    const { send, ended, deliveries } = await parcels({}, 1);
    const one = parcel('/fine');
    await send(one);
    await eventually(() => expect(ended).toHaveLength(1), 20_000);
    expect(received).toHaveLength(2);
    expect((await deliveries.get('acme', one.id))?.attempts).toHaveLength(1);
  }, 30_000);

  it('go nowhere private unless the settings name it', async () => {
    const { send, ended } = await parcels({ VOC_EGRESS_ALLOW: '' });
    await send(parcel('/fine'), parcel('', { url: 'not a url' }), parcel('/fine', { secret: 'broken' }));
    await eventually(() => expect(ended).toHaveLength(3));
    expect(ended.map((it) => it.state)).toEqual(['gave_up', 'gave_up', 'gave_up']);
    expect(received).toHaveLength(0);
  });

  it('have tables that are as the entities say, and a migration that can be undone', async () => {
    const source = await dataSourceOf({ service: 'parcels', url: database.url, entities: deliveryEntities }).initialize();
    const statements = await drift(source);
    expect(statements).toEqual([]);
    const runner = source.createQueryRunner();
    await runner.startTransaction();
    await runner.query('SET LOCAL search_path = parcels');
    await new (deliveryMigrations[0] as (typeof deliveryMigrations)[number])().down(runner);
    expect(await runner.query(`SELECT to_regnamespace('pgboss_parcels') AS schema, to_regclass('parcels.delivery') AS table`)).toEqual([{ schema: null, table: null }]);
    await runner.rollbackTransaction();
    await source.destroy();
  });
});
