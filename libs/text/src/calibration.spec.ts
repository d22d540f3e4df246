import { expect, it } from '@jest/globals';
import { fitShares, logistic, shareOf } from './calibration.js';
import { randomOf } from './linear.js';

it('finds the shares behind what happened', () => {
  const random = randomOf(3);
  const rows = Array.from({ length: 20_000 }, () => {
    const numbers = [random() * 4 - 2, random()];
    return { numbers, so: random() < logistic(0.5 + 2 * (numbers[0] as number) - (numbers[1] as number)), counts: 1 };
  });
  const weights = fitShares(rows);
  [0.5, 2, -1].forEach((it, at) => expect(Math.abs((weights[at] as number) - it)).toBeLessThan(0.15));
  expect(shareOf(weights, 2, 0)).toBeGreaterThan(0.95);
});
