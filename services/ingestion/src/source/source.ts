import { z } from 'zod';

/** Where a source takes the answers to its customers. The secret is Standard Webhooks' own: "whsec_" and 24 to 64 bytes in base64. */
export const sourceInput = z.strictObject({
  answerWebhook: z
    .strictObject({
      url: z.url({ protocol: /^https?$/, error: 'must be a URL that begins with https://' }).max(2000).refine((it) => !/^[a-z]+:\/\/[^/]*@/i.test(it), 'must not hold a user or a password'),
      secret: z
        .string()
        .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be "whsec_" and 24 to 64 bytes in base64; leave it out to have one made')
        .optional()
        .describe('Signs what is sent to the URL. Left out, the present one stays, or one is made and shown this once.'),
    })
    .nullable()
    .describe('null: answers go nowhere.'),
});
export type SourceInput = z.output<typeof sourceInput>;

/** Whether a change may be made, by the version that the caller saw. */
export type Precondition = 'fits' | 'changed_since';

/** Compares `If-Match` with a version: without the header, or with "*", any version fits. */
export const precondition = (ifMatch: string | undefined, version: number): Precondition =>
  ifMatch === undefined || ifMatch.trim() === '*' || ifMatch.split(',').some((it) => it.trim() === `"${version}"`) ? 'fits' : 'changed_since';
