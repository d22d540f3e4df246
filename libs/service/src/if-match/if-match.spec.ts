import { describe, expect, it } from '@jest/globals';
import { Problem } from '../problem/problem.js';
import { checkIfMatch, etagOf } from './if-match.js';

const statusOf = (ifMatch: string | undefined): number => {
  try {
    checkIfMatch(ifMatch, 3, 'source');
    return 200;
  } catch (error) {
    return (error as Problem).status;
  }
};

describe('If-Match over version 3', () => {
  it.each([
    [undefined, 200], ['*', 200], [etagOf(3), 200], [' "3" ', 200], ['W/"3"', 200], ['"1", "3"', 200],
    ['"2"', 412], ['"03"', 412], ['"1","2"', 412], ['"abc"', 412],
    ['3', 400], ['', 400], ['"3', 400], ['"3", 4', 400],
  ])('%j is answered %d', (ifMatch, status) => expect(statusOf(ifMatch)).toBe(status));

  it('says what the version is, and what to send', () => {
    expect(() => checkIfMatch('"2"', 3, 'source')).toThrow(/source has version "3" now/);
  });
});
