import { createHmac, timingSafeEqual } from 'node:crypto';
import { WebhookError } from './errors.js';

/** Headers as fetch, node:http or a framework gives them. */
export type HeadersLike = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** How a webhook is verified: how old it may be, and what time it is. */
export interface VerifyOptions {
  /** How far the sender's clock may be from ours, in seconds; 300. */
  readonly toleranceSeconds?: number;
  /** The time now, for tests. */
  readonly now?: Date;
}

/** A webhook that can be trusted. `id` stays the same when it is sent again: remember it, and act once. */
export interface Webhook<Body = unknown> {
  readonly id: string;
  readonly sentAt: Date;
  readonly body: Body;
}

/**
 * Checks that a webhook comes from the platform and is fresh (Standard Webhooks: HMAC-SHA256 over "id.timestamp.body"), and parses its body. Give the body as it
 * came, before any parsing. While a secret is being changed, give both. Throws WebhookError.
 */
export function verifyWebhook<Body = unknown>(headers: HeadersLike, rawBody: string | Uint8Array, secret: string | readonly string[], { toleranceSeconds = 300, now = new Date() }: VerifyOptions = {}): Webhook<Body> {
  const id = header(headers, 'webhook-id');
  const timestamp = header(headers, 'webhook-timestamp');
  const signatures = header(headers, 'webhook-signature');
  const keys = [secret].flat().map(keyOf);
  if (keys.length === 0) throw new WebhookError('secret_malformed', 'no secret was given');
  checkFreshness(timestamp, toleranceSeconds, now);
  const expected = keys.map((key) => createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest());
  if (!anyMatches(signatures, expected)) throw new WebhookError('signature_wrong', 'no signature fits; check the secret, and that the body is the raw one');
  return { id, sentAt: new Date(Number(timestamp) * 1000), body: parse(rawBody) as Body };
}

function header(headers: HeadersLike, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const one = typeof value === 'object' && value !== null ? value.join(' ') : value;
  if (!one) throw new WebhookError('header_missing', `the header ${name} is missing`);
  return one;
}

function keyOf(secret: string): Buffer {
  const encoded = secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : secret;
  if (!/^[A-Za-z0-9+/]{16,}={0,2}$/.test(encoded)) throw new WebhookError('secret_malformed', 'a secret is "whsec_" and Base64; copy it from where the webhook was set up');
  return Buffer.from(encoded, 'base64');
}

function checkFreshness(timestamp: string, toleranceSeconds: number, now: Date): void {
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookError('timestamp_malformed', 'webhook-timestamp must be in seconds since 1970');
  const age = Math.floor(now.getTime() / 1000) - Number(timestamp);
  if (age > toleranceSeconds) throw new WebhookError('timestamp_too_old', `it was sent ${age} s ago; it may be a replay, or a clock is wrong`);
  if (-age > toleranceSeconds) throw new WebhookError('timestamp_too_new', `it was sent ${-age} s in the future; a clock is wrong`);
}

/** Every pair is compared, each in constant time, so that the time tells nothing. */
function anyMatches(signatures: string, expected: readonly Buffer[]): boolean {
  const given = signatures.split(' ').flatMap((it) => (it.startsWith('v1,') ? [Buffer.from(it.slice(3), 'base64')] : []));
  let matches = false;
  for (const one of given) for (const right of expected) if (one.length === right.length && timingSafeEqual(one, right)) matches = true;
  return matches;
}

function parse(rawBody: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof rawBody === 'string' ? rawBody : new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    throw new WebhookError('body_malformed', 'the body is signed but not JSON');
  }
}
