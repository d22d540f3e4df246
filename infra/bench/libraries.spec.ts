import { describe, expect, it } from '@jest/globals';
import { libraries, rightness, toldBy } from './libraries.mjs';

describe.each(Object.entries(libraries))('%s', (_, load) => {
  it.each([['This is wonderful, I love it', 'pos'], ['This is terrible, I hate it', 'neg'], ['The parcel is on the table', 'neu'], ['', 'neu']])('says of "%s": %s', async (text, answered) => {
    expect(toldBy(await load()(text)).answered).toBe(answered);
  });
});

it.each([[0.06, 'pos'], [0.05, 'neu'], [-0.05, 'neu'], [-0.06, 'neg']])('a polarity of %d is read as %s', (polarity, answered) => {
  expect(toldBy(polarity)).toEqual({ polarity, answered });
});

it('the sign counts where a side was taken, and no sign is wrong; classes count everywhere', () => {
  const answers = [['pos', 0.04], ['neg', 0], ['neg', -0.3], ['neu', 0.01]].map(([said, polarity]) => ({ said, ...toldBy(polarity) }));
  expect(rightness(answers)).toMatchObject({ accuracy: 0.5, binary: 2 / 3 });
});
