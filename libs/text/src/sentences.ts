import type { Language } from './stem.js';
import { fold } from './stem.js';
import type { Token } from './tokenize.js';

/** What the punctuation of a text tells, by the number of the clause (see `Word.clause`). */
export interface Sentences {
  /** Clauses of a question that asks for information ("How do I …?"), as against a reproach ("Why is it late again?"). */
  asking: ReadonlySet<number>;
  /** Exclamation marks in the whole text. */
  exclamations: number;
}

const asking: Record<Language, string> = {
  en: 'how what which who when where can could do does did is are will would may should any anyone has have',
  es: 'como que cual cuales quien cuando donde puedo pueden podria podrian puede hay es son tienen tiene cuanto cuanta cuantos se me aceptan',
  de: 'wie was welche welcher welches wer wann wo kann koennen koennte koennten gibt ist sind habt haben darf wieviel bis liefert bieten muss',
  fr: 'comment que quel quelle quels quelles qui quand ou puis peut pouvez pourriez est avez y combien peux existe',
  it: 'come che cosa cos quale quali chi quando dove posso possono potrei potreste puo c ci e sono avete quanto quanta quanti si accettate',
  pt: 'como que qual quais quem quando onde posso podem poderia poderiam pode ha e sao tem quanto quanta quantos da aceitam',
};
const starts = new Map(Object.entries(asking).map(([language, words]) => [language, new Set(words.split(' '))]));

/** Reads the sentences of a text from its tokens. */
export function sentencesOf(tokens: readonly Token[], language: Language): Sentences {
  const found = new Set<number>();
  let exclamations = 0;
  let [clause, first, fresh] = [0, 0, true];
  let asks = false;
  for (const token of tokens) {
    if (token.kind === 'break') {
      if (token.text.includes('?') && asks) for (let it = first; it <= clause; it++) found.add(it);
      exclamations += count(token.text, '!');
      clause++;
      if (/[.!?…\n]/.test(token.text)) [first, fresh, asks] = [clause, true, false];
      else fresh = true;
    } else if (fresh && token.kind === 'word') {
      asks ||= starts.get(language)?.has(fold(token.word, language)) ?? false;
      fresh = false;
    }
  }
  return { asking: found, exclamations };
}

function count(text: string, mark: string): number {
  let sum = 0;
  for (const it of text) if (it === mark) sum++;
  return sum;
}
