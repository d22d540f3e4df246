import { name } from '@vocloop/contracts';
import { z } from 'zod';

const themes = z.array(name).max(100);

/** When a tenant's evidence becomes an issue, when a resolved one has come back, and what tells problems of one theme apart. */
export const policyBody = z.strictObject({
  minFeedback: z.int().min(1).max(10_000).default(5).describe('So many feedback…'),
  minCustomers: z.int().min(1).max(10_000).default(3).describe('…of so many customers (an anonymous feedback counts as a customer of its own)…'),
  windowDays: z.number().min(0.04).max(366).default(7).describe("…within so many days of the feedback's own time make an issue."),
  regressFeedback: z.int().min(1).max(1000).default(2).describe('So many feedback after the resolution bring an issue back.'),
  byProduct: themes.default(['quality', 'safety']).describe('Themes whose problems are told apart by product; "*" means all.'),
  bySupplier: themes.default(['quality', 'safety', 'reliability', 'returns']).describe('Themes whose problems are told apart by supplier, where one is given; "*" means all.'),
  valuedSegments: z.array(name).max(100).default(['vip', 'premium', 'enterprise', 'business', 'gold', 'platinum', 'key account'])
    .describe('Segments whose voice weighs more in severity.'),
}).refine((it) => it.minCustomers <= it.minFeedback, { path: ['minCustomers'], message: 'must not be above minFeedback: each customer gives at least one' });

export type Policy = z.output<typeof policyBody>;

/** What holds for a tenant who has set nothing. */
export const defaultPolicy: Policy = policyBody.parse({});

/** True where a list of themes names this one, or all. */
export const names = (list: readonly string[], theme: string): boolean => list.includes(theme) || list.includes('*');
