import { describe, expect, it } from '@jest/globals';
import { eld } from 'eld/small';
import { tokenize } from './tokenize.js';
import { languageDetector } from './weights/load.js';

const written = (text: string) => tokenize(text).filter(({ kind }) => kind === 'word').map(({ word }) => word).join(' ');
const ours = (text: string) => {
  const told = languageDetector().detect(text);
  return { scores: told ? [told, told.next].flatMap((it) => (it ? [[it.code, it.score]] : [])) : [], reliable: told?.reliable ?? false };
};
const theirs = (text: string) => {
  const told = eld.detect(text);
  return { scores: Object.entries(told.getScores()).slice(0, 2), reliable: told.isReliable() };
};

const codes = 'am ar az be bg bn ca cs da de el en es et eu fa fi fr gu he hi hr hu hy is it ja ka kn ko ku lo lt lv ml mr ms nl no or pa pl pt ro ru sk sl sq sr sv ta te th tl tr uk ur vi yo zh'.split(' ');
const regions = 'AL AR AT AU BA BE BG BR CA CH CI CN CZ DE DK DZ EE EG ES FI FR GB GE GR HR HU IE IL IN IR IS IT JP KE KR LB LT LV MA MX NG NL NO NZ PE PH PL PT RO RS RU SA SE SI SK TH TR UA US VN ZA'.split(' ');

describe('the detector of languages', () => {
  it.each(codes)('says of %s what eld says, to the last digit', (code) => {
    const names = new Intl.DisplayNames([code], { type: 'region' });
    const nameOf = (region: string) => names.of(region) ?? region;
    const texts = regions.flatMap((region, at) => [nameOf(region), regions.slice(at, at + 6).map(nameOf).join(' '), regions.slice(at).map(nameOf).join(', ')]).map(written);
    expect(texts.map(ours)).toEqual(texts.map(theirs));
  });

  it('says of the sample what eld says', async () => {
    const { generateSample } = await import(new URL('../../../infra/sample/generate.mjs', import.meta.url).href) as { generateSample(): { feedback: { text?: string }[] } };
    const texts = [...new Set(generateSample().feedback.map(({ text = '' }) => written(text)))];
    expect(texts.length).toBeGreaterThan(3000);
    expect(texts.map(ours)).toEqual(texts.map(theirs));
  });

  it.each([
    ['nothing', ''], ['a letter', 'a'], ['no letter', '123 -- \u0301'], ['letters nobody spells with', 'ʘ ʘʘ'], ['apostrophes', "it's l'eau d''or rock 'n' roll '' '"],
    ['marks within words', 'कृपया मुझे मेरा पैसा वापस करें'], ['digits within words', 'neveragain2day again'], ['repeated words', 'très très très bien, très bien'],
    ['a word that is too long', `${'donaudampfschifffahrts'.repeat(6)} ist lang`], ['a text that is too long', 'the parcel came four days late and nobody told me '.repeat(20)],
    ['a text of one long word', 'อาหารอร่อยมากบริการดีพนักงานสุภาพ'.repeat(9)], ['much between the words', `${'a\u0301\u0302\u0303\u0304 '.repeat(300)}merci`],
    ['letters past 0xffff', 'hello 𝒽𝑒𝓁𝓁𝑜 my friend'], ['what begins with a space', '  - perché no'],
  ])('reads %s as eld does', (_, text) => expect(ours(text)).toEqual(theirs(text)));

  it('starts anew with each text', () => {
    const texts = ['die lieferung kam zu spät', 'la livraison est arrivée en retard', 'die lieferung kam zu spät'];
    expect(texts.map((it) => languageDetector().detect(it)?.code)).toEqual(['de', 'fr', 'de']);
  });
});
