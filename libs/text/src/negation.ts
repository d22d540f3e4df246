import { fold, languages, type Language } from './stem.js';

const negators = {
  en: `not no never none nobody nothing nowhere neither nor without hardly barely scarcely cannot cant dont doesnt didnt isnt wasnt arent werent wont wouldnt
    couldnt shouldnt hasnt havent hadnt aint don't doesn't didn't isn't wasn't aren't weren't won't wouldn't couldn't shouldn't hasn't haven't hadn't can't ain't n't nope zero`,
  es: 'no nunca jamás sin ni tampoco nadie nada ningún ninguna ninguno apenas',
  de: 'nicht nich nie niemals kein keine keinen keinem keiner keines keinerlei ohne weder noch_nie kaum nichts niemand',
  fr: 'pas jamais aucun aucune sans rien personne ni guère nullement',
  it: 'non no mai né senza nessuno nessun nessuna niente nulla neanche nemmeno neppure mica',
  pt: 'não nao nunca jamais nem sem ninguém nada nenhum nenhuma tampouco',
} satisfies Record<Language, string>;

const known = new Map(languages.map((it) => [it, new Set(negators[it].split(/\s+/).map((word) => fold(word, it)))]));

/** True for a folded word that turns what stands beside it into its opposite. */
export const isNegator = (folded: string, language: Language): boolean => known.get(language)?.has(folded) ?? false;

/** What makes a negation before it deny nothing: "nothing but trouble", "not only slow", "no doubt". */
const idle = {
  en: new Set(['but', 'only', 'just', 'doubt', 'wonder']), es: new Set(['solo', 'solamente', 'mas']), de: new Set(['nur', 'bloss']), fr: new Set(['seulement', 'que']), it: new Set(['solo', 'soltanto', 'solamente', 'che']), pt: new Set(['só', 'so', 'apenas', 'somente']),
} satisfies Record<Language, ReadonlySet<string>>;

/** True where the word after a negator leaves it without effect. */
export const isIdleBefore = (folded: string | undefined, language: Language): boolean => folded !== undefined && idle[language].has(folded);

const never = { en: ['never'], es: ['nunca', 'jamas'], de: ['nie', 'niemals'], fr: ['jamais'], it: ['mai'], pt: ['nunca', 'jamais'] } satisfies Record<Language, string[]>;
const such = { en: ['such', 'so'], es: ['tan', 'tanto', 'tanta', 'semejante', 'tal', 'tales'], de: ['so', 'solch', 'solche', 'solchen', 'solcher', 'solches', 'solchem', 'derart'], fr: ['aussi', 'si', 'tel', 'telle', 'tels', 'telles', 'pareil', 'pareille', 'autant'], it: ['cosi', 'simile', 'tanto'], pt: ['tao', 'tanto', 'tanta', 'tamanha'] } satisfies Record<Language, string[]>;
const than = { en: ['as', 'than'], es: ['como', 'que'], de: ['wie', 'als'], fr: ['que', 'comme'], it: ['come', 'che', 'quanto'], pt: ['como', 'que', 'quanto'] } satisfies Record<Language, string[]>;

/** True for a folded negation that, with "such" or "so" after it, says how it is now: "never had such a good meal". */
export const isNever = (folded: string, language: Language): boolean => never[language].includes(folded);
/** True for the folded "such" or "so" of that. */
export const isSuch = (folded: string, language: Language): boolean => such[language].includes(folded);
/** True for the folded word that compares with how it should be: "never so good as promised". */
export const isThan = (folded: string, language: Language): boolean => than[language].includes(folded);

const how = { en: 'how', es: 'cuanto', de: 'wie', fr: 'combien', it: 'quanto', pt: 'quanto' } satisfies Record<Language, string>;

/** True for the folded word past which no negation reaches: "I can't say how bad it is". */
export const isHow = (folded: string, language: Language): boolean => how[language] === folded;

const without = new Set(['sin', 'sans', 'senza', 'sem']);

/** Where negations add up to one, as in "non ho mai avuto nessun problema": a phrase that holds one is not denied by another, unless it is "without". */
const agree: ReadonlySet<Language> = new Set<Language>(['es', 'fr', 'it', 'pt']);

/** True where a folded negation adds up with others to one. */
export const addsUp = (folded: string, language: Language): boolean => agree.has(language) && !without.has(folded);

/** Negations of the verb, which reach back to what stands before them; "niemand", "sans" and the like deny what follows alone. */
const ofVerbs: ReadonlyMap<Language, ReadonlySet<string>> = new Map([['de', new Set(['nicht', 'nich', 'nie', 'niemals'])], ['fr', new Set(['pas', 'jamais'])]]);

/** True for a folded negation that reaches back. */
export const reachesBack = (folded: string, language: Language): boolean => ofVerbs.get(language)?.has(folded) ?? false;

/** How many words a negation reaches forward; German and French also reach back: "gefällt mir nicht", "j'aime pas". */
export const reach = { en: { ahead: 4, back: 0 }, es: { ahead: 4, back: 0 }, de: { ahead: 4, back: 4 }, fr: { ahead: 4, back: 3 }, it: { ahead: 4, back: 0 }, pt: { ahead: 4, back: 0 } } satisfies Record<Language, { ahead: number; back: number }>;
