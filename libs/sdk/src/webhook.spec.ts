import { describe, expect, it } from '@jest/globals';
import { Webhook as Standard } from 'standardwebhooks';
import { WebhookError } from './errors.js';
import { verifyWebhook } from './webhook.js';

const secret = `whsec_${Buffer.from('a secret that nobody knows').toString('base64')}`;
const other = `whsec_${Buffer.from('the secret before this one').toString('base64')}`;
const body = '{"type":"IssueDelivered.v1","pod":"logistics","grüße":"✓"}';
const now = new Date('2026-03-02T09:00:00Z');
const signed = (key = secret, at = now, text = body) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(at.getTime() / 1000),
  'webhook-signature': new Standard(key).sign('msg_1', at, text),
});
const faultOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof WebhookError ? error.code : String(error);
  }
};
const seconds = (count: number): Date => new Date(now.getTime() + count * 1000);

describe('a webhook signed by the Standard Webhooks library', () => {
  const trusted = { id: 'msg_1', sentAt: now, body: { type: 'IssueDelivered.v1', pod: 'logistics', grüße: '✓' } };
  const right = signed();
  it.each([
    ['plain headers', right, body, secret],
    ['headers of fetch', new Headers(right), body, secret],
    ['headers in capitals', { 'Webhook-Id': right['webhook-id'], 'Webhook-Timestamp': right['webhook-timestamp'], 'WEBHOOK-SIGNATURE': right['webhook-signature'] }, body, secret],
    ['a body of bytes', right, Buffer.from(body), secret],
    ['a secret without its prefix', right, body, secret.slice(6)],
    ['either of two secrets', right, body, [other, secret]],
    ['either of two signatures', { ...right, 'webhook-signature': `v1a,c2lnbmF0dXJl ${signed(other)['webhook-signature']} ${right['webhook-signature']}` }, body, secret],
    ['signatures in two headers', { ...right, 'webhook-signature': [signed(other)['webhook-signature'], right['webhook-signature']] }, body, secret],
  ])('is trusted with %s', (_, headers, raw, key) => {
    expect(verifyWebhook(headers, raw, key, { now })).toEqual(trusted);
  });
});

describe('a webhook that must not be trusted', () => {
  const right = signed();
  it.each([
    ['no id', { ...right, 'webhook-id': undefined }, body, secret, 'header_missing'],
    ['no signature', { ...right, 'webhook-signature': '' }, body, secret, 'header_missing'],
    ['a timestamp that is none', { ...right, 'webhook-timestamp': '1e9' }, body, secret, 'timestamp_malformed'],
    ['a changed body', right, body.replace('logistics', 'payments'), secret, 'signature_wrong'],
    ['another id', { ...right, 'webhook-id': 'msg_2' }, body, secret, 'signature_wrong'],
    ['another secret', right, body, other, 'signature_wrong'],
    ['a cut signature', { ...right, 'webhook-signature': right['webhook-signature'].slice(0, 20) }, body, secret, 'signature_wrong'],
    ['an unknown version', { ...right, 'webhook-signature': right['webhook-signature'].replace('v1,', 'v9,') }, body, secret, 'signature_wrong'],
    ['a secret that is none', right, body, 'hunter2', 'secret_malformed'],
    ['an empty secret', right, body, '', 'secret_malformed'],
    ['no secrets at all', right, body, [], 'secret_malformed'],
    ['a body that is not JSON', signed(secret, now, 'hello'), 'hello', secret, 'body_malformed'],
  ])('%s', (_, headers, raw, key, code) => {
    expect(faultOf(() => verifyWebhook(headers, raw, key, { now }))).toBe(code);
  });

  it.each([
    [299, undefined, 'none'],
    [301, undefined, 'timestamp_too_old'],
    [-299, undefined, 'none'],
    [-301, undefined, 'timestamp_too_new'],
    [11, 10, 'timestamp_too_old'],
  ])('seen %d s after it was sent, with a tolerance of %s: %s', (age, toleranceSeconds, code) => {
    expect(faultOf(() => verifyWebhook(right, body, secret, { now: seconds(age), toleranceSeconds }))).toBe(code);
  });
});
