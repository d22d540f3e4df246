import { describe, expect, it } from '@jest/globals';
import { fit, product, randomOf } from './linear.js';
import { RowsBuilder } from './rows.js';

/** Rows of a word that decides, a word that does not, and a constant. */
function plain() {
  const rows = new RowsBuilder();
  const random = randomOf(1);
  const sides = Int8Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? 1 : -1));
  for (const side of sides) {
    rows.add(side > 0 ? 0 : 1, 1);
    rows.add(2 + Math.floor(random() * 20), 1);
    rows.add(22, 1);
    rows.end();
  }
  return { rows: rows.rows(), sides };
}

describe('a linear side', () => {
  it('is told from the other by the features that decide', () => {
    const { rows, sides } = plain();
    const weights = fit(rows, { sides, costs: new Float32Array(200).fill(1) }, 23);
    sides.forEach((side, row) => expect(Math.sign(product(rows, row, weights))).toBe(side));
    expect(weights[0]).toBeGreaterThan(0.5);
    expect(weights[1]).toBeLessThan(-0.5);
  });

  it('is the same for the same rows, to the bit', () => {
    const { rows, sides } = plain();
    const once = (): Float64Array => fit(rows, { sides, costs: new Float32Array(200).fill(1) }, 23);
    expect(once()).toEqual(once());
  });

  it('leaves out rows that cost nothing', () => {
    const { rows, sides } = plain();
    const weights = fit(rows, { sides, costs: Float32Array.from(sides, (side) => (side > 0 ? 1 : 0)) }, 23);
    expect(weights[1]).toBe(0);
  });
});
