import { expect, it } from '@jest/globals';
import { validate, version } from 'uuid';
import { newId } from './clock.js';

it('ids are UUIDv7, each once, in the order in which they were made', () => {
  const ids = Array.from({ length: 5000 }, newId);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});
