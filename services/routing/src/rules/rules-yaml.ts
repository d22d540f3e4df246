import { isAlias, isMap, isPair, isScalar, isSeq, Lexer, LineCounter, parseDocument, Parser, visit, type Document, type Node, type Pair } from 'yaml';

export type FaultCode = 'syntax' | 'too_large' | 'too_deep' | 'missing' | 'unknown_field' | 'unknown_pod' | 'duplicate' | 'unreachable' | 'condition' | 'invalid';

/** What is wrong with a rules file, where, and how to mend it. Lines and columns count from 1. */
export interface Fault {
  readonly pointer: string;
  readonly code: FaultCode;
  readonly detail: string;
  readonly line: number;
  readonly column: number;
}

export type Path = readonly PropertyKey[];

/** A fault before its place is known: `key` points at the field's name, `inside` so many characters into its value. */
export interface Finding {
  readonly path: Path;
  readonly code: FaultCode;
  readonly message: string;
  readonly key?: boolean;
  readonly inside?: { readonly text: string; readonly at: number };
}

/** A YAML document as plain values, and the way from a place in them to its line. */
export interface Source {
  readonly value: unknown;
  readonly fault: (finding: Finding) => Fault;
}

const largest = 128 * 1024;
const deepest = 64;
const mostAliases = 100;

/** Reads YAML without trusting it: bounded in size, depth and aliases; every key once. */
export function readYaml(text: string): Source | Fault[] {
  const lines = new LineCounter();
  const tooMuch = excess(text);
  if (tooMuch) return [place(lineOf(text, tooMuch.offset), [], tooMuch.code, tooMuch.message)];
  // The library's own check for duplicate keys takes time in the square of their number.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
  const broken = [...document.errors, ...document.warnings].map(({ pos, message }) => place(lines.linePos(pos[0]), [], 'syntax', message));
  if (broken.length > 0) return broken;
  const refused = refusals(document).map(({ node, code, message }) => place(lines.linePos(node?.range?.[0] ?? 0), [], code, message));
  if (refused.length > 0) return refused;
  const fault = (finding: Finding): Fault => place(lines.linePos(offsetOf(document, text, finding)), finding.path, finding.code, finding.message);
  try {
    return { value: document.toJS({ maxAliasCount: mostAliases }) as unknown, fault };
  } catch {
    return [place({ line: 1, col: 1 }, [], 'too_large', `uses more than ${mostAliases} aliases; write the values out`)];
  }
}

/** Checked on the tokens: the document's composer recurses, and deep nesting would take the process down. */
function excess(text: string): { offset: number; code: FaultCode; message: string } | undefined {
  if (text.length > largest) return { offset: largest, code: 'too_large', message: `the file has ${text.length} characters; at most ${largest} are read` };
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const done of parser.next(lexeme)) void done;
    if (parser.stack.length > deepest) return { offset: parser.offset, code: 'too_deep', message: 'is nested too deep; a rules file needs no more than 8 levels of rules' };
  }
  return undefined;
}

type Refusal = { node: Node | undefined; code: FaultCode; message: string };

function refusals(document: Document): Refusal[] {
  const found: Refusal[] = [];
  visit(document, {
    Map: (_, map) => void found.push(...keysOf(map.items)),
    Alias: (_, alias, ancestors) => {
      const target = alias.resolve(document);
      if (target && ancestors.includes(target)) found.push({ node: alias, code: 'invalid', message: `*${alias.source} stands inside itself; write the value out` });
    },
  });
  return found;
}

function keysOf(pairs: readonly Pair[]): Refusal[] {
  const seen = new Set<string>();
  return pairs.flatMap(({ key }): Refusal[] => {
    const node = key as Node | undefined;
    if (!isScalar(key) || !/^(string|number|boolean)$/.test(typeof key.value)) return [{ node, code: 'invalid', message: 'is not a name; fields have plain names' }];
    const text = String(key.value);
    if (text === '__proto__') return [{ node, code: 'unknown_field', message: '"__proto__" is no field; take it out' }];
    if (seen.has(text)) return [{ node, code: 'duplicate', message: `"${text}" stands here twice; keep one` }];
    seen.add(text);
    return [];
  });
}

/** Where a finding is: its value (or its key), or the nearest thing around it that stands in the file. */
function offsetOf(document: Document, text: string, { path, key, inside }: Finding): number {
  let node: unknown = document.contents;
  let offset = isNodeAt(node) ? node.range[0] : 0;
  for (const [depth, step] of path.entries()) {
    const parent = isAlias(node) ? node.resolve(document) : node;
    const pair = isMap(parent) ? parent.items.find((it) => isPair(it) && isScalar(it.key) && String(it.key.value) === String(step)) : undefined;
    node = pair ? pair.value : isSeq(parent) ? parent.items[Number(step)] : undefined;
    const last = depth === path.length - 1;
    if (pair && (last && key || !isNodeAt(node)) && isNodeAt(pair.key)) offset = pair.key.range[0];
    else if (isNodeAt(node)) offset = node.range[0];
    else break;
  }
  if (!inside || !isNodeAt(node)) return offset;
  // Exact only where the value stands in the file as it is read: plain, or in quotes on one line.
  const start = [0, 1].find((quote) => text.startsWith(inside.text, offset + quote));
  return start === undefined ? offset : offset + start + inside.at;
}

const isNodeAt = (node: unknown): node is Node & { range: [number, number, number] } => Boolean((node as Node | undefined)?.range);

function lineOf(text: string, offset: number): { line: number; col: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, col: (before.at(-1) ?? '').length + 1 };
}

function place({ line, col }: { line: number; col: number }, path: Path, code: FaultCode, message: string): Fault {
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { pointer, code, detail: `line ${line}, column ${col}: ${message}`, line, column: col };
}
