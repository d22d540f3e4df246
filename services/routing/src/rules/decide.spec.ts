import { describe, expect, it } from '@jest/globals';
import { HandoffRequested, IssueOpened, type Decision, type IssueSnapshot } from '@vocloop/contracts';
import fc from 'fast-check';
import { decide } from './decide.js';
import { parseRules } from './rules-file.js';
import { builtInRules, factsOfHandoff, factsOfIssue, type Rules } from './rules.js';

const { issue: example } = IssueOpened.schema.parse(IssueOpened.example);
const issue = (part: Partial<IssueSnapshot>): IssueSnapshot => ({ ...example, product: undefined, ...part });

function rulesOf(yaml: string): Rules {
  const parsed = parseRules(yaml);
  if (!parsed.ok) throw new Error(parsed.faults.map(({ detail }) => detail).join('\n'));
  return parsed.file.rules;
}

const rules = rulesOf(`
pods: { logistics: { name: L }, depot: { name: D }, quality: { name: Q }, furniture: { name: F }, crisis: { name: C }, triage: { name: T } }
triage: triage
ownership:
  touchpoints: { delivery: logistics, Support-Chat: quality }
  products: { garden-chair: furniture }
rules:
  - name: on fire
    match: { severity: critical }
    if: 'customerCount > 100'
    pod: crisis
  - name: late parcels
    match: { touchpoint: delivery, theme: [delivery, wait_time] }
    pod: logistics
    rules:
      - name: one depot
        match: { words: ["depot*"] }
        pod: depot
  - name: goods
    match: { theme: quality }
    rules:
      - name: named suppliers
        match: { supplier: "*" }
        pod: quality
  - name: also late
    match: { theme: delivery }
    pod: quality
`);
const decided = (part: Partial<IssueSnapshot>): Decision => decide(rules, 7, factsOfIssue(issue(part)));

describe('which pod gets an issue', () => {
  it.each<[string, Partial<IssueSnapshot>, string, string[], string, string]>([
    ['a rule', { touchpoint: 'delivery', theme: 'delivery', grouping: { ...example.grouping, words: ['late'] } }, 'logistics', ['late parcels'], 'rule', 'rule "late parcels": touchpoint is "delivery" and theme is "delivery"'],
    ['the deepest rule', { grouping: { ...example.grouping, words: ['late', 'Depots'] } }, 'depot', ['late parcels', 'one depot'], 'rule', 'rule "late parcels" > "one depot": touchpoint is "delivery" and theme is "delivery" and words have "Depots" (depot*)'],
    ['the first sibling, not a later one', { touchpoint: 'shop', theme: 'delivery' }, 'quality', ['also late'], 'rule', 'rule "also late": theme is "delivery"'],
    ['whatever the case', { touchpoint: 'DELIVERY', theme: 'Wait_Time' }, 'logistics', ['late parcels'], 'rule', 'rule "late parcels": touchpoint is "DELIVERY" and theme is "Wait_Time"'],
    ['a condition', { severity: { level: 'critical', score: 90, reasons: [] }, customerCount: 101 }, 'crisis', ['on fire'], 'rule', 'rule "on fire": severity is "critical" and customerCount > 100 holds'],
    ['the product, before the touchpoint', { theme: 'price', product: 'Garden-Chair' }, 'furniture', [], 'product', 'no rule matched; product "Garden-Chair" belongs to furniture'],
    ['the touchpoint', { theme: 'price', touchpoint: 'support-chat', product: 'lamp' }, 'quality', [], 'touchpoint', 'no rule matched; touchpoint "support-chat" belongs to quality'],
    ['triage', { theme: 'price', touchpoint: 'shop' }, 'triage', [], 'triage', 'no rule matched; touchpoint "shop" has no owner, so triage takes it'],
    ['ownership, under a rule that names no pod', { theme: 'quality', touchpoint: 'delivery' }, 'logistics', ['goods'], 'touchpoint', 'rule "goods" matched but names no pod, nor did a rule inside it match; touchpoint "delivery" belongs to logistics'],
    ['a rule inside one that names no pod', { theme: 'quality', supplier: 'Acme' }, 'quality', ['goods', 'named suppliers'], 'rule', 'rule "goods" > "named suppliers": theme is "quality" and supplier is "Acme" (*)'],
  ])('is decided by %s', (...[, part, pod, path, decidedBy, reason]) => expect(decided(part)).toMatchObject({ pod, path, decidedBy, reason, rulesVersion: 7 }));

  it('tells the rules that failed in one matcher only, those that fit best first', () => {
    expect(decided({ touchpoint: 'shop', theme: 'wait_time', severity: { level: 'critical', score: 90, reasons: [] }, customerCount: 3 }).nearMisses).toEqual([
      { rule: 'on fire', pod: 'crisis', failed: ['customerCount > 100 does not hold'] },
      { rule: 'late parcels', pod: 'logistics', failed: ['touchpoint is "shop", not "delivery"'] },
      { rule: 'goods', pod: undefined, failed: ['theme is "wait_time", not "quality"'] },
      { rule: 'also late', pod: 'quality', failed: ['theme is "wait_time", not "delivery"'] },
    ]);
    expect(decided({ theme: 'quality' }).nearMisses).toContainEqual({ rule: 'named suppliers', pod: 'quality', failed: ['it has no supplier, where "*" is asked'] });
  });

  it('is the triage pod, where there are no rules', () => expect(decide(builtInRules, 0, factsOfIssue(example))).toMatchObject({ pod: 'triage', decidedBy: 'triage', rulesVersion: 0 }));

  it('is said in a sentence of bounded length, in bounded time, for texts of 100 kB', () => {
    const long = 'a'.repeat(100_000);
    const begun = performance.now();
    const { reason, nearMisses } = decided({ title: long, touchpoint: long, theme: long, supplier: long, grouping: { ...example.grouping, words: Array.from({ length: 1000 }, () => long) } });
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(reason.length + JSON.stringify(nearMisses).length).toBeLessThan(2000);
  });
});

describe('which pod gets a conversation', () => {
  const handoff = HandoffRequested.schema.parse(HandoffRequested.example);
  const byTouchpoint = rulesOf(`
pods: { chats: { name: C }, phones: { name: P }, triage: { name: T } }
triage: triage
ownership: { touchpoints: { support: chats } }
rules:
  - { name: themes, match: { touchpoint: support, theme: "*" }, pod: phones }
  - { name: conditions, if: 'muted || !muted', pod: phones }
  - { name: vip, match: { product: "vip*" }, pod: phones }
`);

  it.each<[string, { touchpoint: string; product?: string }, string, string]>([
    ['the touchpoint: rules that ask for more than a conversation has do not apply', { touchpoint: 'support' }, 'chats', 'touchpoint'],
    ['a rule on its product', { touchpoint: 'support', product: 'vip-card' }, 'phones', 'rule'],
    ['triage', { touchpoint: 'shop' }, 'triage', 'triage'],
  ])('is decided by %s', (_, part, pod, decidedBy) => expect(decide(byTouchpoint, 1, factsOfHandoff({ ...handoff, ...part }))).toMatchObject({ pod, decidedBy }));
});

describe('every decision', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'ab', 'abc');
  const pod = fc.constantFrom('one', 'two', 'three');
  const match = fc.dictionary(fc.constantFrom('theme', 'touchpoint', 'product', 'supplier', 'title'), fc.oneof(name, fc.constantFrom('a*', '*b', '*'), fc.array(name, { minLength: 1, maxLength: 2 })), { maxKeys: 2 });
  const { rule } = fc.letrec((tie) => ({
    rule: fc.record({ match, pod, rules: fc.option(fc.array(tie('rule'), { minLength: 1, maxLength: 2 }), { nil: undefined, maxDepth: 2 }) }),
  }));
  type Node = { match: object; pod?: string; rules?: Node[] };
  let number = 0;
  const named = (nodes: readonly Node[]): object[] => nodes.map(({ rules: inner, ...rest }) => ({ name: `rule ${number++}`, ...rest, ...(inner && { rules: named(inner) }) }));
  const file = fc
    .record({ rules: fc.array(rule as fc.Arbitrary<Node>, { maxLength: 5 }), touchpoints: fc.dictionary(name, pod), products: fc.dictionary(name, pod) })
    .map(({ rules: nodes, touchpoints, products }) => JSON.stringify({ pods: { one: { name: '1' }, two: { name: '2' }, three: { name: '3' } }, triage: 'three', ownership: { touchpoints, products }, rules: named(nodes) }))
    .map((yaml) => parseRules(yaml))
    .filter((parsed) => parsed.ok)
    .map((parsed) => (parsed).file.rules);
  const snapshot = fc.record({ theme: name, touchpoint: name, title: name, product: fc.option(name, { nil: undefined }), supplier: fc.option(name, { nil: undefined }) }).map(issue);

  it('names exactly one pod that exists, the same each time, along a path of the tree', () => {
    fc.assert(
      fc.property(file, snapshot, (tree, it) => {
        const decision = decide(tree, 1, factsOfIssue(it));
        expect(tree.pods.has(decision.pod)).toBe(true);
        expect(decide(tree, 1, factsOfIssue(structuredClone(it)))).toEqual(decision);
        let siblings = tree.rules;
        for (const step of decision.path) siblings = siblings.find((rule) => rule.name === step)!.rules;
        expect(decision.nearMisses.length).toBeLessThanOrEqual(5);
        expect(decision.reason).toMatch(/./);
      }),
      { numRuns: 100 },
    );
  });

  it('follows the first sibling that matches: what stands after it changes nothing', () => {
    fc.assert(
      fc.property(file, snapshot, (tree, it) => {
        const { path, pod: before, reason } = decide(tree, 1, factsOfIssue(it));
        const first = tree.rules.findIndex((rule) => rule.name === path[0]);
        fc.pre(first >= 0);
        expect(decide({ ...tree, rules: tree.rules.slice(0, first + 1) }, 1, factsOfIssue(it))).toMatchObject({ pod: before, path, reason });
        const catchAll = { name: 'first of all', matchers: [], pod: 'two', rules: [] };
        expect(decide({ ...tree, rules: [catchAll, ...tree.rules] }, 1, factsOfIssue(it))).toMatchObject({ pod: 'two', path: ['first of all'] });
      }),
      { numRuns: 100 },
    );
  });

  it('never goes to a rule that was called unreachable', () => {
    const all = fc.array(rule as fc.Arbitrary<Node>, { minLength: 1, maxLength: 5 });
    let found = 0;
    fc.assert(
      fc.property(all, fc.array(snapshot, { minLength: 5, maxLength: 5 }), (nodes, issues) => {
        const document = { pods: { one: { name: '1' }, two: { name: '2' }, three: { name: '3' } }, triage: 'three', rules: named(nodes) };
        const parsed = parseRules(JSON.stringify(document));
        fc.pre(!parsed.ok);
        const names = (parsed).faults.map(({ detail }) => /^[^"]*"([^"]+)" can never match/.exec(detail)?.[1]);
        // Built past the validation: the rules one by one, as files of their own, hung together again.
        const single = (node: object) => parseRules(JSON.stringify({ ...document, rules: [node] }));
        const built = document.rules.map(single);
        fc.pre(built.every((it) => it.ok));
        const tree: Rules = { ...builtInRules, rules: built.flatMap((it) => (it.ok ? it.file.rules.rules : [])) };
        for (const it of issues) {
          const { path } = decide(tree, 1, factsOfIssue(it));
          for (const step of path.slice(0, 1)) expect(names).not.toContain(step);
        }
        found++;
      }),
      { numRuns: 60 },
    );
    expect(found).toBeGreaterThan(20);
  });
});
