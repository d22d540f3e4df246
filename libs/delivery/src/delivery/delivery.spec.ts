import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { judge, retryAfterMs, type Result } from './delivery.js';
import { envelope, secretFault, signedHeaders } from './webhook.js';

const delays = [10, 100];
const answered = (status: number, waitMs?: number): Result => ({ kind: 'answered', status, retryAfterMs: waitMs });
const unanswered = (blocked: boolean): Result => ({ kind: 'unanswered', error: 'no answer within 10 s', blocked });

describe('what follows from a try', () => {
  it.each<[string, Result, number, object]>([
    ['200', answered(200), 1, { then: 'arrived', reason: 'answered 200' }],
    ['204 at the last try', answered(204), 3, { then: 'arrived' }],
    ['500 at first', answered(500), 1, { then: 'again', afterMs: 10_000, reason: 'answered 500' }],
    ['500 at second', answered(500), 2, { then: 'again', afterMs: 100_000 }],
    ['500 at last', answered(500), 3, { then: 'gave_up', reason: 'answered 500; tried 3 times' }],
    ['401, whose secret may be mended', answered(401), 1, { then: 'again' }],
    ['404', answered(404), 1, { then: 'gave_up', reason: 'answered 404: there is nothing at this address' }],
    ['410', answered(410), 1, { then: 'gave_up' }],
    ['a redirect', answered(302), 1, { then: 'gave_up', reason: expect.stringContaining('final address') }],
    ['429 that asks for an hour', answered(429, 3_600_000), 1, { then: 'again', afterMs: 3_600_000 }],
    ['503 that asks for less than the schedule', answered(503, 1000), 1, { then: 'again', afterMs: 10_000 }],
    ['503 that asks for a year', answered(503, 3e10), 1, { then: 'again', afterMs: 86_400_000 }],
    ['no answer', unanswered(false), 1, { then: 'again', reason: 'no answer within 10 s' }],
    ['an address that may not be called', unanswered(true), 1, { then: 'gave_up' }],
  ])('%s', (_, result, attempt, verdict) => expect(judge(result, attempt, delays, 0.5)).toMatchObject(verdict));

  it('scatters the waits by a fifth either way', () => {
    expect([0, 1].map((chance) => (judge(answered(500), 1, delays, chance) as { afterMs: number }).afterMs)).toEqual([8000, 12_000]);
  });

  const now = new Date('2026-03-02T10:00:00Z');
  it.each([
    ['120', 120_000],
    ['Mon, 02 Mar 2026 10:01:00 GMT', 60_000],
    ['Mon, 02 Mar 2026 09:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('reads Retry-After: %s', (header, ms) => expect(retryAfterMs(header, now)).toBe(ms));
});

describe('a signed webhook', () => {
  const [old, next] = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'];
  const body = envelope('IssueDelivered.v1', new Date(), { issue: 'ü' });
  const headers = signedHeaders('d-1', `${old} ${next}`, body, new Date());

  it.each([['the old secret', old], ['the new one', next]])('is verified with %s while both are valid', (_, secret) => {
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'IssueDelivered.v1', data: { issue: 'ü' } });
  });

  it('is refused with one bit flipped', () => {
    expect(() => new Webhook(old).verify(body.replace('ü', 'û'), headers)).toThrow();
    expect(() => new Webhook('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA').verify(body, headers)).toThrow();
  });

  it.each([[old, true], [`${old} ${next}`, true], ['', false], ['secret', false], ['whsec_short', false], [`${old} ${next} ${old}`, false]])('says whether a secret is one: %s', (secret, right) => {
    expect(secretFault(secret) === undefined).toBe(right);
  });
});
