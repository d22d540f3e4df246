import { describe, expect, it } from '@jest/globals';
import { lexiconModel } from './model.js';
import { Taxonomy, type TaxonomyDefinition } from './taxonomy.js';

const told = async (definition: TaxonomyDefinition, text: string, language = 'en') => lexiconModel.read(text, language, { taxonomy: await Taxonomy.of(definition, 7) }).score;
const idsOf = async (definition: TaxonomyDefinition, text: string, language?: string) => (await told(definition, text, language)).themes.map(({ id }) => id);

const slots = ['the slot I wanted was gone', 'no slot free before Friday', 'slots are always full in the evening', 'could only get a slot at noon', 'every slot taken for a week', 'the evening slot was not offered', 'slot changed without asking me', 'two hour slot became all day'];
const tastes = ['the tomatoes were mushy', 'bananas green as grass', 'lettuce brown and wilted', 'strawberries with mould on them', 'the avocados were hard as stone', 'apples bruised all over', 'potatoes had sprouted', 'grapes soft and sour'];
const grocer: TaxonomyDefinition = {
  themes: [
    { id: 'delivery', phrases: ['click-and-collect', 'pick up .. locker'] },
    { id: 'staff', builtIn: false, phrases: ['doorman'] },
    { id: 'order_number', name: 'Asks for an order', patterns: [String.raw`\bGR-\d{4,6}\b`, 'voucher ?code'] },
  ],
};
const taught: TaxonomyDefinition = { themes: [{ id: 'slots', examples: slots }, { id: 'freshness', examples: tastes }] };

describe("a tenant's taxonomy", () => {
  it.each([
    ['by a phrase of its own', 'My Click and Collect bag was empty', ['delivery']],
    ['by a phrase with a gap', 'I had to pick my bags up at the locker', []],
    ['by a phrase of the default', 'The courier left it at the wrong door', ['delivery']],
    ['not by a phrase that it does without', 'The cashier was rude', []],
    ['by its own words alone', 'Your doorman was rude', ['staff']],
    ['not of a theme that it has not', 'The app crashes', []],
    ['by a pattern, in any capitals', 'where is gr-12345?', ['order_number']],
    ['by one of several patterns', 'my VOUCHERCODE is refused', ['order_number']],
  ])('tells a theme %s', async (_, text, ids) => expect(await idsOf(grocer, text)).toEqual(ids));

  it('finds phrases with a gap, and in every language by the stems of that language', async () => {
    expect(await idsOf({ themes: [{ id: 'lockers', phrases: ['pick .. locker'] }] }, 'I picked it from those lockers')).toEqual(['lockers']);
    expect(await idsOf({ themes: [{ id: 'kaution', phrases: ['Kaution'] }] }, 'Meine Kautionen wurden nicht zurückgezahlt', 'de')).toEqual(['kaution']);
  });

  it.each([['nl', 'Het kluisje PB-1234 was kapot, de lockers gingen niet open'], ['ru', 'Очень плохой locker PB-1234'], ['und', 'pb-1234 zq lockers']])('finds what a tenant looks for in texts that are not scored (%s: "%s")', async (code, text) => {
    const score = await told({ themes: [{ id: 'lockers', phrases: ['locker'] }, { id: 'box', patterns: [String.raw`\bPB-\d{4}\b`] }] }, text, code === 'und' ? '' : code);
    expect(score).toMatchObject({ label: 'unscored', language: { code }, taxonomy: 7, themes: [{ id: 'box', words: [expect.stringMatching(/pb-1234/i)], polarity: 0 }, { id: 'lockers', polarity: 0 }] });
  });

  it('quotes what decided, tells how it is spoken of, and names its version', async () => {
    const score = await told(grocer, 'Lovely bread, but GR-12345 was late and awful');
    expect(score.themes).toEqual([expect.objectContaining({ id: 'order_number', words: ['GR-12345'], polarity: expect.any(Number) })]);
    expect(score.themes[0]?.polarity).toBeLessThan(0);
    expect(score.taxonomy).toBe(7);
    expect(lexiconModel.read('Lovely bread', 'en').score).not.toHaveProperty('taxonomy');
  });

  it('learns from examples, gives alternatives, and rejects what fits none', async () => {
    const score = await told(taught, 'there was no slot left for the evening');
    expect(score.themes[0]).toMatchObject({ id: 'slots', confidence: expect.any(Number) });
    expect(score.alternatives).toEqual([{ id: 'freshness', confidence: expect.any(Number) }]);
    const strange = await told({ ...taught, none: ['thanks', 'ok', 'hello there', 'bye', 'good morning', 'see you', 'yes', 'no', 'fine', 'hm', 'what a day', 'my name is Ann'] }, 'the president gave a speech yesterday');
    expect(strange.themes).toEqual([]);
  });

  it('is a version of the default as long as nobody made one', () => {
    expect(Taxonomy.builtIn.version).toBe(0);
    expect(lexiconModel.read('The parcel was left at the wrong address', 'en')).toEqual(lexiconModel.read('The parcel was left at the wrong address', 'en', { taxonomy: Taxonomy.builtIn }));
  });

  it.each<[string, TaxonomyDefinition, [path: string, code: string, detail: RegExp]]>([
    ['an id twice', { themes: [{ id: 'delivery' }, { id: 'delivery' }] }, ['themes/1/id', 'duplicate', /named twice/]],
    ['a theme that nothing finds', { themes: [{ id: 'mine' }] }, ['themes/0', 'nothing_said', /phrases, patterns or examples/]],
    ['a default without its phrases', { themes: [{ id: 'staff', builtIn: false }] }, ['themes/0', 'nothing_said', /staff/]],
    ['a phrase without a word', { themes: [{ id: 'mine', phrases: ['ok', '..', '!'] }] }, ['themes/0/phrases/1', 'no_words', /needs a word/]],
    ['a pattern that is none', { themes: [{ id: 'mine', patterns: ['a('] }] }, ['themes/0/patterns/0', 'faulty_pattern', /missing closing/]],
    ['a pattern that looks around', { themes: [{ id: 'mine', patterns: ['a(?=b)'] }] }, ['themes/0/patterns/0', 'faulty_pattern', /without look-around/]],
    ['a pattern of all texts', { themes: [{ id: 'mine', patterns: ['a*'] }] }, ['themes/0/patterns/0', 'faulty_pattern', /fits every text/]],
    ['a phrase that could be filled in too many ways', { themes: [{ id: 'mine', phrases: ['a .. b .. c .. d'] }] }, ['themes/0/phrases/0', 'too_long', /2 gaps/]],
    ['many phrases that begin alike', { themes: [{ id: 'mine', phrases: Array.from({ length: 101 }, (_, n) => `=The .. x${n}`) }] }, ['themes/0/phrases/100', 'too_many_alike', /begin with "the"/]],
    ['a pattern of many steps', { themes: [{ id: 'mine', patterns: ['[^q]{900}z'] }] }, ['themes/0/patterns/0', 'faulty_pattern', /steps/]],
    ['too few examples', { themes: [{ id: 'mine', examples: ['a'] }, { id: 'other', examples: slots }] }, ['themes/0/examples', 'too_few_examples', /has 1/]],
    ['examples of few themes alone', { themes: [{ id: 'mine', examples: slots }, { id: 'yours', examples: tastes }] }, ['none', 'too_few_examples', /fewer than 5 themes/]],
  ])('names %s', async (_, definition, [path, code, detail]) => {
    expect(Taxonomy.faultsOf(definition).map((it) => [it.path.join('/'), it.code, it.detail])).toContainEqual([path, code, expect.stringMatching(detail)]);
    // What was put before it was refused does not stop its tenant.
    expect((await Taxonomy.of(definition, 1)).version).toBe(1);
  });

  it.each<[string, TaxonomyDefinition['themes'][number], string]>([
    ['the pattern', { id: 'mine', patterns: ['(a+)+b', '(a|aa)+c'] }, 'a'],
    ['the phrases', { id: 'mine', phrases: Array.from({ length: 5000 }, (_, n) => `the .. the .. x${n}`) }, 'the '],
  ])('reads a long text in linear time, whatever %s', async (_, theme, text) => {
    const taxonomy = await Taxonomy.of({ themes: [theme] }, 1);
    const spent = (length: number) => {
      const before = process.cpuUsage();
      lexiconModel.read(text.repeat(length / text.length), 'en', { taxonomy });
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    spent(5000);
    expect(spent(20_000)).toBeLessThan(500);
  });
});
