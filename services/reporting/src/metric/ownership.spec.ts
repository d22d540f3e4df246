import { describe, expect, it } from '@jest/globals';
import { podOf, type Owners } from './ownership.js';

const owners: Owners = { triage: 'triage', touchpoints: { delivery: 'logistics' }, products: { 'garden-chair': 'furniture' }, pods: [] };

describe('the pod of a place', () => {
  it.each([
    ['garden-chair', 'delivery', 'furniture'],
    [null, 'delivery', 'logistics'],
    ['lamp', 'delivery', 'logistics'],
    ['lamp', 'checkout', 'triage'],
    ['constructor', '__proto__', 'triage'],
  ])('product %s at %s is %s', (product, touchpoint, pod) => expect(podOf(owners, JSON.stringify([product, touchpoint]))).toBe(pod));
  it('is unowned before ownership is known', () => expect(podOf(undefined, '[null,"delivery"]')).toBe('unowned'));
});
