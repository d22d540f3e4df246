import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HandoffRequested } from '@vocloop/contracts';
import { History } from './history.js';
import type { LogHome } from './log.conformance.js';
import type { EventLog, LogRecord } from './log.js';
import { aTopic } from './reader.testing.js';

/** What history gives of every log, whatever it is kept in. Run it in a *.int.spec.ts. */
export function describeHistory(name: string, home: LogHome): void {
  describe(`history on ${name}`, () => {
    let log: EventLog;
    beforeAll(async () => { log = await home.open(); });
    afterAll(async () => log.close());

    const headers = { 'content-type': 'application/json', ce_specversion: '1.0', ce_source: 'here', ce_type: HandoffRequested.type };
    const event = (topic: string, partition: number, id: string, tenant = 'acme'): LogRecord => ({ topic, partition, key: 'k', value: Buffer.from(JSON.stringify(HandoffRequested.example)), headers: { ...headers, ce_tenantid: tenant, ce_id: id } });
    const lastOf = (name: string) => async (most: number, { tenant = 'acme', within = 1000 } = {}) => {
      const { events, reach } = await new History(log).last({ topic: { ...HandoffRequested.topic, name }, definitions: [HandoffRequested], tenant, most, within });
      return [events.map(({ id }) => id).sort().join(''), reach];
    };

    it("gives a tenant's newest events, without what is none, and nothing of an empty topic", async () => {
      const topic = await aTopic(log, 2);
      const last = lastOf(topic);
      expect(await last(10)).toEqual(['', 'beginning']);
      await log.append([event(topic, 0, 'a'), event(topic, 0, 'b'), event(topic, 0, 'c'), event(topic, 0, 'd'), { ...event(topic, 1, 'no event'), headers: {} }, event(topic, 1, 'e')]);
      expect(await last(4, { within: 4 })).toEqual(['cde', 'bound']);
      expect(await last(4)).toEqual(['bcde', 'enough']);
      expect(await last(100)).toEqual(['abcde', 'beginning']);
      expect(await last(100, { tenant: 'globex' })).toEqual(['', 'beginning']);
    }, 60_000);

    it("looks back through others' events for a tenant's few, as far as it may", async () => {
      const topic = await aTopic(log, 2);
      const last = lastOf(topic);
      const others = Array.from({ length: 400 }, (_, n) => event(topic, n % 2, `other-${n}`, 'globex'));
      await log.append([event(topic, 0, 'a')]);
      await sleep(5);
      await log.append([event(topic, 1, 'b'), ...others.slice(0, 200), event(topic, 1, 'c'), ...others.slice(200)]);
      expect(await last(2)).toEqual(['bc', 'enough']);
      expect(await last(4)).toEqual(['abc', 'beginning']);
      expect(await last(2, { within: 300 })).toEqual(['c', 'bound']);
    }, 60_000);
  });
}
