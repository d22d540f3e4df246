import { storable, type FactInput, type FeedbackInput } from '@vocloop/contracts';
import { findPersonalData, type Kind, type Reading } from './personal-data.js';

/** A field in which personal data was found, by JSON pointer, and of which kind. */
export interface Masked {
  readonly pointer: string;
  readonly kind: Kind;
}

/** How to mask: the region of phone numbers without a country's code, and the keyed hash that stands for a reference. */
export interface Masking extends Reading {
  pseudonym(reference: string): string;
}

/** A text without personal data: each piece is replaced by its kind in brackets. Masking twice changes nothing more. */
export function maskText(text: string, reading: Reading): { text: string; kinds: Kind[] } {
  let masked = storable(text);
  const kinds = new Set<Kind>();
  // One finding may hide another: digits that a card's number took with it are a phone's once that is masked.
  for (let findings = findPersonalData(masked, reading), round = 0; findings.length > 0 && round < mostRounds; findings = findPersonalData(masked, reading), round++) {
    masked = replaced(masked, findings);
    for (const { kind } of findings) kinds.add(kind);
  }
  return { text: masked, kinds: [...kinds] };
}

const mostRounds = 5;

function replaced(text: string, findings: readonly { kind: Kind; from: number; to: number }[]): string {
  let masked = '';
  let end = 0;
  for (const { kind, from, to } of findings) {
    masked += `${text.slice(end, from)}[${kind}]`;
    end = to;
  }
  return masked + text.slice(end);
}

const phoneField = /phone|mobile|\btel\b|\bcell|fax|whatsapp|msisdn/i;

/** A masked feedback, with where and what was found. */
export function maskFeedback(input: FeedbackInput, masking: Masking): { input: FeedbackInput; masked: Masked[] } {
  const { text, attributes, ...names } = input;
  const masked: Masked[] = [];
  const mask = (pointer: string, value: string, reading: Reading = masking) => {
    const { text: clean, kinds } = maskText(value, reading);
    masked.push(...kinds.map((kind) => ({ pointer, kind })));
    return clean;
  };
  const clean: FeedbackInput = { ...names, ...maskNames(names, masking, masked) };
  if (text !== undefined) clean.text = mask('/text', text);
  if (attributes) {
    const safe = new Map<string, string>();
    // In the order of their names, so that those that mask alike have the same numbers however they were sent.
    for (const [key, value] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const safeKey = freeName(maskText(key, masking).text, safe);
      safe.set(safeKey, mask(`/attributes/${escapePointer(safeKey)}`, value, { region: masking.region, phoneExpected: phoneField.test(key) }));
    }
    clean.attributes = Object.fromEntries(safe);
  }
  return { input: clean, masked };
}

/** A masked fact, with where and what was found. */
export function maskFact(input: FactInput, masking: Masking): { input: FactInput; masked: Masked[] } {
  const masked: Masked[] = [];
  return { input: { ...input, ...maskNames(input, masking, masked) }, masked };
}

const references = { customer: 'cust_', externalId: 'ref_', conversation: 'ref_' } as const;
const names = ['source', 'touchpoint', 'product', 'supplier', 'segment', 'unit'] as const;
type Names = Partial<Record<keyof typeof references | (typeof names)[number], string>>;

/** The names and references of a thing, masked; those that it has not are left out. Tells in `masked` where and what was found. */
export function maskNames(input: Names, masking: Masking, masked: Masked[] = []): Names {
  const clean: Names = {};
  for (const field of names) {
    const value = input[field];
    if (value === undefined) continue;
    const { text, kinds } = maskText(value, masking);
    clean[field] = text;
    masked.push(...kinds.map((kind) => ({ pointer: `/${field}`, kind })));
  }
  for (const field of Object.keys(references) as (keyof typeof references)[]) {
    const value = input[field];
    const kind = value === undefined ? undefined : identifies(value, masking);
    if (value === undefined || !kind) continue;
    clean[field] = references[field] + masking.pseudonym(normal(value, kind));
    masked.push({ pointer: `/${field}`, kind });
  }
  return clean;
}

/** What personal data a reference is, if any. Bare digits are somebody's own numbering, not a telephone. */
function identifies(reference: string, { region }: Reading): Kind | undefined {
  const found = findPersonalData(reference, { region });
  return /^\d+$/.test(reference) ? found.find((it) => it.kind === 'card')?.kind : found[0]?.kind;
}

/** Spellings of one address or number must give one pseudonym. */
const normal = (reference: string, kind: Kind): string => (kind === 'email' ? reference.toLowerCase() : reference.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase());

/** Attributes whose names mask alike are numbered, so that none takes another's place: "[email]", "[email] 2". */
function freeName(name: string, taken: ReadonlyMap<string, unknown>, number = 1): string {
  const numbered = number === 1 ? name : `${name} ${number}`;
  return taken.has(numbered) ? freeName(name, taken, number + 1) : numbered;
}

const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
