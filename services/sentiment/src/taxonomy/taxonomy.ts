import { themeId } from '@vocloop/contracts';
import { maskText, Taxonomy, type Masking, type TaxonomyDefinition } from '@vocloop/text';
import { z } from 'zod';

const said = (most: number) => z.string().trim().min(1, 'must not be empty').max(most, `must have at most ${most} characters`);
const most = { themes: 200, phrases: 500, patterns: 20, examples: 2000 };
const examples = z.array(said(500)).max(200);

/** The body of `PUT /v1/taxonomy`: a whole taxonomy. */
export const taxonomyBody = z
  .strictObject({
    themes: z
      .array(z.strictObject({
        id: themeId.refine((it) => it !== 'other', 'must not be "other": what speaks of no theme is filed under it').describe('Kept for ever: counts and issues go by it. One of the default taxonomy brings its phrases and its name.'),
        name: said(100).optional().describe('For people; it may change at any time.'),
        builtIn: z.boolean().optional().describe('false does without the phrases that the default theme of this id has.'),
        phrases: z.array(said(200)).max(most.phrases).optional().describe('Compared by stem in the text\'s language, and as English words in one that is not scored; "=word" is that very word, "!" any negation, "#" any number, ".." up to three words between.'),
        patterns: z.array(said(200)).max(most.patterns).optional().describe("Regular expressions in RE2's syntax, without regard to capitals."),
        examples: examples.optional().describe('Texts that speak of the theme, 5 or more: a classifier learns from them.'),
      }))
      .min(1, 'must have at least one theme')
      .max(most.themes),
    none: examples.optional().describe('Texts that speak of none of the themes, for the classifier: 5 or more, needed where fewer than 5 themes have examples; from 40 on, it learns from them alone what fits none.'),
  })
  .superRefine(({ themes, none = [] }, context) => {
    for (const part of ['phrases', 'patterns', 'examples'] as const) {
      const count = themes.reduce((sum, it) => sum + (it[part]?.length ?? 0), part === 'examples' ? none.length : 0);
      const limit = part === 'phrases' ? 5000 : most[part];
      if (count > limit) context.addIssue({ code: 'custom', path: ['themes'], message: `must have at most ${limit} ${part} in all, not ${count}` });
    }
  });

/** What is to be mended in a definition, and where. */
export interface Fault { path: (string | number)[]; code: string; detail: string }

/**
 * A definition as it is kept, and what is to be mended in it. Its examples are masked, since they are what customers said; what is searched for cannot be
 * masked, and so may hold no personal data.
 */
export function sound({ themes, none }: TaxonomyDefinition, reading: Pick<Masking, 'region'>): { definition: TaxonomyDefinition; faults: Fault[] } {
  const mask = (said: string): string => maskText(said, reading).text;
  const personal = themes.flatMap(({ name, phrases = [], patterns = [] }, at) =>
    [{ path: ['name'], said: name ?? '' }, ...phrases.map((said, n) => ({ path: ['phrases', n], said })), ...patterns.map((said, n) => ({ path: ['patterns', n], said }))]
      .filter(({ said }) => mask(said) !== said)
      .map(({ path }): Fault => ({ path: ['themes', at, ...path], code: 'personal_data', detail: 'must not hold an e-mail address, a phone number or other personal data' })));
  const definition = { themes: themes.map((it) => ({ ...it, ...(it.examples && { examples: it.examples.map(mask) }) })), ...(none && { none: none.map(mask) }) };
  return { definition, faults: [...personal, ...Taxonomy.faultsOf(definition)] };
}
