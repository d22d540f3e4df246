import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { issueKey, keyIdOf, verifyKey } from './api-key.js';

describe('an API key', () => {
  const pepper = 'a pepper of at least thirty-two characters';
  const { token, id, hash } = issueKey(pepper);

  it('is kept as its HMAC-SHA-256 with the pepper, and only that', () => {
    expect(hash).toEqual(createHmac('sha256', pepper).update(token).digest());
    expect([verifyKey(token, hash, pepper), verifyKey(token, hash, `${pepper}!`), verifyKey(issueKey(pepper).token, hash, pepper)]).toEqual([true, false, false]);
  });

  it('names its id, and by its checksum is found to be mistyped at any place', () => {
    expect(keyIdOf(token)).toBe(id);
    const mistyped = [...token].map((it, at) => `${token.slice(0, at)}${it === 'a' ? 'b' : 'a'}${token.slice(at + 1)}`);
    expect(mistyped.filter((it) => keyIdOf(it) !== undefined)).toEqual([]);
  });
});
