import type { Decision } from '@vocloop/contracts';
import { fold, matchesGlob } from './glob.js';
import type { Facts, Field, Matcher, Rule, Rules, Value } from './rules.js';

const mostNearMisses = 5;

/**
 * Which pod gets an issue, and why. From the top of the tree, the first sibling that matches is followed into its children;
 * the deepest match that names a pod decides. Else the product's owner, else the touchpoint's, else triage: there is always one.
 */
export function decide(rules: Rules, rulesVersion: number, facts: Facts): Decision {
  const { path, nearMisses } = walk(rules.rules, facts);
  const { pod, reason, decidedBy } = byRule(path) ?? byOwnership(rules, facts, path);
  return { pod, rulesVersion, path: path.map(({ rule }) => rule.name), reason, nearMisses, decidedBy };
}

/** The decision of a person, which the rules do not touch. */
export function decideByPerson(pod: string, rulesVersion: number, by: string, reason: string): Decision {
  return { pod, rulesVersion, path: [], reason: `${by}: ${reason}`, nearMisses: [], decidedBy: 'person' };
}

interface Step {
  readonly rule: Rule;
  readonly because: readonly string[];
}

interface Verdict {
  readonly matched: readonly string[];
  readonly failed: readonly string[];
}

function walk(rules: readonly Rule[], facts: Facts): { path: Step[]; nearMisses: Decision['nearMisses'] } {
  const path: Step[] = [];
  const near: { rule: Rule; verdict: Verdict }[] = [];
  let siblings = rules;
  while (siblings.length > 0) {
    const step = firstMatch(siblings, facts, near);
    if (!step) break;
    path.push(step);
    siblings = step.rule.rules;
  }
  near.sort((a, b) => b.verdict.matched.length - a.verdict.matched.length);
  return { path, nearMisses: near.slice(0, mostNearMisses).map(({ rule, verdict }) => ({ rule: rule.name, pod: rule.pod, failed: [...verdict.failed] })) };
}

function firstMatch(siblings: readonly Rule[], facts: Facts, near: { rule: Rule; verdict: Verdict }[]): Step | undefined {
  for (const rule of siblings.filter((it) => applies(it, facts))) {
    const verdict = test(rule, facts);
    if (verdict.failed.length === 0) return { rule, because: verdict.matched };
    if (verdict.failed.length === 1) near.push({ rule, verdict });
  }
  return undefined;
}

/** A rule that asks for what is not known here (the theme of a conversation) has no say. */
const applies = (rule: Rule, facts: Facts): boolean => rule.matchers.every(({ field }) => facts.values[field]) && (!rule.condition || facts.issue !== undefined);

function test({ matchers, condition }: Rule, { values, issue }: Facts): Verdict {
  const matched: string[] = [];
  const failed: string[] = [];
  for (const matcher of matchers) {
    const sentence = fits(matcher, values[matcher.field] ?? []);
    if (sentence) matched.push(sentence);
    else failed.push(misfit(matcher, values[matcher.field] ?? []));
  }
  if (condition && issue) {
    const { holds, error } = condition.judge(issue);
    if (holds) matched.push(`${condition.text} holds`);
    else failed.push(error ? `${condition.text} cannot be told: ${error}` : `${condition.text} does not hold`);
  }
  return { matched, failed };
}

function fits({ field, patterns }: Matcher, values: readonly Value[]): string | undefined {
  for (const { text, folded } of values) {
    const pattern = patterns.find((it) => matchesGlob(it, folded));
    if (pattern) return `${name(field)} ${quote(text)}${fold(pattern.text) === folded ? '' : ` (${pattern.text})`}`;
  }
  return undefined;
}

function misfit({ field, patterns }: Matcher, values: readonly Value[]): string {
  const wanted = patterns.map(({ text }) => quote(text)).join(' or ');
  if (values.length === 0) return `it has no ${field}, where ${wanted} is asked`;
  return `${name(field)} ${values.slice(0, 5).map(({ text }) => quote(text)).join(', ')}, not ${wanted}`;
}

const name = (field: Field): string => (field === 'words' ? 'words have' : `${field} is`);
const quote = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);

function byRule(path: readonly Step[]): { pod: string; reason: string; decidedBy: 'rule' } | undefined {
  const pod = path.findLast(({ rule }) => rule.pod)?.rule.pod;
  if (pod === undefined) return undefined;
  const because = [...new Set(path.flatMap((step) => step.because))];
  return { pod, decidedBy: 'rule', reason: `${named(path)}: ${because.length > 0 ? because.join(' and ') : 'it takes everything'}` };
}

const named = (path: readonly Step[]): string => `rule ${path.map(({ rule }) => quote(rule.name)).join(' > ')}`;

function byOwnership(rules: Rules, { values }: Facts, path: readonly Step[]): { pod: string; reason: string; decidedBy: 'product' | 'touchpoint' | 'triage' } {
  const before = path.length > 0 ? `${named(path)} matched but names no pod, nor did a rule inside it match` : 'no rule matched';
  const product = values.product?.[0];
  const touchpoint = values.touchpoint?.[0];
  const productOwner = product && rules.products.get(product.folded)?.pod;
  if (productOwner) return { pod: productOwner, decidedBy: 'product', reason: `${before}; product ${quote(product.text)} belongs to ${productOwner}` };
  const touchpointOwner = touchpoint && rules.touchpoints.get(touchpoint.folded)?.pod;
  if (touchpointOwner) return { pod: touchpointOwner, decidedBy: 'touchpoint', reason: `${before}; touchpoint ${quote(touchpoint.text)} belongs to ${touchpointOwner}` };
  const orphan = [product && `product ${quote(product.text)}`, touchpoint && `touchpoint ${quote(touchpoint.text)}`].filter(Boolean).join(' and ');
  return { pod: rules.triage, decidedBy: 'triage', reason: `${before}; ${orphan || 'it'} has no owner, so triage takes it` };
}

