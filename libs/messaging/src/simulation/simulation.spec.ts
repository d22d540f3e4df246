import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { plants } from './plants.testing.js';
import { type Run, simulate } from './run.testing.js';

Logger.overrideLogger(false);

const wholeNumber = (name: string): number | undefined => {
  const given = process.env[name];
  if (given !== undefined && !/^[1-9]\d*$/.test(given)) throw new Error(`${name} must be a whole number from 1 on, not "${given}"`);
  return given === undefined ? undefined : Number(given);
};
const only = wholeNumber('VOC_SEED');
const seeds = wholeNumber('VOC_SEEDS') ?? 2000;
const perTest = 50;
/** Far beyond what it takes, for machines that are busy with other things. */
const patienceMs = 240_000;
const counted = new Map<string, number>();

const violated = ({ seed, violations, lines }: Run): Error => new Error([
  `seed ${seed}: ${violations.map(({ fault, what }) => `${fault}: ${what}`).join('\n')}`,
  'The last that happened:', ...lines,
  `Again: VOC_SEED=${seed} npm test -- unit simulation`,
].join('\n'));

/** Whatever seed fails is told with its last steps, and how to see it again. */
async function holds(seed: number): Promise<void> {
  const run = await simulate(seed);
  for (const [what, times] of run.counts) counted.set(what, (counted.get(what) ?? 0) + times);
  if (run.violations.length > 0) throw violated(run);
}

if (only !== undefined) describe(`the world of seed ${only}`, () => {
  it('keeps what is promised', async () => holds(only));
});
else describe('the loop in a simulated world', () => {
  it.each(Array.from({ length: Math.ceil(seeds / perTest) }, (_, n) => [n * perTest + 1, Math.min(seeds, (n + 1) * perTest)]))('keeps what is promised, seeds %i to %i', async (first, last) => {
    for (let seed = first; seed <= last; seed++) await holds(seed);
  }, patienceMs);

  it('meets every kind of fault often', () => {
    const kinds = [
      'crash', 'freeze', 'zombie woken', 'clock jump', 'rolling restart', 'orderly stop',
      'connection lost', 'commit in doubt', 'lock waited for', 'postgres restarts', 'postgres ends sessions',
      'append in doubt', 'gap in offsets', 'fetch elsewhere', 'kafka restarts',
      'poison', 'broken', 'flaky', 'later', 'garbled record', 'operator replays', 'operator discards',
    ];
    expect(kinds.filter((kind) => (counted.get(kind) ?? 0) < seeds / 20)).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5])('is the same again for the same seed: %i', async (seed) => {
    const [one, other] = [await simulate(seed), await simulate(seed)];
    expect(other.fingerprint).toBe(one.fingerprint);
    expect((await simulate(seed + 1)).fingerprint).not.toBe(one.fingerprint);
  });

  describe('shows a fault that was planted:', () => {
    it.each(plants)('$planted: $fault', async ({ plant, fault }) => {
      const found = new Set<string>();
      for (let seed = 1; seed <= 100 && !found.has(fault); seed++) for (const it of (await simulate(seed, plant)).violations) found.add(it.fault);
      expect([...found]).toContain(fault);
    }, patienceMs);
  });
});
