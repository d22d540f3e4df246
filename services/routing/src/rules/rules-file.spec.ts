import { describe, expect, it } from '@jest/globals';
import { parseRules } from './rules-file.js';

const secret = `whsec_${'A'.repeat(43)}=`;
const pods = `pods:
  logistics:
    name: Logistics
    members: [{ name: Ann Alba, role: product_engineer }]
    webhook: { url: "https://pod.example/hook", secret: "${secret}" }
  triage: { name: Triage }
`;
const top = `${pods}triage: triage\n`;

/** Faults as `line:column code message`. */
function faultsIn(yaml: string): string[] {
  const parsed = parseRules(yaml);
  if (parsed.ok) return [];
  return parsed.faults.map(({ line, column, code, detail }) => `${line}:${column} ${code} ${detail.replace(/^line \d+, column \d+: /, '')}`);
}

describe('a rules file', () => {
  it('becomes rules, and shows its secrets nowhere', () => {
    const parsed = parseRules(`${top}ownership:\n  products: { Garden-Chair: logistics }\nrules:\n  - name: bad\n    match: { theme: [quality, safety], title: "*broken*" }\n    if: 'feedbackCount > 3'\n    pod: logistics\n`);
    expect(parsed).toMatchObject({ ok: true, file: { rules: { triage: 'triage', rules: [{ name: 'bad', pod: 'logistics', matchers: [{ field: 'theme' }, { field: 'title' }], condition: { text: 'feedbackCount > 3' } }] } } });
    if (!parsed.ok) return;
    expect(parsed.file.rules.products.get('garden-chair')).toEqual({ name: 'Garden-Chair', pod: 'logistics' });
    expect(parsed.file.rules.pods.get('logistics')).toEqual({ id: 'logistics', name: 'Logistics', members: [{ name: 'Ann Alba', role: 'product_engineer' }], webhook: { url: 'https://pod.example/hook', secret } });
    expect(parsed.file.yaml).toContain('secret: "whsec_********"');
    expect(parsed.file.yaml).not.toContain('AAAA');
    expect(parsed.file.secrets).toEqual(new Map([['logistics', secret]]));
  });

  it('takes a masked secret from those that are stored', () => {
    const masked = top.replace(secret, 'whsec_********');
    const parsed = parseRules(masked, new Map([['logistics', secret]]));
    expect(parsed.ok && parsed.file.rules.pods.get('logistics')?.webhook?.secret).toBe(secret);
    expect(faultsIn(masked)).toEqual([expect.stringMatching(/^5:\d+ invalid the pod "logistics" has no stored secret that whsec_\*+ could stand for; give the secret in full$/)]);
  });

  it('takes two secrets while one is rotated, and masks both', () => {
    const parsed = parseRules(top.replace(secret, `${secret} whsec_${'B'.repeat(44)}`));
    expect(parsed.ok && parsed.file.yaml).toMatch(/secret: "whsec_\*{8}"/);
  });

  it('takes JSON, which is YAML', () => expect(faultsIn('{"pods": {"triage": {"name": "Triage"}}, "triage": "triage"}')).toEqual([]));

  it.each<[string, string, string[]]>([
    ['an unknown pod in a rule', `${top}rules:\n  - name: a\n    match: { theme: x }\n    pod: logistic\n`, ['11:10 unknown_pod pod "logistic" does not exist; did you mean "logistics"?']],
    ['an unknown triage pod', `${pods}triage: tirage\n`, ['7:9 unknown_pod pod "tirage" does not exist; did you mean "triage"?']],
    ['an unknown owner', `${top}ownership:\n  touchpoints: { delivery: furniture }\n`, ['9:28 unknown_pod pod "furniture" does not exist; there are "logistics", "triage"']],
    ['no triage', pods, ['1:1 missing "triage" is missing; add "triage: POD", the pod that gets what nobody else owns']],
    ['an unknown field', `${top}rule: []\n`, ['8:1 unknown_field "rule" is no field here; did you mean "rules"?']],
    ['an unknown field of a match', `${top}rules:\n  - name: a\n    match: { touchpont: x }\n    pod: triage\n`, ['10:14 unknown_field "touchpont" is no field here; did you mean "touchpoint"?']],
    ['a level that is none', `${top}rules:\n  - { name: a, pod: triage, match: { severity: [low, hihg] } }\n`, ['9:54 invalid "severity" "hihg" does not exist; did you mean "high"?']],
    ['a number where a text belongs', `${top}rules:\n  - { name: a, pod: triage, match: { product: 500 } }\n`, ['9:47 invalid "product" must be a text (a number, a yes or a no: put it in quotes)']],
    ['a condition, at its character', `${top}rules:\n  - name: a\n    if: 'muted && feedbackCnt > 1'\n    pod: triage\n`, [expect.stringMatching(/^10:19 condition the condition does not know "feedbackCnt"; there are/) as unknown as string]],
    ['a leaf without a pod', `${top}rules:\n  - name: a\n    match: { theme: x }\n`, ['9:5 missing rule "a" names no pod and has no rules inside; add "pod: …"']],
    ['a rule after one that takes everything', `${top}rules:\n  - { name: all, pod: triage }\n  - { name: late, pod: logistics, match: { theme: x } }\n`, ['10:5 unreachable rule "late" can never match: "all" before it takes everything that it asks for; put it first, or take it out']],
    ['a rule after a wider one', `${top}rules:\n  - { name: wide, pod: triage, match: { theme: "d*", severity: "*" } }\n  - { name: narrow, pod: logistics, match: { theme: [delivery, damage], product: x } }\n`, [expect.stringMatching(/^10:5 unreachable rule "narrow".*"wide"/) as unknown as string]],
    ['two rules of one name', `${top}rules:\n  - { name: a, pod: triage, match: { theme: x }, rules: [{ name: a, pod: triage, match: { product: y } }] }\n`, ['9:66 duplicate a rule named "a" exists already; decisions are told by rules\' names, so give it another']],
    ['a key twice', `${top}triage: logistics\n`, ['8:1 duplicate "triage" stands here twice; keep one']],
    ['an owner twice but for case', `${top}ownership:\n  products: { chair: triage, Chair: logistics }\n`, ['9:30 duplicate "Chair" has an owner already (case does not matter); keep one']],
    ['a webhook that is no URL', top.replace('https://pod.example/hook', 'pod.example/hook'), ['5:21 invalid "url" is no URL; write it in full, such as "https://pod.example/hook"']],
    ['a webhook with a password', top.replace('https://', 'https://me:pw@'), ['5:21 invalid "url" carries a user or a password; take them out: the secret signs the message']],
    ['a webhook of another kind', top.replace('https://', 'file://'), ['5:21 invalid "url" begins with file:; webhooks go to https']],
    ['a role that is none', top.replace('product_engineer', 'boss'), ['4:39 invalid "role" must be one of product_engineer, qa_analyst, cx_specialist, data_analyst']],
    ['a pod whose name cannot be a topic', top.replace('  triage:', '  Triage Pod:'), ['6:3 invalid "Triage Pod" must be lower-case letters, digits and dashes, at most 63, such as "claims-desk"']],
    ['no pods', 'pods: {}\ntriage: triage\n', ['1:7 invalid "pods" must have 1 to 500 pods']],
    ['YAML that is none', 'pods: [\n', ['2:1 syntax Flow sequence in block collection must be sufficiently indented and end with a ]']],
    ['nothing', '', ['1:1 invalid the file must be a map of fields']],
    ['a tag', `${top}rules: !!js/function x\n`, [expect.stringMatching(/^8:8 syntax Unresolved tag/) as unknown as string]],
    ['a prototype', `${top}__proto__: { a: 1 }\n`, ['8:1 unknown_field "__proto__" is no field; take it out']],
    ['two documents', `${top}---\n${top}`, [expect.stringMatching(/^8:1 syntax Source contains multiple documents/) as unknown as string]],
  ])('with %s says where and what to mend', (_, yaml, expected) => expect(faultsIn(yaml)).toEqual(expected));

  it('tells all faults at once, in the order of the lines', () => {
    const yaml = `${top}ownership:\n  products: { a: logistik }\nrules:\n  - name: a\n    match: { thme: x }\n    pod: nobody\n  - name: b\n    if: 'oops'\n    pod: triage\n`;
    expect(faultsIn(yaml).map((it) => it.split(' ').slice(0, 2).join(' '))).toEqual(['9:18 unknown_pod', '12:14 unknown_field', '13:10 unknown_pod', '15:10 condition']);
  });

  it('bounds what goes out as one event, whatever aliases make of it', () => {
    const owned = Array.from({ length: 600 }, (_, i) => `    ${'漢'.repeat(190)}${i}: triage\n`).join('');
    const yaml = `${top}ownership:\n  touchpoints: &t\n${owned}  products: *t\n`;
    expect(faultsIn(yaml)).toEqual([expect.stringMatching(/"ownership" takes more than 400 kB written out; own fewer names or shorter ones/)]);
  });

  it('shows no secret in a fault', () => expect(faultsIn(top.replace(secret, 'whsec_shortsecret')).join()).not.toMatch(/shortsecret/));

  it('wants a secret that it can mask', () => expect(faultsIn(top.replace('whsec_A', '\\x77hsec_A'))).toEqual([expect.stringMatching(/written with escapes/)]));

  const K = 100_000;
  it.each<[string, string]>([
    ['brackets', '['.repeat(K)],
    ['braces', '{a: '.repeat(K / 4)],
    ['dashes', '- '.repeat(K / 2)],
    ['indents', Array.from({ length: 600 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['aliases in aliases', `a: &a [x,x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((it, i) => `${it}: &${it} [${Array(10).fill(`*${'abcdefghi'[i]}`).join(',')}]`).join('\n')}`],
    ['an alias of itself', 'pods: &a [*a]'],
    ['many keys', Array.from({ length: 10_000 }, (_, i) => `k${i}: 1`).join('\n')],
    ['many flow keys', `{${Array.from({ length: 15_000 }, (_, i) => `k${i}`).join(',')}}`],
    ['many anchors', '&a '.repeat(K / 3)],
    ['rules in rules', `${top}rules: ${'[{ name: a, rules: '.repeat(20)}[]${'}]'.repeat(20)}`],
    ['a file too large', `${top}# ${'x'.repeat(140_000)}`],
    ['a value too long', `${top}rules:\n  - { name: ${'x'.repeat(100_000)}, pod: triage }`],
    ['a condition too long', `${top}rules:\n  - { name: a, pod: triage, if: "${'muted && '.repeat(5000)}muted" }`],
    ['wide rules that look alike', `${top}rules:\n${Array.from({ length: 200 }, (_, i) => `  - { name: n${i}, pod: triage, match: { title: [${Array.from({ length: 80 }, (__, j) => `a${j}*`).join(',')},z${i}] } }`).join('\n')}`],
    ['many unknown pods', `${top}ownership:\n  products:\n${Array.from({ length: 4900 }, (_, i) => `    p${i}: nobody-${i}`).join('\n')}`],
  ])('survives %s', (_, yaml) => {
    const begun = performance.now();
    const parsed = parseRules(yaml);
    if (!parsed.ok) expect(parsed.faults.length).toBeGreaterThan(0);
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});
