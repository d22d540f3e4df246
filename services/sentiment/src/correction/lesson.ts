import { isScored, Taxonomy, type Correction, type Mood, type Own, type SentimentModel } from '@vocloop/text';

/** What a person said of a text: its label, all themes that it speaks of, or both; nothing, where nobody corrected it. `language` as its source declared it. */
export interface Lesson { readonly text: string; readonly language?: string | null | undefined; readonly label?: Mood | null | undefined; readonly themes?: readonly string[] | null | undefined }

/** As much of a text teaches as people read before they judge it. */
const longest = 2000;

/** The beginning of a text, as it is kept and learnt from. */
export const beginningOf = (text: string): string => text.slice(0, longest).toWellFormed();

/** A lesson beside what the model says of its text, of themes only those that there are; undefined where the model scores no texts of its language. */
export function correctionOf({ text: whole, language: declared, label, themes }: Lesson, model: SentimentModel, { taxonomy = Taxonomy.builtIn }: Pick<Own, 'taxonomy'> = {}): Correction | undefined {
  const text = beginningOf(whole);
  const { polarity, label: read, confidence, themes: found, language: { code: language } } = model.read(text, declared ?? undefined, { taxonomy }).score;
  if (read === 'unscored' || !isScored(language)) return undefined;
  return { text, language, before: { polarity, label: read, confidence, themes: found }, label: label ?? undefined, themes: themes?.filter((it) => taxonomy.has(it)) };
}
