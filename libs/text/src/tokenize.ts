/** What a token is. A `break` is a run of punctuation that ends a clause or a sentence. */
export type TokenKind = 'word' | 'number' | 'mention' | 'url' | 'emoji' | 'break';

/** A piece of a text, with where it stands in it. */
export interface Token {
  kind: TokenKind;
  /** As written. */
  text: string;
  /** Lower case, straight apostrophes, no English possessive; runs of three and more equal letters, or syllables of laughter, become two. */
  word: string;
  /** Index of its first character in the text. */
  at: number;
  /** In capitals throughout, with two letters at least. */
  shouted: boolean;
  /** Written with a letter drawn out: "sooo". */
  stretched: boolean;
}

const letter = /[\p{L}\p{M}]/u;
const digit = /\p{Nd}/u;
const pictograph = /\p{Extended_Pictographic}/u;
const elided = new Set(['l', 'd', 'n', 'j', 'm', 't', 's', 'c', 'qu', 'jusqu', 'lorsqu', 'puisqu', 'aujourd', 'dell', 'all', 'nell', 'sull', 'dall', 'un', 'quest', 'quell', 'dov', 'com', 'cos', 'senz']);
const longestElided = 7;
const emoticons = new Set([':)', ':-)', ';)', ';-)', ':d', ':-d', '<3', ':p', '=)', '(:', ':(', ':-(', ":'(", ':/', ':-/', '=(', '):', '>:(', 'd:', ':|', ';d', '=d', ':-p', ':-*', '^^', '^_^', '-_-', ':o', ';(', ':c', '</3']);

const isLetter = (code: number): boolean =>
  code < 128 ? (code >= 97 && code <= 122) || (code >= 65 && code <= 90) : letter.test(String.fromCodePoint(code));
const isDigit = (code: number): boolean => (code < 128 ? code >= 48 && code <= 57 : digit.test(String.fromCodePoint(code)));
const isApostrophe = (code: number): boolean => code === 39 || code === 0x2019 || code === 0x2018 || code === 0x02bc;
const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x200b;
const width = (code: number): number => (code > 0xffff ? 2 : 1);

/** Texts are read up to here: no feedback is longer. */
export const longestText = 20_000;

/** Cuts a text into its tokens, with their places, in one pass and in linear time; hashtags are cut into their words. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const said = text.includes('[') ? text.replace(masked, (it) => ' '.repeat(it.length)) : text;
  for (let at = 0; at < said.length; ) at = next(said, at, tokens);
  return tokens;
}

/** What masking left where personal data was: nobody spoke these words. */
const masked = /\[(?:email|phone|card|iban|ip)\]/g;

function next(text: string, at: number, tokens: Token[]): number {
  const code = text.codePointAt(at) ?? 0;
  if (isSpace(code)) return lineBreak(code, text, at, tokens);
  if (code === 64 && isNameAt(text, at + 1)) return take('mention', text, at, nameEnd(text, at + 1), tokens);
  if (code === 35 && isNameAt(text, at + 1)) return hashtag(text, at + 1, tokens);
  if (isLetter(code)) return word(text, at, tokens);
  if (isDigit(code)) return take('number', text, at, numberEnd(text, at), tokens);
  const emoticon = emoticonEnd(text, at);
  if (emoticon > at) return take('emoji', text, at, emoticon, tokens);
  if (code > 0xa8 && pictograph.test(String.fromCodePoint(code))) return take('emoji', text, at, emojiEnd(text, at), tokens);
  return punctuation(text, at, code, tokens);
}

function take(kind: TokenKind, text: string, from: number, to: number, tokens: Token[]): number {
  const written = text.slice(from, to);
  tokens.push({ kind, text: written, word: written.toLowerCase(), at: from, shouted: false, stretched: false });
  return to;
}

function lineBreak(code: number, text: string, at: number, tokens: Token[]): number {
  if (code === 10 && tokens.at(-1)?.kind !== 'break') take('break', text, at, at + 1, tokens);
  return at + 1;
}

function word(text: string, from: number, tokens: Token[]): number {
  let at = from;
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0;
    if (isLetter(code)) at += width(code);
    else if (isApostrophe(code) && isLetter(text.codePointAt(at + 1) ?? 0)) {
      if (at - from <= longestElided && elided.has(text.slice(from, at).toLowerCase()) && isLetter(text.codePointAt(at + 2) ?? 0)) {
        push(text, from, at, tokens);
        return at + 1;
      }
      at += 1;
    } else break;
  }
  if (text.startsWith('://', at)) return take('url', text, from, spaceAfter(text, at), tokens);
  if (at - from === 3 && text.startsWith('www.', from)) return take('url', text, from, spaceAfter(text, at), tokens);
  push(text, from, at, tokens);
  return at;
}

function push(text: string, from: number, to: number, tokens: Token[]): void {
  const written = text.slice(from, to);
  let lower = written.toLowerCase();
  const shouted = to - from > 1 && lower !== written && written === written.toUpperCase();
  if (lower.includes('’') || lower.includes('‘') || lower.includes('ʼ')) lower = lower.replace(/[’‘ʼ]/g, "'");
  if (lower.endsWith("'s")) lower = lower.slice(0, -2);
  const squeezed = laughed(squeeze(lower));
  tokens.push({ kind: 'word', text: written, word: squeezed, at: from, shouted, stretched: squeezed.length < lower.length });
}

/** Shortens runs of three and more equal letters to two. */
function squeeze(word: string): string {
  let at = 2;
  while (at < word.length && (word[at] !== word[at - 1] || word[at] !== word[at - 2])) at++;
  if (at >= word.length) return word;
  let kept = '';
  for (let i = 0; i < word.length; i++) if (word[i] !== word[i - 1] || word[i] !== word[i - 2]) kept += word[i];
  return kept;
}

/** "hahahah" is "haha", however long somebody laughs. */
function laughed(word: string): string {
  if (word.length < 5 || word[0] !== word[2] || word[1] !== word[3]) return word;
  const pair = word.slice(0, 2);
  let at = 4;
  while (word.startsWith(pair, at)) at += 2;
  return at === word.length || (at === word.length - 1 && word[at] === word[0]) ? pair + pair : word;
}

const isHigh = (character = ''): boolean => /[\p{Lu}\p{Nd}]/u.test(character);

/** "#NeverAgain" gives "Never" and "Again". */
function hashtag(text: string, from: number, tokens: Token[]): number {
  const to = nameEnd(text, from);
  let start = from;
  for (let at = from + 1; at <= to; at++) {
    if (at < to && text[at] !== '_' && !(isHigh(text[at]) && !isHigh(text[at - 1]))) continue;
    while (start < at && text[start] === '_') start++;
    if (start < at && isLetter(text.codePointAt(start) ?? 0)) push(text, start, at, tokens);
    else if (start < at) take('number', text, start, at, tokens);
    start = at;
  }
  return to;
}

function punctuation(text: string, from: number, code: number, tokens: Token[]): number {
  if (!'.,;:!?…()[]"“”«»—–/|¿¡'.includes(String.fromCodePoint(code))) return from + width(code);
  let at = from + 1;
  while (at < text.length && '.,!?…'.includes(text[at] ?? '')) at++;
  return take('break', text, from, at, tokens);
}

const isNameAt = (text: string, at: number): boolean => {
  const code = text.codePointAt(at) ?? 0;
  return isLetter(code) || isDigit(code) || code === 95;
};

function nameEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isNameAt(text, at)) at += width(text.codePointAt(at) ?? 0);
  return at;
}

function numberEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && (isNameAt(text, at) || (/[.,:%$€£-]/.test(text[at] ?? '') && isDigit(text.codePointAt(at + 1) ?? 0)))) at += width(text.codePointAt(at) ?? 0);
  return at;
}

function emoticonEnd(text: string, at: number): number {
  for (const length of [3, 2]) {
    const end = at + length;
    if (!emoticons.has(text.slice(at, end).toLowerCase())) continue;
    // "note:done" is no grin, and neither is "option:d".
    const lettered = isLetter(text.codePointAt(end - 1) ?? 0);
    if (!lettered || !(isNameAt(text, end) || (at > 0 && isNameAt(text, at - 1)))) return end;
  }
  return at;
}

/** An emoji with its skin tone, joined parts and variation. */
function emojiEnd(text: string, from: number): number {
  let at = from + width(text.codePointAt(from) ?? 0);
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0;
    if (code === 0xfe0f || (code >= 0x1f3fb && code <= 0x1f3ff)) at += width(code);
    else if (code === 0x200d && pictograph.test(text.slice(at + 1, at + 3))) at += 1 + width(text.codePointAt(at + 1) ?? 0);
    else break;
  }
  return at;
}

function spaceAfter(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isSpace(text.charCodeAt(at))) at++;
  return at;
}
