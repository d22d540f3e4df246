import { beforeAll, describe, expect, it } from '@jest/globals';
import { Classifier } from './classifier.js';

const said = {
  delivery: ['my parcel is late', 'where is my parcel', 'the courier never came', 'parcel lost in the post', 'the delivery took two weeks', 'courier left it at the wrong door', 'my delivery has not arrived', 'tracking says delivered but no parcel'],
  refund: ['i want my money back', 'when do i get the refund', 'refund still missing', 'please pay me back', 'the refund was not paid', 'money for the return not received', 'you owe me a refund', 'how long does a refund take'],
  app: ['the app crashes', 'cannot log in to the app', 'the app is so slow', 'login fails since the update', 'app freezes on start', 'the update broke the app', 'the screen stays white in the app', 'app closes when i log in'],
};
const examples = Object.entries(said).flatMap(([label, texts]) => texts.map((text) => ({ text, label })));
const strangers = ['how tall is the eiffel tower', 'sing me a song', 'what rhymes with orange', 'is it going to rain on sunday'].map((text) => ({ text }));

describe('a classifier', () => {
  let classifier: Classifier;
  beforeAll(async () => { classifier = await Classifier.learn(examples); });

  it.each([['the courier lost my parcel', 'delivery'], ['pay my refund', 'refund'], ['the app crashes after login', 'app']])('takes "%s" for %s, with the others beside it', (text, label) => {
    const found = classifier.classify(text);
    expect(found.label).toBe(label);
    expect(found.confidence).toBeGreaterThan(0.34);
    expect(found.alternatives.map((it) => it.label).sort()).toEqual(Object.keys(said).filter((it) => it !== label).sort());
  });

  it('names the words that decided', () => expect(classifier.classify('my courier and a banana').words.map((it) => it.word)).toContain('courier'));

  it('answers the same when it learns the same again', async () => expect((await Classifier.learn(examples)).classify('where is it')).toEqual(classifier.classify('where is it')));

  it('rejects what fits none, when asked to', async () => {
    const careful = await Classifier.learn([...examples, ...Array.from({ length: 10 }, () => strangers).flat()]);
    expect(careful.classify('what is the capital of france', { reject: true }).label).toBeUndefined();
    expect(careful.classify('what is the capital of france').label).toBeDefined();
    expect(careful.classify('my parcel is late', { reject: true }).label).toBe('delivery');
  });

  it('is unsure after few examples, and takes nothing where there is no text', async () => {
    const few = await Classifier.learn([...said.delivery.slice(0, 5).map((text) => ({ text, label: 'delivery' })), ...strangers, { text: 'good morning to you' }]);
    expect(few.classify('my parcel is late', { reject: true })).toMatchObject({ label: 'delivery', confidence: expect.any(Number) });
    expect(few.classify('my parcel is late', { reject: true }).confidence).toBeLessThan(1);
    expect(few.classify('', { reject: true }).label).toBeUndefined();
  });

  it('is at a loss without examples', async () => expect((await Classifier.learn([])).classify('hello')).toMatchObject({ alternatives: [] }));
});
