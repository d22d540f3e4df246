import { issueStatuses, severities, slug } from '@vocloop/contracts';
import { z } from 'zod';
import { isWild } from './glob.js';
import { fields } from './rules.js';
import { mend } from './nearest.js';
import type { FaultCode, Finding } from './rules-yaml.js';

/** What stands in place of a webhook's secret wherever rules are shown; sent back, it keeps the secret that is stored. */
export const maskedSecret = 'whsec_********';

export const roles = ['product_engineer', 'qa_analyst', 'cx_specialist', 'data_analyst'] as const;

const mostRulesInOnePlace = 1000;
const shortText = z.string().trim().min(1).max(200).regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters or half a character (a lone surrogate)');
const pattern = shortText.refine((it) => !isWild(it) || it.length <= 100, 'has more than 100 characters; a pattern with * or ? may have 100 at most');
const closed = { severity: severities, status: issueStatuses } as const;

const listed = (it: unknown): unknown[] => (Array.isArray(it) ? (it as unknown[]) : [it]);
const patterns = z.preprocess(listed, z.array(pattern).min(1).max(200));
const oneOf = (known: readonly string[]) =>
  z.preprocess(listed, z.array(pattern.refine((it) => isWild(it) || known.includes(it.toLowerCase()), { error: ({ input }) => `"${String(input)}" does not exist${mend(String(input), known)}` })).min(1));
const match = z.strictObject(Object.fromEntries(fields.map((field) => [field, (field in closed ? oneOf(closed[field as keyof typeof closed]) : patterns).optional()])));

const webhookUrl = z.string().max(2000).superRefine((url, context) => {
  const fault = faultOfUrl(url);
  if (fault) context.addIssue({ code: 'custom', message: fault });
});

function faultOfUrl(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url) return 'is no URL; write it in full, such as "https://pod.example/hook"';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `begins with ${url.protocol}; webhooks go to https`;
  if (url.username || url.password) return 'carries a user or a password; take them out: the secret signs the message';
  return url.hash ? 'carries a fragment (#…); take it out' : undefined;
}

const secret = z.string().max(600).refine((it) => it === maskedSecret || /^whsec_[A-Za-z0-9+/]{22,}={0,2}( whsec_[A-Za-z0-9+/]{22,}={0,2})?$/.test(it), {
  error: 'is no webhook secret (two, with a space between, while it is rotated); make one with: echo "whsec_$(openssl rand -base64 32)"',
});

const pod = z.strictObject({
  name: shortText,
  members: z.array(z.strictObject({ name: shortText, role: z.enum(roles) })).max(100).default([]),
  webhook: z.strictObject({ url: webhookUrl, secret }).optional(),
});

const rule = z.strictObject({
  name: shortText,
  match: match.optional(),
  if: z.string().trim().min(1).optional(),
  pod: slug.optional(),
  get rules() {
    return z.array(rule).min(1).max(mostRulesInOnePlace).optional();
  },
});

const between = (least: number, most: number, what: string) =>
  [(it: object) => Object.keys(it).length >= least && Object.keys(it).length <= most, `must have ${least} to ${most} ${what}`] as const;
/** All ownership goes out as one event, which a log takes up to a megabyte. */
const mostOwnershipBytes = 400_000;
const bytesOf = (it: object): number => new TextEncoder().encode(JSON.stringify(it)).length;
const owners = z.record(shortText, slug).refine(...between(0, 5000, 'names')).default({});

/** The rules file's shape; what names what is checked afterwards. */
export const rulesSchema = z.strictObject({
  pods: z.record(slug, pod).refine(...between(1, 500, 'pods')),
  triage: slug,
  ownership: z.strictObject({ touchpoints: owners, products: owners })
    .refine((it) => bytesOf(it) <= mostOwnershipBytes, `takes more than ${mostOwnershipBytes / 1000} kB written out; own fewer names or shorter ones, and match the others by rules with * or ?`)
    .prefault({}),
  rules: z.array(rule).max(mostRulesInOnePlace).default([]),
});
export type RulesDocument = z.output<typeof rulesSchema>;
export type RuleDocument = z.output<typeof rule>;

const knownFields: Record<string, readonly string[]> = {
  top: ['pods', 'triage', 'ownership', 'rules'],
  pod: ['name', 'members', 'webhook'],
  members: ['name', 'role'],
  webhook: ['url', 'secret'],
  ownership: ['touchpoints', 'products'],
  match: fields,
  rules: ['name', 'match', 'if', 'pod', 'rules'],
};

const missing: Record<string, string> = {
  pods: 'add "pods:" with at least the triage pod',
  triage: 'add "triage: POD", the pod that gets what nobody else owns',
  name: 'add "name: …"',
  role: `add "role: …", one of ${roles.join(', ')}`,
  url: 'add "url: https://…"',
  secret: 'add "secret: whsec_…"',
};

/** The schema's complaints as findings, in the words of the file. */
export function findingsOf(error: z.ZodError): Finding[] {
  return error.issues.flatMap((issue): Finding[] => {
    const { path } = issue;
    const last = String(path.findLast((step) => typeof step === 'string') ?? '');
    if (issue.code === 'unrecognized_keys') return issue.keys.slice(0, 50).map((key) => ({ path: [...path, key], key: true, code: 'unknown_field' as const, message: `"${key}" is no field here${mend(key, knownFields[shapeAt(path)] ?? [])}` }));
    if (issue.code === 'invalid_key') return [{ path, key: true, code: 'invalid', message: `"${last}" ${issue.issues[0]?.message ?? 'cannot be a name'}` }];
    if (issue.code === 'invalid_type' && issue.input === undefined && missing[last]) return [{ path, code: 'missing', message: `"${last}" is missing; ${missing[last]}` }];
    return [{ path, code: 'invalid' satisfies FaultCode, message: `${subject(path)} ${complaint(issue)}` }];
  });
}

const subject = (path: readonly PropertyKey[]): string => (path.length === 0 ? 'the file' : `"${String(path.findLast((step) => typeof step === 'string'))}"`);

function shapeAt(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'top';
  if (path.length === 2 && path[0] === 'pods') return 'pod';
  return String(path.findLast((step) => typeof step === 'string'));
}

function complaint(issue: z.core.$ZodIssue): string {
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the other codes speak for themselves
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${article[issue.expected] ?? issue.expected}${issue.expected === 'string' ? ' (a number, a yes or a no: put it in quotes)' : ''}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `is too long; at most ${issue.maximum}`;
    case 'too_small':
      return 'is empty; fill it in or take it out';
    default:
      return issue.message;
  }
}

const article: Record<string, string> = { string: 'a text', array: 'a list', object: 'a map of fields', record: 'a map of names' };
