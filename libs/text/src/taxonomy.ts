import { RE2JS } from 're2js';
import { Classifier } from './classifier.js';
import { Phrasebook } from './phrasebook.js';
import type { Reading } from './reading.js';
import { ThemesSpoken, phraseOf, type Spoken } from './spoken.js';
import type { Language } from './stem.js';
import { themes as defaults } from './themes.js';
import { tokenize, type Token } from './tokenize.js';
import { read, type Word } from './words.js';

/** A theme as a tenant defines it: by what is said (phrases, patterns), by examples, or as the default taxonomy has it, or by all of these. Its id is kept for ever; its name is for people. */
export interface ThemeDefinition {
  id: string;
  name?: string | undefined;
  /** Whether the phrases count that the default theme of this id has; they do unless this is false. */
  builtIn?: boolean | undefined;
  /** In the notation of `Phrasebook`. */
  phrases?: readonly string[] | undefined;
  /** Regular expressions in RE2's syntax, without regard to capitals. */
  patterns?: readonly string[] | undefined;
  examples?: readonly string[] | undefined;
}

/** The themes of a tenant; those that are not named do not exist. `none` are examples of texts that speak of no theme. */
export interface TaxonomyDefinition { themes: readonly ThemeDefinition[]; none?: readonly string[] | undefined }

/** What is to be mended in a definition, and where. */
export interface TaxonomyFault { path: (string | number)[]; code: 'duplicate' | 'no_words' | 'too_long' | 'too_many_alike' | 'faulty_pattern' | 'too_few_examples' | 'too_many_examples' | 'nothing_said'; detail: string }

/** What a text speaks of; `alternatives` are what else the examples took it for, where there are examples. */
export interface Told { themes: Spoken[]; alternatives?: { id: string; confidence: number }[] }

/** How sure a phrase and a pattern of a tenant's own make a theme. */
const sure = { phrase: 0.8, pattern: 0.9 };
/** With fewer a theme cannot be learnt, let alone judged. */
const fewestExamples = 5;
/** What is learnt takes room for each theme. */
const mostLearnt = 100;
/** Of fewer themes none can be left out, to see what a text looks like that speaks of none of the others. */
const enoughLearnt = 5;
/** Gaps may be filled in many ways, each step of a pattern costs at each character, and all phrases that begin alike may fit at each word: these keep the worst text within what a batch can wait for. */
const most = { words: 8, gaps: 2, steps: 200, alike: 100 };

const defaultIds = new Set(defaults.map(({ id }) => id));
const inherits = ({ id, builtIn = true }: ThemeDefinition): boolean => builtIn && defaultIds.has(id);
const compile = (source: string): RE2JS => RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);

/** The themes that a tenant's texts are searched for. `version` is the tenant's own count; 0 is the default. */
export class Taxonomy {
  /** The default: every theme of `themes`, by its phrases. */
  static readonly builtIn = new Taxonomy(0, { themes: defaults }, undefined);

  private readonly ids: ReadonlySet<string>;
  private readonly inherited: ReadonlySet<string>;
  private readonly phrases = new Map<Language, Phrasebook<string>>();
  private readonly patterns: readonly { id: string; pattern: RE2JS }[];

  private constructor(
    readonly version: number,
    readonly definition: TaxonomyDefinition,
    private readonly classifier: Classifier | undefined,
  ) {
    this.ids = new Set(definition.themes.map(({ id }) => id));
    this.inherited = new Set(definition.themes.filter(inherits).map(({ id }) => id));
    this.patterns = definition.themes.flatMap(({ id, patterns = [] }) => patterns.filter((it) => faultOfPattern(it) === undefined).map((it) => ({ id, pattern: compile(it) })));
    this.bytes = 20_000 + 4 * JSON.stringify(definition).length + 100_000 * this.patterns.length + (classifier?.bytes ?? 0);
  }

  /** About how much memory it takes: what is learnt from examples takes most. */
  readonly bytes: number;

  /**
   * Makes ready what a definition says; examples are learnt from, which gives way to other work as it goes. What `faultsOf` would refuse is left out: a
   * definition that was sound when it was put must not stop its tenant when a later version of this file is stricter.
   */
  static async of(definition: TaxonomyDefinition, version: number): Promise<Taxonomy> {
    const examples = [...definition.themes.flatMap(({ id, examples: texts = [] }) => texts.map((text) => ({ text, label: id }))), ...(definition.none ?? []).map((text) => ({ text }))];
    return new Taxonomy(version, definition, examples.some((it) => 'label' in it) ? await Classifier.learn(examples) : undefined);
  }

  /** Everything that is to be mended in a definition; none where it is sound. */
  static faultsOf({ themes, none = [] }: TaxonomyDefinition): TaxonomyFault[] {
    const seen = new Set<string>();
    const faults: TaxonomyFault[] = [];
    const learnt = themes.filter(({ examples = [] }) => examples.length > 0).length;
    for (const [at, theme] of themes.entries()) {
      const { id, phrases = [], patterns = [], examples = [] } = theme;
      const fault = (part: (string | number)[], code: TaxonomyFault['code'], detail: string) => faults.push({ path: ['themes', at, ...part], code, detail });
      if (seen.has(id)) fault(['id'], 'duplicate', `"${id}" is named twice; give each theme an id of its own`);
      seen.add(id);
      if (!inherits(theme) && phrases.length + patterns.length + examples.length === 0) fault([], 'nothing_said', `nothing is said of how to find "${id}": give it phrases, patterns or examples`);
      patterns.forEach((it, n) => {
        const wrong = faultOfPattern(it);
        if (wrong) fault(['patterns', n], 'faulty_pattern', wrong);
      });
      if (examples.length > 0 && examples.length < fewestExamples) fault(['examples'], 'too_few_examples', `a theme is learnt from ${fewestExamples} examples or more; "${id}" has ${examples.length}`);
    }
    for (const { theme, place, fault } of phrasesOf(themes)) if (fault) faults.push({ path: ['themes', theme, 'phrases', place], ...fault });
    if (learnt > mostLearnt) faults.push({ path: ['themes'], code: 'too_many_examples', detail: `at most ${mostLearnt} themes are learnt from examples; ${learnt} have some` });
    if (learnt > 0 && learnt < enoughLearnt && none.length < fewestExamples) faults.push({ path: ['none'], code: 'too_few_examples', detail: `fewer than ${enoughLearnt} themes are learnt beside texts that speak of none of them, or every text would be taken for one; give ${fewestExamples} such texts or more as none, or examples of more themes` });
    return faults;
  }

  /** Whether there is a theme of this id. */
  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** The themes that a text speaks of. */
  tell({ found, words, text, language }: Pick<Reading, 'found' | 'words' | 'text' | 'language'>): Told {
    const said = new ThemesSpoken();
    for (const { from, to, meaning: { theme } } of found) if (theme && this.inherited.has(theme.id)) said.add(theme.id, phraseOf(words, from, to), theme.weight, from);
    if (this.version === 0) return { themes: said.all() };
    this.searchOwn(text, words, language, said);
    const alternatives = this.classify(text, said);
    return { themes: said.all(), ...(alternatives && { alternatives }) };
  }

  /** The themes that a tenant's own phrases and patterns find in a text of a language that nobody scores: its words are compared as English ones are. */
  tellUnscored(text: string, tokens: readonly Token[]): Spoken[] {
    const said = new ThemesSpoken();
    this.searchOwn(text, read(tokens, 'en'), 'en', said);
    return said.all();
  }

  private searchOwn(text: string, words: readonly Word[], language: Language, said: ThemesSpoken): void {
    this.phrasesIn(language).scan(words, ({ from, to, meaning }) => said.add(meaning, phraseOf(words, from, to), sure.phrase, from));
    for (const { id, pattern } of this.patterns) {
      if (!pattern.test(text)) continue;
      const match = pattern.matcher(text);
      if (match.find()) said.add(id, match.group() ?? '', sure.pattern, wordAt(words, match.start()));
    }
  }

  private classify(text: string, said: ThemesSpoken): Told['alternatives'] {
    if (!this.classifier) return undefined;
    const { label, confidence, alternatives, words } = this.classifier.classify(text, { reject: true });
    if (label !== undefined) said.add(label, words.map(({ word }) => word).join(' '), confidence);
    return alternatives.map((it) => ({ id: it.label, confidence: it.confidence }));
  }

  private phrasesIn(language: Language): Phrasebook<string> {
    let book = this.phrases.get(language);
    if (!book) {
      this.phrases.set(language, (book = new Phrasebook(language)));
      for (const { theme, words, fault } of phrasesOf(this.definition.themes)) if (!fault) book.add(words, this.definition.themes[theme]!.id);
    }
    return book;
  }
}

/** RE2 reads a text in linear time whatever the pattern, and so has no look-around and no back-reference. */
function faultOfPattern(source: string): string | undefined {
  try {
    const pattern = compile(source);
    if (pattern.test('')) return 'this pattern fits every text, since it fits an empty one';
    const steps = pattern.programSize();
    return steps > most.steps ? `this pattern has ${steps} steps, and at most ${most.steps} are taken: say it in fewer, or repeat less` : undefined;
  } catch (error) {
    return `${(error as Error).message}; patterns are in RE2's syntax, without look-around and back-references`;
  }
}

/** The number of the word that stands at a place of the text, or the last before it. */
const wordAt = (words: readonly Word[], place: number): number => Math.max(0, words.findLastIndex(({ at }) => at <= place));

const notation = new Set(['..', '!', '#']);

/** A phrase cut as texts are cut, so that "check-in" is found where somebody wrote it: two words. */
const asWords = (phrase: string): string =>
  phrase.split(/\s+/).filter(Boolean).map((part) => {
    if (notation.has(part)) return part;
    const exact = part.startsWith('=') ? '=' : '';
    return tokenize(part.slice(exact.length)).flatMap(({ kind, word }) => (kind === 'word' ? [exact + word] : kind === 'number' ? ['#'] : [])).join(' ');
  }).join(' ').trim();

/** A phrase of a theme, by their places, cut as texts are; with its fault, where it has one. */
interface Phrase { theme: number; place: number; words: string; fault?: Pick<TaxonomyFault, 'code' | 'detail'> | undefined }

function phrasesOf(themes: readonly ThemeDefinition[]): Phrase[] {
  const alike = new Map<string, number>();
  return themes.flatMap(({ phrases = [] }, theme) => phrases.map((phrase, place) => {
    const words = asWords(phrase);
    const [begins = ''] = words.replace(/^[!.= ]+/, '').split(' ');
    const others = alike.get(begins) ?? 0;
    alike.set(begins, others + 1);
    return { theme, place, words, fault: faultOfPhrase(words, begins, others) };
  }));
}

function faultOfPhrase(words: string, begins: string, others: number): Phrase['fault'] {
  const parts = words.split(' ').filter(Boolean);
  const gaps = parts.filter((it) => it === '..').length;
  if (!parts.some((it) => !notation.has(it) && it !== '=')) return { code: 'no_words', detail: 'a phrase needs a word' };
  if (parts.length - gaps > most.words || gaps > most.gaps) return { code: 'too_long', detail: `a phrase has at most ${most.words} words and ${most.gaps} gaps` };
  if (others >= most.alike) return { code: 'too_many_alike', detail: `at most ${most.alike} phrases begin with "${begins}": begin it with another word, or say several in one by a gap ("..") or a pattern` };
  return undefined;
}
