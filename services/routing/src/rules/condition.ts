import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import type { IssueSnapshot } from '@vocloop/contracts';

/** What a condition says of an issue. One that breaks (a division by zero) does not hold, and says why. */
export type Verdict = { readonly holds: boolean; readonly error?: string };

/** A CEL expression over an issue, compiled and bounded. */
export interface Condition {
  readonly text: string;
  readonly judge: (issue: IssueSnapshot) => Verdict;
}

/** Why an expression was refused, and at which character of it. */
export interface ConditionFault {
  readonly message: string;
  readonly at: number;
}

export const longestCondition = 1000;

const environment = new Environment({ limits: { maxAstNodes: 200, maxDepth: 24, maxListElements: 100 } })
  .registerVariable({ name: 'severity', schema: { level: 'string', score: 'double', reasons: 'list<string>' } })
  .registerVariable('feedbackCount', 'int')
  .registerVariable('customerCount', 'int')
  .registerVariable('muted', 'bool')
  .registerVariable('examples', 'list<string>')
  .registerVariable('words', 'list<string>');
const strings = ['id', 'title', 'status', 'touchpoint', 'theme', 'product', 'supplier', 'segment'] as const;
const moments = ['firstSeenAt', 'lastSeenAt', 'detectedAt'] as const;
for (const name of strings) environment.registerVariable(name, 'string');
for (const name of moments) environment.registerVariable(name, 'google.protobuf.Timestamp');

/** The names that a condition may use. */
const conditionNames = [...strings, 'severity', 'feedbackCount', 'customerCount', ...moments, 'muted', 'examples', 'words'] as const;

// An allow-list: matches() is a regular expression that may run without end, bind() and map() let values grow without bound.
const loops = new Set(['all', 'exists', 'exists_one', 'filter']);
const functions = new Set([
  ...loops, 'size', 'has', 'contains', 'startsWith', 'endsWith', 'lowerAscii', 'upperAscii', 'trim', 'double', 'int', 'string',
  'timestamp', 'duration', 'getFullYear', 'getMonth', 'getDate', 'getDayOfMonth', 'getDayOfWeek', 'getHours', 'getMinutes', 'getSeconds',
]);

/** Compiles a condition: it must parse, be a yes or no, and use only what is bounded. */
export function compileCondition(text: string): Condition | ConditionFault {
  try {
    const run = environment.parse(text);
    const refused = refusal(run.ast, 0);
    if (refused) return refused;
    const { valid, type, error } = run.check();
    if (!valid) return fault(error);
    if (type !== 'bool') return { message: `gives a ${type ?? 'value'}, not true or false; compare it with something, such as "feedbackCount > 10"`, at: 0 };
    return { text, judge: (issue) => judge(() => run(context(issue)) as unknown) };
  } catch (error) {
    return fault(error);
  }
}

function judge(run: () => unknown): Verdict {
  try {
    return { holds: run() === true };
  } catch (error) {
    return { holds: false, error: summary(error) };
  }
}

function refusal(node: ASTNode, loopDepth: number): ConditionFault | undefined {
  const called = node.op === 'call' || node.op === 'rcall' ? node.args[0] : undefined;
  if (called !== undefined && !functions.has(called)) return { message: `${called}() cannot be used; there are ${[...functions].sort().join(', ')}`, at: node.start };
  const depth = loopDepth + (called !== undefined && loops.has(called) ? 1 : 0);
  if (depth > 1) return { message: `${called}() stands inside another loop; one loop at most, so that a condition stays quick`, at: node.start };
  for (const child of [node.args].flat(2) as unknown[]) {
    const found = isNode(child) ? refusal(child, depth) : undefined;
    if (found) return found;
  }
  return undefined;
}

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

function fault(error: unknown): ConditionFault {
  const unknown = /^Unknown variable: (.+)$/.exec(summary(error));
  const message = unknown ? `does not know "${unknown[1]}"; there are ${conditionNames.join(', ')}` : summary(error);
  const range = (error as { range?: { start: number } } | undefined)?.range;
  return { message, at: range?.start ?? 0 };
}

const summary = (error: unknown): string => (error as { summary?: string }).summary ?? (error instanceof Error ? error.message.split('\n')[0]! : String(error));

/** Absent fields are empty, so that a condition can ask for them: `supplier != ""`. */
function context(issue: IssueSnapshot): Record<string, unknown> {
  const { level, score, reasons } = issue.severity;
  return {
    ...Object.fromEntries(strings.map((name) => [name, issue[name] ?? ''])),
    ...Object.fromEntries(moments.map((name) => [name, new Date(issue[name])])),
    severity: { level, score, reasons },
    feedbackCount: BigInt(issue.feedbackCount),
    customerCount: BigInt(issue.customerCount),
    muted: issue.muted,
    examples: issue.examples,
    words: issue.grouping.words,
  };
}
