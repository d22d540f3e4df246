import { scales, type Channel, type RatingKind } from '@vocloop/contracts';
import type { Mapping, PlainField } from './mapping.js';
import { guessMomentForm } from './moments.js';
import { cellOf, channelOf, parseRating } from './row.js';

/** A mapping guessed from the headers and some rows, with notes on what is doubtful. */
export interface Guess {
  readonly mapping: Mapping;
  readonly notes: readonly string[];
}

type Rows = readonly Readonly<Record<string, string>>[];
type Values = (header: string) => string[];
type Fits = (values: string[], header: string) => boolean;

const plain = (header: string): string => header.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2').toLowerCase().replaceAll(/[^\p{L}\p{N}#]+/gu, ' ').trim();
const wordy: Fits = (values) => values.length > 0 && values.filter((it) => /\s/.test(it.trim())).length >= values.length / 3;
const anything: Fits = (values) => values.length > 0;
const unique: Fits = (values) => values.length > 0 && new Set(values).size === values.length;
const repeated: Fits = (values) => new Set(values).size < values.length;
const share = (least: number) => (holds: (value: string) => boolean): Fits => (values) => values.length > 0 && values.filter(holds).length >= least * values.length;
const mostly = share(0.9);
/** A header that says what it holds needs half of its values to fit: the others are refused with their lines, not quietly kept as attributes. */
const half = share(0.5);

const texts = [
  /narrative|verbatim/,
  /^(comments?|feedback|reviews?|review text|text|message|body|content|tweet|opinion|remarks?|answer|complaint|transcript|kommentar|comentario|commentaire)$/,
  /\b(comments?|feedback|review|text|message|body|content|tweet|opinion|description|transcript)$/,
];
const moments = [/^(when|occurred at|occurred|created at|created|date|timestamp|submitted at|submitted|posted at|posted|datetime|time|fecha|datum)$/, /\b(date|created|submitted|posted|received|timestamp)\b/];
const ratings = [/\b(nps|csat|ces)\b|net promoter|how likely/, /\b(stars?|rating|bewertung)\b/, /\b(score|satisfaction|effort)\b/];
const someone = 'customer|client|user|member|guest|passenger|contact|respondent|reviewer|patient';

/** Which headers may hold a plain field, best first, and what their values must be like. */
const plainRules: readonly (readonly [PlainField, readonly RegExp[], Fits])[] = [
  ['channel', [/^(channel|medium)$/], mostly((it) => channelOf(it) !== undefined)],
  ['language', [/^(language|lang|locale)$/], mostly((it) => /^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/i.test(it))],
  ['author', [/^(author|role|speaker|sender)( type)?$/], mostly((it) => /^(customer|agent|bot)$/i.test(it))],
  ['turn', [/^turn( (no|number|index))?$/], mostly((it) => /^\d{1,5}$/.test(it))],
  ['botConfidence', [/^(bot|nlu|intent) confidence$/], mostly((it) => /^[01](\.\d+)?$/.test(it))],
  ['conversation', [/^(conversation|thread|session|chat|call|ticket)( (id|no|number))?$/], repeated],
  ['externalId', [/^(id|external id|uuid|guid)$/, /^(review|response|feedback|complaint|ticket|tweet|comment|submission|case|record)( (id|no|number|#))$/, /^(row|row id|#|nr|no)$/, new RegExp(`^(?!.*\\b(${someone}|product|item|order)\\b).*\\bid$`)], unique],
  ['customer', [new RegExp(`^(${someone})( (id|ref|reference|no|number|key))?$`), /\be ?mail\b/], anything],
  ['product', [/^(product|item|airline|brand|model|hotel|restaurant|app)( (name|id))?$/], anything],
  ['supplier', [/^(supplier|vendor|manufacturer)( (name|id))?$/], anything],
  ['segment', [/^(segment|tier|plan|cohort|customer type)$/], anything],
  ['touchpoint', [/^(touch ?point|journey|stage|moment)$/], anything],
];

/** Guesses which column means what; `defaults` are the source's name and what the caller has set. */
export function guessMapping(headers: readonly string[], rows: Rows, defaults: { source: string; channel?: Channel; touchpoint?: string }): Guess {
  const free = new Set(headers);
  const values: Values = (header) => rows.map((row) => cellOf(row, header)).filter((it) => it.trim() !== '');
  const take = (patterns: readonly RegExp[], fits: Fits): string | undefined => {
    for (const pattern of patterns) {
      const candidates = [...free].filter((it) => pattern.test(plain(it)) && fits(values(it), it));
      const best = longest(candidates, values);
      if (best !== undefined) return free.delete(best), best;
    }
    return undefined;
  };
  const occurred = take(moments, (it) => guessMomentForm(it) !== undefined);
  const revised = take([/\b(updated|modified|revised|edited)\b/], (it) => guessMomentForm(it) !== undefined);
  const score = take(ratings, half((it) => parseRating(it) !== undefined));
  const text = take(texts, wordy) ?? take([/./], (it) => wordy(it, '') && meanLength(it) >= 15);
  const found = Object.fromEntries(plainRules.flatMap(([field, patterns, fits]) => [[field, take(patterns, fits)] as const]).filter(([, it]) => it !== undefined)) as Mapping['plain'];
  const rating = score === undefined ? undefined : ratingOf(score, values(score));
  const fallback = text === undefined || values(text).length < 0.6 * rows.length ? composed(headers.filter((it) => it !== text)) : undefined;
  const constants = { source: `=${defaults.source}`, channel: `=${defaults.channel ?? guessChannel(headers, rating?.kind, text === undefined ? [] : values(text))}`, touchpoint: `=${defaults.touchpoint ?? defaults.source}` };
  const moment = (column: string | undefined) => (column === undefined ? undefined : { column, form: guessMomentForm(values(column))!.form });
  const mapping: Mapping = {
    text: [text, fallback].filter((it) => it !== undefined),
    rating,
    occurredAt: moment(occurred),
    revisedAt: moment(revised),
    plain: { ...constants, ...found, ...(defaults.channel && { channel: constants.channel }), ...(defaults.touchpoint && { touchpoint: constants.touchpoint }) },
  };
  return { mapping, notes: notesOf(mapping, values) };
}

const meanLength = (values: readonly string[]): number => values.reduce((sum, it) => sum + it.length, 0) / Math.max(1, values.length);

/** Of several headers that fit, the one with the longest values: "review" before "review title". */
const longest = (headers: readonly string[], values: Values): string | undefined =>
  headers.reduce<string | undefined>((best, it) => (best === undefined || meanLength(values(it)) > meanLength(values(best)) ? it : best), undefined);

/** What stands for a text that most rows lack: the issue and its sub-issue, the subject, the title. */
function composed(headers: readonly string[]): string | undefined {
  const main = headers.find((it) => /^(issue|subject|title|summary|reason|category|topic)$/.test(plain(it)));
  if (main === undefined) return undefined;
  const sub = headers.find((it) => [`sub ${plain(main)}`, `sub${plain(main)}`].includes(plain(it)));
  return sub === undefined ? main : `${main} + ${sub}`;
}

function ratingOf(column: string, values: readonly string[]): Mapping['rating'] {
  // The outermost twentieth does not make the scale: a slip of the key is refused with its line instead.
  const numbers = values.map((it) => parseRating(it)).filter((it) => it !== undefined).toSorted((a, b) => a - b);
  const name = plain(column);
  const slips = Math.floor(numbers.length / 20);
  const [low, high] = [numbers[slips]!, numbers[numbers.length - 1 - slips]!];
  const named = /\bnps\b|promoter|how likely/.test(name) ? 'nps' : /\bcsat\b|satisfaction/.test(name) ? 'csat' : /\bces\b|effort/.test(name) ? 'ces' : undefined;
  const kind: RatingKind = named ?? (high > 5 && high <= 10 && /score/.test(name) ? 'nps' : 'stars');
  const usual = scales[kind];
  if (low >= usual.min && high <= usual.max) return { column, kind, scale: usual };
  return { column, kind, scale: { min: Math.min(usual.min, Math.floor(low)), max: high <= 10 ? 10 : Math.max(100, Math.ceil(high)) } };
}

function guessChannel(headers: readonly string[], kind: RatingKind | undefined, texts: readonly string[]): Channel {
  const words = headers.map(plain).join(' | ');
  if (/\b(re)?tweet/.test(words) || (texts.length > 0 && texts.filter((it) => /(^|\s)@\w{2,}/.test(it)).length >= texts.length / 2)) return 'social';
  if (/\b(complaint|ticket|case)\b/.test(words)) return 'ticket';
  if (kind === 'stars' || /\breview/.test(words)) return 'review';
  if (/\b(chat|turn)\b/.test(words)) return 'chat';
  return /\b(call|transcript)\b/.test(words) ? 'call' : 'survey';
}

function notesOf(mapping: Mapping, values: Values): string[] {
  const { occurredAt, plain: fields } = mapping;
  return [
    ...(occurredAt && guessMomentForm(values(occurredAt.column))?.ambiguous ? [`"${occurredAt.column}" could be day or month first; it is read as day first: else give occurredAt=${occurredAt.column}:month-first`] : []),
    ...(occurredAt ? [] : ['no column holds the time; each feedback counts as said now: else give occurredAt=COLUMN']),
    ...(fields.externalId ? [] : ["no column identifies a row; its line in this very file does"]),
  ];
}
