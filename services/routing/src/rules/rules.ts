import type { DataOf, HandoffRequested, IssueSnapshot } from '@vocloop/contracts';
import type { Condition } from './condition.js';
import { fold, type Glob } from './glob.js';

/** What a rule may match on. `severity` is its level; `words` are those that the issue's feedback share: one match is enough. */
export const fields = ['touchpoint', 'product', 'theme', 'supplier', 'segment', 'status', 'severity', 'title', 'words'] as const;
export type Field = (typeof fields)[number];

export interface Member {
  readonly name: string;
  readonly role: string;
}

export interface Pod {
  readonly id: string;
  readonly name: string;
  readonly members: readonly Member[];
  readonly webhook?: { readonly url: string; readonly secret: string };
}

/** One field and what it may be: one pattern that fits is enough. */
export interface Matcher {
  readonly field: Field;
  readonly patterns: readonly Glob[];
}

/** A node of the tree. It matches when all its matchers and its condition do; without any it matches everything. */
export interface Rule {
  readonly name: string;
  readonly matchers: readonly Matcher[];
  readonly condition?: Condition;
  readonly pod?: string;
  readonly rules: readonly Rule[];
}

/** A touchpoint or a product, named as in the file, and its pod. */
export interface Ownership {
  readonly name: string;
  readonly pod: string;
}

/** The pods of a tenant, what they own, and the rules; validated: every pod that is named exists. */
export interface Rules {
  readonly pods: ReadonlyMap<string, Pod>;
  readonly triage: string;
  /** By name, folded: case does not matter. */
  readonly touchpoints: ReadonlyMap<string, Ownership>;
  readonly products: ReadonlyMap<string, Ownership>;
  readonly rules: readonly Rule[];
}

/** What a tenant has before it loads a file: one pod that gets everything. Its version is 0. */
export const builtInRules: Rules = {
  pods: new Map([['triage', { id: 'triage', name: 'Triage', members: [] }]]),
  triage: 'triage',
  touchpoints: new Map(),
  products: new Map(),
  rules: [],
};

/** The same as a file, to begin from. */
export const builtInYaml = 'pods:\n  triage:\n    name: Triage\ntriage: triage\n';

/** A field's value as it was written, and folded for comparison. */
export interface Value {
  readonly text: string;
  readonly folded: string;
}

/** What is known of the thing to be routed. A field that is absent here cannot be asked: rules that need it do not apply. */
export interface Facts {
  readonly values: Partial<Readonly<Record<Field, readonly Value[]>>>;
  readonly issue?: IssueSnapshot;
}

// What anyone can say may be of any length; matchers look at this much of it.
const longestText = 2000;
const mostWords = 200;

const values = (texts: readonly (string | undefined)[]): Value[] =>
  texts.filter((text) => text !== undefined).slice(0, mostWords).map((text) => ({ text: text.slice(0, longestText), folded: fold(text.slice(0, longestText)) }));

/** Everything that rules may ask of an issue. */
export function factsOfIssue(issue: IssueSnapshot): Facts {
  const { touchpoint, product, theme, supplier, segment, status, severity, title, grouping } = issue;
  const single = { touchpoint, product, theme, supplier, segment, status, severity: severity.level, title };
  const entries = Object.entries(single).map(([field, text]) => [field, values([text])] as const);
  return { issue, values: { ...(Object.fromEntries(entries) as Facts['values']), words: values(grouping.words) } };
}

/** A conversation that needs a human is known by its touchpoint and product only. */
export function factsOfHandoff({ touchpoint, product }: DataOf<typeof HandoffRequested>): Facts {
  return { values: { touchpoint: values([touchpoint]), product: values([product]) } };
}
