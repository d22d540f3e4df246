import type { z } from 'zod';
import { compileCondition, longestCondition } from './condition.js';
import { compileGlob, fold, isWild, matchesGlob } from './glob.js';
import { mend } from './nearest.js';
import { fields, type Field, type Matcher, type Ownership, type Pod, type Rule, type Rules } from './rules.js';
import { findingsOf, maskedSecret, rulesSchema, type RuleDocument, type RulesDocument } from './rules-schema.js';
import { readYaml, type Fault, type Finding, type Path } from './rules-yaml.js';

const deepestRules = 8;
const mostRules = 2000;
const mostFaults = 50;
const secrets = /whsec_[A-Za-z0-9+/]+=*( whsec_[A-Za-z0-9+/]+=*)?/g;

/** A rules file that holds: the rules, the file without its secrets, and the secrets by pod. */
export interface RulesFile {
  readonly rules: Rules;
  readonly yaml: string;
  readonly secrets: ReadonlyMap<string, string>;
}

export type Parsed = { readonly ok: true; readonly file: RulesFile } | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads a rules file. Every fault is told with its line, its column and the mend. A secret that is masked is taken from
 * those stored, by pod.
 */
export function parseRules(text: string, stored: ReadonlyMap<string, string> = new Map()): Parsed {
  const source = readYaml(text);
  if (Array.isArray(source)) return refused(source);
  const parsed = rulesSchema.safeParse(source.value, { reportInput: true });
  if (!parsed.success) return refused([...findingsOf(parsed.error), ...findingsInTheRest(source.value, parsed.error, text)].slice(0, 10 * mostFaults).map(source.fault));
  const build = new Build(parsed.data, stored, text);
  const rules = build.rules();
  if (build.findings.length > 0) return refused(build.findings.map(source.fault));
  return { ok: true, file: { rules, yaml: text.replace(secrets, maskedSecret), secrets: build.secrets } };
}

/** So that all faults are told at once: what is wrong in the file without its misshapen fields, and is not so for lack of them. */
function findingsInTheRest(value: unknown, error: z.ZodError, text: string): Finding[] {
  if (error.issues.some(({ path }) => path.length === 0 || path[0] === 'pods' || path[0] === 'triage')) return [];
  const rest = structuredClone(value);
  for (const issue of error.issues) for (const key of issue.code === 'unrecognized_keys' ? issue.keys : ['']) remove(rest, key ? [...issue.path, key] : issue.path);
  const parsed = rulesSchema.safeParse(rest);
  if (!parsed.success) return [];
  const build = new Build(parsed.data, new Map(), text);
  build.rules();
  return build.findings.filter(({ code }) => code === 'unknown_pod' || code === 'condition' || code === 'duplicate');
}

/** Takes the innermost field on the path out; list items keep their places. */
function remove(value: unknown, path: Path): void {
  const last = path.findLastIndex((step) => typeof step === 'string');
  let node = value as Record<PropertyKey, unknown> | undefined;
  for (const step of path.slice(0, last)) node = node?.[step] as typeof node;
  if (typeof node === 'object' && node !== null) delete node[path[last]!];
}

const refused = (faults: readonly Fault[]): Parsed => ({ ok: false, faults: [...faults].sort((a, b) => a.line - b.line || a.column - b.column).slice(0, mostFaults) });

/** A rule that was built, and where it stands in the file. */
interface Placed {
  readonly rule: Rule;
  readonly path: Path;
}

/** Turns a document of the right shape into rules, noting what in it does not hold together. */
class Build {
  readonly findings: Finding[] = [];
  readonly secrets = new Map<string, string>();
  private readonly names = new Map<string, Path>();
  private effort = 0;

  constructor(
    private readonly document: RulesDocument,
    private readonly stored: ReadonlyMap<string, string>,
    private readonly text: string,
  ) {}

  rules(): Rules {
    const { pods, triage, ownership, rules } = this.document;
    this.pod(triage, ['triage']);
    return {
      pods: new Map(Object.entries(pods).map(([id, it]) => [id, this.podOf(id, it)])),
      triage,
      touchpoints: this.owners(ownership.touchpoints, ['ownership', 'touchpoints']),
      products: this.owners(ownership.products, ['ownership', 'products']),
      rules: this.siblings(rules, ['rules'], 1),
    };
  }

  private podOf(id: string, { name, members, webhook }: RulesDocument['pods'][string]): Pod {
    return { id, name, members, ...(webhook && { webhook: { url: webhook.url, secret: this.secret(id, webhook.secret) } }) };
  }

  private secret(pod: string, given: string): string {
    const path = ['pods', pod, 'webhook', 'secret'];
    const secret = given === maskedSecret ? this.stored.get(pod) : given;
    if (secret === undefined) this.note(path, 'invalid', `the pod "${pod}" has no stored secret that ${maskedSecret} could stand for; give the secret in full`);
    // Only what stands in the file as it is can be masked in it.
    else if (given !== maskedSecret && !this.text.includes(given)) this.note(path, 'invalid', 'the secret is written with escapes; write it plainly, on one line');
    this.secrets.set(pod, secret ?? '');
    return secret ?? '';
  }

  private owners(owners: Readonly<Record<string, string>>, path: Path): Map<string, Ownership> {
    const folded = new Map<string, Ownership>();
    for (const [name, pod] of Object.entries(owners)) {
      this.pod(pod, [...path, name]);
      if (folded.has(fold(name))) this.findings.push({ path: [...path, name], key: true, code: 'duplicate', message: `"${name}" has an owner already (case does not matter); keep one` });
      folded.set(fold(name), { name, pod });
    }
    return folded;
  }

  private siblings(documents: readonly RuleDocument[], path: Path, depth: number): Rule[] {
    const placed = documents.map((document, i): Placed => ({ path: [...path, i], rule: this.rule(document, [...path, i], depth) }));
    for (const [i, later] of placed.entries()) {
      const earlier = placed.slice(0, i).find((it) => this.worthComparing(it.rule, later.rule) && takesAllOf(it.rule, later.rule));
      if (earlier) this.note(later.path, 'unreachable', `rule "${later.rule.name}" can never match: "${earlier.rule.name}" before it takes everything that it asks for; put it first, or take it out`);
    }
    return placed.map(({ rule }) => rule);
  }

  /** Comparing every rule with every other takes time in the square of the file: past this much effort they are believed. */
  private worthComparing(a: Rule, b: Rule): boolean {
    this.effort += 1 + size(a) * size(b);
    return this.effort < 5_000_000;
  }

  private rule(document: RuleDocument, path: Path, depth: number): Rule {
    const { name, match, pod } = document;
    this.name(name, path);
    if (pod !== undefined) this.pod(pod, [...path, 'pod']);
    if (pod === undefined && !document.rules) this.note(path, 'missing', `rule "${name}" names no pod and has no rules inside; add "pod: …"`);
    if (depth > deepestRules) this.note(path, 'too_deep', `rule "${name}" is nested ${depth} deep; at most ${deepestRules}`);
    const matchers = fields.filter((field) => match?.[field] !== undefined).map((field): Matcher => ({ field, patterns: (match as Record<Field, string[]>)[field].map(compileGlob) }));
    return { name, matchers, condition: this.condition(document.if, [...path, 'if']), pod, rules: this.siblings(document.rules ?? [], [...path, 'rules'], depth + 1) };
  }

  private name(name: string, path: Path): void {
    const first = this.names.get(name);
    if (first) this.note([...path, 'name'], 'duplicate', `a rule named "${name}" exists already; decisions are told by rules' names, so give it another`);
    this.names.set(name, first ?? path);
    if (this.names.size === mostRules + 1) this.note(path, 'too_large', `has more than ${mostRules} rules; put values into lists`);
  }

  private condition(text: string | undefined, path: Path): Rule['condition'] {
    if (text === undefined) return undefined;
    if (text.length > longestCondition) this.note(path, 'too_large', `the condition has ${text.length} characters; at most ${longestCondition}`);
    const compiled = compileCondition(text.slice(0, longestCondition));
    if ('judge' in compiled) return compiled;
    this.findings.push({ path, code: 'condition', message: `the condition ${compiled.message}`, inside: { text, at: compiled.at } });
    return { text, judge: () => ({ holds: false }) };
  }

  private pod(pod: string, path: Path): void {
    if (this.findings.length < mostFaults && !Object.hasOwn(this.document.pods, pod)) this.note(path, 'unknown_pod', `pod "${pod}" does not exist${mend(pod, Object.keys(this.document.pods))}`);
  }

  private note(path: Path, code: Finding['code'], message: string): void {
    this.findings.push({ path, code, message });
  }
}

// A field that every issue has: asking for anything at all in it asks nothing.
const always: ReadonlySet<Field> = new Set(['touchpoint', 'theme', 'status', 'severity']);

/** Whether all that `later` may match, `earlier` matches before it. It may miss some cases, but is never wrong. */
function takesAllOf(earlier: Rule, later: Rule): boolean {
  if (earlier.condition && earlier.condition.text !== later.condition?.text) return false;
  return earlier.matchers.every((matcher) => asksNothing(matcher) || later.matchers.some((it) => it.field === matcher.field && covers(matcher, it)));
}

const asksNothing = ({ field, patterns }: Matcher): boolean => always.has(field) && patterns.some(({ text }) => /^\*+$/.test(text));

const covers = (wide: Matcher, narrow: Matcher): boolean =>
  narrow.patterns.every((it) => wide.patterns.some((other) => /^\*+$/.test(other.text) || fold(other.text) === fold(it.text) || (!isWild(it.text) && matchesGlob(other, fold(it.text)))));

const size = ({ matchers }: Rule): number => matchers.reduce((sum, { patterns }) => sum + patterns.length, 0);
