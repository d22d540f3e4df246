import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tokenize } from './tokenize.js';

const words = (text: string) => tokenize(text).map(({ kind, word }) => (kind === 'word' ? word : `${kind}:${word}`));

describe('tokenize', () => {
  it.each([
    ["Don't you dare", ["don't", 'you', 'dare']],
    ['It’s here', ['it', 'here']],
    ["L'appli n'aime qu'elle aujourd'hui", ['l', 'appli', 'n', 'aime', 'qu', 'elle', 'aujourd', 'hui']],
    ['#NeverAgain #late #LATE_AGAIN', ['never', 'again', 'late', 'late', 'again']],
    ['@united why', ['mention:@united', 'why']],
    ['see https://t.co/x?y=1 now', ['see', 'url:https://t.co/x?y=1', 'now']],
    ['4 days, 3.50€ and B2B', ['number:4', 'days', 'break:,', 'number:3.50', 'and', 'b', 'number:2b']],
    ['sooooo good', ['soo', 'good']],
    ['ok :) 👍🏽 👨‍👩‍👧 ❤️', ['ok', 'emoji::)', 'emoji:👍🏽', 'emoji:👨‍👩‍👧', 'emoji:❤️']],
    ['hahahahah JAJAJA rsrsrs banana mama', ['haha', 'jaja', 'rsrs', 'banana', 'mama']],
    ['note:done :D', ['note', 'break::', 'done', 'emoji::d']],
    ['option:d, stars:3, **Delivery:** ok', ['option', 'break::', 'd', 'break:,', 'stars', 'break::', 'number:3', 'break:,', 'delivery', 'break::', 'ok']],
    ['Gefällt mir!!!', ['gefällt', 'mir', 'break:!!!']],
    ['¿Dónde está?', ['break:¿', 'dónde', 'está', 'break:?']],
    ['', []],
  ])('%j gives %j', (text, expected) => expect(words(text)).toEqual(expected));

  it('knows what is shouted and what is drawn out', () => {
    expect(tokenize('NO waaaay I').map(({ shouted, stretched }) => [shouted, stretched])).toEqual([[true, false], [false, true], [false, false]]);
  });

  it('gives tokens in order, each where it says it is', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
      let end = 0;
      for (const { at, text: written } of tokenize(text)) {
        expect(at).toBeGreaterThanOrEqual(end);
        expect(text.startsWith(written, at)).toBe(true);
        end = at + written.length;
      }
    }));
  });
});
