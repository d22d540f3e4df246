import { Webhook } from 'standardwebhooks';

/** The body of a Standard Webhook: what kind, when it was made, and the data. */
export const envelope = (type: string, createdAt: Date, data: object): string => JSON.stringify({ type, timestamp: createdAt.toISOString(), data });

/** The headers that Standard Webhooks wants. While a secret is rotated, both are given, separated by a space, and each signs. */
export function signedHeaders(id: string, secret: string, body: string, at: Date): Record<string, string> {
  const signatures = secret.split(' ').filter(Boolean).map((it) => new Webhook(it).sign(id, at, body));
  return {
    'content-type': 'application/json; charset=utf-8',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}

/** What is wrong with a secret, or undefined: `whsec_` and base64, or two of them during a rotation. */
export function secretFault(secret: string): string | undefined {
  const parts = secret.split(' ').filter(Boolean);
  const right = (it: string): boolean => /^whsec_[A-Za-z0-9+/]{22,}={0,2}$/.test(it);
  return parts.length >= 1 && parts.length <= 2 && parts.every(right) ? undefined : 'must be "whsec_" and at least 16 bytes in base64; make one: echo whsec_$(openssl rand -base64 24)';
}
