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
