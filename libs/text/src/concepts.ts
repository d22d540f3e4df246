import { conceptsDe } from './concepts-de.js';
import { conceptsEn } from './concepts-en.js';
import { conceptsEs } from './concepts-es.js';
import { conceptsFr } from './concepts-fr.js';
import { conceptsIt } from './concepts-it.js';
import { conceptsPt } from './concepts-pt.js';
import { Phrasebook } from './phrasebook.js';
import { languages, type Language } from './stem.js';

/** Words that mean the same problem or thing, language by language. */
const concepts: Record<Language, string> = { en: conceptsEn, es: conceptsEs, de: conceptsDe, fr: conceptsFr, it: conceptsIt, pt: conceptsPt };
const books = new Map(languages.map((it) => [it, bookOf(it)]));

function bookOf(language: Language): Phrasebook<string> {
  const book = new Phrasebook<string>(language);
  for (const line of concepts[language].trim().split('\n')) {
    const [id, phrases] = line.split(': ') as [string, string];
    for (const phrase of phrases.split(',')) book.add(phrase, id);
  }
  return book;
}

/** The concepts of a language, ready to be found in a text. */
export const conceptsOf = (language: Language): Phrasebook<string> => books.get(language) as Phrasebook<string>;
