import { describe, expect, it } from '@jest/globals';
import { alike, meaningOf, Meanings, together, type Meaning } from './meaning.js';

const said = (text: string): Meaning => meaningOf(text, 'en') as Meaning;
const nearest = (meanings: Meanings<string>, meaning: Meaning, least = alike): string | undefined => {
  let best: string | undefined;
  meanings.scan(meaning, least, (key, similarity) => ((best = key), similarity));
  return best;
};
const texts = ['my card has not arrived yet', 'I forgot my passcode', 'the exchange rate is wrong', 'how do I top up by cheque', 'why was I charged a fee', 'I want to close my account'];
const many = (): Meanings<string> => {
  const meanings = new Meanings<string>();
  for (const it of texts) meanings.put(it, said(it));
  for (let n = 0; n < 100; n++) meanings.put(`other ${n}`, said(`the ${n} lamp in room ${n} flickers at night`));
  return meanings;
};

describe('what texts mean', () => {
  it('is near where they say the same in other words', () => {
    expect(nearest(many(), said('still waiting for my card to arrive'))).toBe(texts[0]);
    expect(nearest(many(), said('I can not remember my passcode'))).toBe(texts[1]);
  });

  it('is far where they speak of something else', () => expect(nearest(many(), said('the waiter spilled soup over my trousers'))).toBeUndefined());

  it('is found as by comparing with each', () => {
    const meanings = many();
    const similarities = (least: number): Map<string, number> => {
      const found = new Map<string, number>();
      for (const it of texts) meanings.scan(said(it), least, (key, similarity) => (found.set(`${it} ${key}`, similarity), least));
      return found;
    };
    const all = similarities(-1);
    expect(all.size).toBe(texts.length * 106);
    for (const least of [0.2, 0.5, 0.72, 0.95]) expect(similarities(least)).toEqual(new Map([...all].filter(([, it]) => it >= least)));
  });

  it('finds each of those that mean the same', () => {
    const meanings = new Meanings<number>();
    for (const n of [1, 2, 3]) meanings.put(n, said(texts[0] as string));
    const found: number[] = [];
    meanings.scan(said(texts[0] as string), alike, (key, similarity) => (found.push(key), similarity));
    expect(found).toEqual([1, 2, 3]);
  });

  it('of another table is passed over, and replaced', () => {
    const other = { ...said(texts[0] as string), by: 'another' };
    const meanings = new Meanings<string>();
    meanings.put('other', other);
    expect(nearest(meanings, said(texts[0] as string))).toBeUndefined();
    expect(together(other, said(texts[1] as string))).toEqual(said(texts[1] as string));
  });

  it('goes to the middle of those that came together, and comes to rest', () => {
    const [card, passcode] = [said(texts[0] as string), said(texts[1] as string)];
    const middle = together(card, passcode);
    expect(middle.texts).toBe(2);
    const both = new Meanings<string>();
    both.put('middle', middle);
    for (const it of [card, passcode]) both.scan(it, -1, (_, similarity) => (expect(similarity).toBeGreaterThan(0.5), -1));
    let group = card;
    for (let n = 0; n < 100; n++) group = together(group, passcode);
    expect(group.texts).toBe(50);
    expect(together(group, card)).toBe(group);
  });

  it('is put in the place of what its key meant before', () => {
    const meanings = many();
    meanings.put(texts[0] as string, said('the soup was cold'));
    expect(nearest(meanings, said('cold soup'))).toBe(texts[0]);
    expect(nearest(meanings, said(texts[0] as string), 0.99)).toBeUndefined();
  });

  it('survives JSON', () => expect(JSON.parse(JSON.stringify(said('late again')))).toEqual(said('late again')));
  it.each([['Wo bleibt mein Paket', 'de'], ['', 'en'], ['123', 'und']])('is unknown of %j (%s)', (text, language) => expect(meaningOf(text, language)).toBeUndefined());
});
