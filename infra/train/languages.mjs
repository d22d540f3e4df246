// The table that languages are told apart by, from the n-grams of the package eld; nothing else shapes it.
import { encodeLanguages } from '@vocloop/text';
import { avgScore } from '../../node_modules/eld/src/avgScore.js';
import { dictionary } from '../../node_modules/eld/src/dictionary.js';
import { ngramsData } from '../../node_modules/eld/src/ngrams/small.js';
import { separators } from '../../node_modules/eld/src/regexPatterns.js';

/** What eld took off every score. */
const base = 53;
const unknown = 127;

/** The table as bytes: for the same version of eld the same. */
export function languageTable() {
  const codes = Object.values(ngramsData.languages);
  const grams = Object.entries(ngramsData.ngrams);
  const symbols = symbolsIn(grams.map(([gram]) => gram));
  return encodeLanguages({
    codes,
    averages: codes.map((it) => avgScore[it]),
    letters: letters(),
    symbols: Uint8Array.from(dictionary, (sign) => symbols.get(sign) ?? unknown),
    pieces: grams.map(([gram, scores]) => ({
      symbols: [...gram.trim()].map((sign) => symbols.get(sign)),
      begins: gram.startsWith(' '),
      ends: gram.endsWith(' '),
      scores: Object.entries(scores).map(([language, score]) => [Number(language), score + base]),
    })),
  });
}

/** eld writes each byte as one sign, and a word's edge as a space; the signs that occur are numbered. */
function symbolsIn(grams) {
  const used = new Set(grams.join(''));
  const numbered = new Map(dictionary.filter((it) => it !== ' ' && used.has(it)).map((it, at) => [it, at + 1]));
  if (numbered.size >= unknown) throw new Error(`${numbered.size} signs do not fit into seven bits`);
  return numbered;
}

function letters() {
  const bits = new Uint8Array(8192);
  // An apostrophe is kept only before a letter, so none of them is taken for one.
  for (let code = 0; code < 65536; code++) if (!`${String.fromCharCode(code)}-`.replace(separators, ' ').startsWith(' ')) bits[code >>> 3] |= 1 << (code & 7);
  return bits;
}
