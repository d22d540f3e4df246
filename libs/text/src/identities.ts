import type { Language } from './stem.js';

/** Words for groups of people. A model reads them all as one word, so that it cannot learn what others say of some of them. */
const identities = new Set(`muslim muslims islam islamic christian christians christianity catholic catholics jew jews jewish hindu hindus buddhist atheist atheists black blacks white whites asian asians african
  africans arab arabs latino latina latinos hispanic gay gays lesbian lesbians bisexual straight queer trans transgender woman women man men male males female females girl girls boy boys guy guys lady ladies
  elderly young disabled immigrant immigrants refugee refugees foreigner foreigners he she him her his hers american americans mexican mexicans german germans french british english irish italian italians
  deaf blind autistic homeless dyslexic widow widower orphan jobless unemployed spanish polish russian russians chinese japanese korean indian indians pakistani nigerian nigerians turkish iranian israeli canadian canadians european europeans`.split(/\s+/));
/** The word that stands for every group, and for names. */
export const somebody = 'somebody';

/** Names of people that are words of praise or blame too; German writes both alike. */
const names: Partial<Record<Language, ReadonlySet<string>>> = {
  en: new Set(['joy', 'hope', 'grace', 'faith', 'dick', 'rob', 'victor', 'victoria', 'hung', 'frank', 'rich']),
  es: new Set(['dolores', 'soledad', 'esperanza', 'consuelo', 'angustias', 'alegría', 'victoria', 'gracia']), fr: new Set(['désirée', 'félicité', 'victoire', 'grâce']),
  it: new Set(['gioia', 'felice', 'vittoria', 'allegra', 'benedetta', 'speranza', 'grazia']), pt: new Set(['vitória', 'dores', 'esperança', 'glória', 'graça']),
};
/** What people do, by which a name at the beginning of an English sentence is told: "Joy helped me", but "Joy to use". */
const deeds = new Set('helped was said told gave took answered called explained fixed solved resolved listened assisted handled went came sorted tried'.split(' '));

/** True where a capitalised word is a person's name, by whether it begins a sentence and what follows it; none where that is written large too, as in a title. */
export const isName = (text: string, word: string, language: Language, begins: boolean, next: { readonly text: string; readonly word: string } | undefined): boolean =>
  names[language]?.has(word) === true && text[0] !== word[0] && text.slice(1) === word.slice(1) && next?.text[0] === next?.word[0] && (!begins || (language === 'en' && next !== undefined && deeds.has(next.word)));

const elsewhere = new Set(`ciego ciega sordo sorda discapacitado discapacitada negro negra gitano gitana aveugle aveugles sourd sourde handicapé handicapée noir noire cieco cieca disabile nero nera cego cega surdo surda deficiente deficientes preto preta`.split(/\s+/));

/** True for a word of a group of people in a language of which others' lists are used: what they say of it is not taken. */
export const isGroupElsewhere = (word: string): boolean => elsewhere.has(word);

/** True for a folded English word that says which group people belong to. */
export const isIdentity = (folded: string): boolean => identities.has(folded);

/** A word, or the one word that stands for every group. */
export const withoutIdentity = (folded: string): string => (isIdentity(folded) ? somebody : folded);
