// The texts of every language, in one shape. Polish is there on purpose: no model speaks it, so it must be marked, not guessed.
import { contact } from './texts/contact.mjs';
import * as de from './texts/de.mjs';
import { complaints, complaintTails, workplace } from './texts/en-complaints.mjs';
import { lot, outage, release, rude, wait } from './texts/en-events.mjs';
import { cheers, praise, praiseTails } from './texts/en-praise.mjs';
import { remarks, remarkTails, suggestions } from './texts/en-remarks.mjs';
import * as es from './texts/es.mjs';
import * as fr from './texts/fr.mjs';
import * as pl from './texts/pl.mjs';

const en = { praise, cheers, praiseTails, remarks, remarkTails, complaints, complaintTails, events: { outage, release, lot, rude, wait } };
const languages = { en, de, es, fr, pl };
const shares = { en: 66, de: 15, es: 8, fr: 8, pl: 3 };
const countries = { en: ['GB', 'IE'], de: ['DE', 'AT'], es: ['ES'], fr: ['FR', 'BE'], pl: ['PL'] };

export const languageOf = (random) => random.weighted(shares);
export const countryOf = (random, language) => random.pick(countries[language]);
/** Lines with contact data; an account for a refund is given only by who wants money back. */
export const contactLines = (language, tone) => contact[language].filter((line) => tone === 'negative' || !line.includes('{iban}'));
export const eventTexts = (language, topic) => languages[language].events[topic] ?? en.events[topic];
/** The everyday problems that never stop: issues that are there beside the planted ones, and rightly. */
export const lasting = complaints.filter((it) => it.often).map(({ touchpoint, about }) => ({ touchpoint, about }));
export { suggestions, workplace };

/** Deals out templates by language and tone, so that all are used before one comes again. */
export function templates(random) {
  const dealers = new Map();
  const deal = (key, list) => {
    if (!dealers.has(key)) dealers.set(key, random.dealer(list));
    return dealers.get(key)();
  };
  return {
    praise(language, touchpoint) {
      const own = languages[language].praise[touchpoint];
      return own && random.happens(0.85) ? deal(`${language}/praise/${touchpoint}`, own) : deal(`${language}/cheers`, languages[language].cheers);
    },
    /** A remark at the touchpoint, or at another that the language has remarks for. */
    remark(language, wanted) {
      const all = languages[language].remarks;
      const touchpoint = all[wanted] ? wanted : random.pick(Object.keys(all));
      return { touchpoint, template: deal(`${language}/remark/${touchpoint}`, all[touchpoint]) };
    },
    /** The next everyday complaint; the deck keeps any one problem from clustering by accident. */
    complaint(language) {
      const { touchpoint, about, texts } = deal(`${language}/complaints`, languages[language].complaints.flatMap((row) => Array.from({ length: row.often ?? 1 }, () => row)));
      return { touchpoint, template: deal(`${language}/${touchpoint}/${about}`, texts) };
    },
    tail(language, tone) {
      const { praiseTails: after, remarkTails, complaintTails: afterComplaint } = languages[language];
      return random.pick({ positive: after, neutral: remarkTails, negative: afterComplaint }[tone]);
    },
  };
}
