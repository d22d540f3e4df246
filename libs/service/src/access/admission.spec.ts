import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { Admission } from './admission.js';
import type { CalledRequest } from './allow.decorator.js';
import type { ApiKeys } from './api-keys.js';
import { TokenBuckets } from './token-bucket.js';

const limit = 100;
const keys = { callerOf: async (tenant: string) => Promise.resolve({ tenant, scopes: [] }) } as unknown as ApiKeys;
const aRequest = (kilobytes?: number): FastifyRequest & CalledRequest =>
  ({ headers: { authorization: 'acme', ...(kilobytes !== undefined && { 'content-length': String(kilobytes * 1024) }) } }) as FastifyRequest;
const anAdmission = (): Admission => new Admission(() => keys, new TokenBuckets(limit));
const admitted = async (admission: Admission, requests: readonly FastifyRequest[]): Promise<number> =>
  (await Promise.allSettled(requests.map(async (it) => admission.admit(it)))).filter(({ status }) => status === 'fulfilled').length;
const many = (kilobytes?: number) => Array.from({ length: 5 * limit }, () => aRequest(kilobytes));

describe('admission', () => {
  beforeAll(() => void jest.spyOn(Date, 'now').mockReturnValue(0));
  afterAll(() => void jest.restoreAllMocks());

  it.each([['without a body', undefined, 2 * limit], ['of a kilobyte', 1, 2 * limit], ['of 50 kilobytes', 50, (2 * limit) / 50], ['larger than all that one may send at once', 1000, 1]])('lets in requests %s by what their heads say of their size', async (_, kilobytes, expected) => {
    expect(await admitted(anAdmission(), many(kilobytes))).toBe(expected);
  });

  it('takes nothing where it is asked again', async () => {
    const admission = anAdmission();
    const request = aRequest(2 * limit);
    expect(await admission.admit(request)).toBe(await admission.admit(request));
  });

  it.each([['that said its size not again', 1, 2 * limit - 1], ['that did not say its size by its kilobytes', undefined, 2 * limit - 150]])('charges a body %s once it is read', async (_, kilobytes, left) => {
    const admission = anAdmission();
    const request = aRequest(kilobytes);
    await admission.admit(request);
    admission.charge(request, 150 * 1024);
    expect(await admitted(admission, many())).toBe(left);
  });
});
