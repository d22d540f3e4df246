import { describe, expect, it } from '@jest/globals';
import { LogStrategy, type StrategyOptions } from './strategy.js';

/** A strategy on a log whose topics come when `topics` says so. */
function given(topics: Promise<void>) {
  const said: string[] = [];
  const nothing = { all: [], add: () => undefined, maintain: async () => undefined, start: () => said.push('relay'), close: async () => undefined };
  const options = {
    parts: { logger: { warn: (it: string) => said.push(it) }, topics: { ensure: () => topics }, database: { transaction: async (_: string[], work: () => Promise<void>) => work() }, consumers: nothing, log: nothing },
    consumers: nothing, relay: nothing, publishes: [], partitions: 1, startMs: 20,
  };
  return { said, strategy: new LogStrategy(options as unknown as StrategyOptions) };
}
const listened = async (strategy: LogStrategy): Promise<unknown> => new Promise((resolve) => { void strategy.listen(resolve); });

describe('a start', () => {
  it('waits for a log that answers', async () => {
    const { said, strategy } = given(Promise.resolve());
    expect(await listened(strategy)).toBeUndefined();
    expect(said).toEqual(['relay']);
    await strategy.close();
  });

  it('does not wait for one that is away, and goes on when it is back', async () => {
    let back: () => void = () => undefined;
    const { said, strategy } = given(new Promise((resolve) => { back = resolve; }));
    expect(await listened(strategy)).toBeUndefined();
    expect(said).toEqual(['requests are taken while the log is away']);
    back();
    await new Promise((resolve) => setImmediate(resolve));
    expect(said).toContain('relay');
    await strategy.close();
  });

  it('fails where the log refuses', async () => {
    const { strategy } = given(Promise.reject(new Error('not authorised')));
    expect(await listened(strategy)).toMatchObject({ message: 'not authorised' });
  });
});
