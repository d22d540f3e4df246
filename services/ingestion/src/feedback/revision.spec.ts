import { describe, expect, it } from '@jest/globals';
import { feedbackInput, type FeedbackInput } from '@vocloop/contracts';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { canonical } from '../privacy/canonical.js';
import { correct, fold, type Given, type Held } from './revision.js';

const receivedAt = '2026-03-09T00:00:00.000Z';
const given = (fields: Partial<FeedbackInput>, at = receivedAt): Given => {
  const input = feedbackInput.parse({ source: 's', channel: 'survey', externalId: 'x', ...fields });
  const { revisedAt: _clock, ...content } = input;
  return { input, hash: createHash('sha256').update(canonical(content)).digest('hex'), receivedAt: at };
};
const at = (hour: number) => `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z`;
const nps = (value: number) => ({ kind: 'nps' as const, value, scale: { min: 0, max: 10 } });
const foldAll = (all: Given[]): Held | undefined => all.reduce<Held | undefined>((held, it) => fold(held, it).held, undefined);

describe('a submission of a feedback', () => {
  it.each([
    ['the first', [], { text: 'a', occurredAt: at(1) }, ['accepted', 'first'], { text: 'a' }],
    ['the same again', [{ text: 'a', occurredAt: at(1) }], { text: 'a', occurredAt: at(1) }, ['duplicate', 'same_content'], { text: 'a' }],
    ['the same with a later clock', [{ text: 'a', occurredAt: at(1) }], { text: 'a', occurredAt: at(1), revisedAt: at(2) }, ['duplicate', 'same_content'], { text: 'a' }],
    ['other text, later', [{ text: 'a', occurredAt: at(1) }], { text: 'b', occurredAt: at(1), revisedAt: at(2) }, ['revised', 'newer_clock'], { text: 'b' }],
    ['other text, earlier', [{ text: 'b', revisedAt: at(3), occurredAt: at(1) }], { text: 'a', occurredAt: at(1), revisedAt: at(2) }, ['stale', 'older_clock'], { text: 'b' }],
    ['the comment after the score', [{ rating: nps(3), occurredAt: at(1) }], { text: 'a', occurredAt: at(1), revisedAt: at(2) }, ['revised', 'fills_missing'], { text: 'a', rating: nps(3) }],
    ['the score that was overtaken by its comment', [{ text: 'a', occurredAt: at(1), revisedAt: at(2) }], { rating: nps(3), occurredAt: at(1), revisedAt: at(1) }, ['revised', 'fills_missing'], { text: 'a', rating: nps(3) }],
    ['fewer attributes, later', [{ text: 'a', occurredAt: at(1), attributes: { k: '1', l: '2' } }], { text: 'a', occurredAt: at(1), revisedAt: at(2), attributes: { k: '1' } }, ['revised', 'newer_clock'], { attributes: { k: '1' } }],
  ] as const)('%s', (_name, before, now, [status, reason], content) => {
    const held = foldAll(before.map((it) => given(it)));
    expect(fold(held, given(now))).toMatchObject({ status, reason, held: { content } });
  });

  it('from a source without a clock is ordered by arrival, and stays at the time of the first', () => {
    const later = given({ text: 'b' }, '2026-03-10T00:00:00.000Z');
    expect(fold(foldAll([given({ text: 'a' })]), later)).toMatchObject({ status: 'revised', reason: 'newer_clock', held: { revision: 2, content: { text: 'b', occurredAt: receivedAt } } });
  });

  it('of the same clock with other content is decided by the hash, whichever comes first', () => {
    const [a, b] = [given({ text: 'a', occurredAt: at(1) }), given({ text: 'b', occurredAt: at(1) })];
    const [lower, higher] = a.hash < b.hash ? [a, b] : [b, a];
    expect(fold(foldAll([lower]), higher)).toMatchObject({ status: 'revised', reason: 'same_clock_higher_hash', held: { content: { text: higher.input.text } } });
    expect(fold(foldAll([higher]), lower)).toMatchObject({ status: 'stale', reason: 'same_clock_lower_hash', held: { content: { text: higher.input.text }, revision: 1 } });
  });

  it('that repeats old content later undoes what came between', () => {
    const back = foldAll([given({ text: 'a', revisedAt: at(1), occurredAt: at(1) }), given({ text: 'a', revisedAt: at(3), occurredAt: at(1) }), given({ text: 'b', revisedAt: at(2), occurredAt: at(1) })]);
    expect(back).toMatchObject({ content: { text: 'a' }, revision: 1 });
  });
});

describe('a correction', () => {
  const correction = { label: 'negative' as const, by: 'ann', at: at(9) };
  const held = foldAll([given({ text: 'a', occurredAt: at(1) })])!;
  const corrected = correct(held, correction)!;

  it('is a revision, once, and so is its withdrawal', () => {
    expect(corrected).toEqual({ ...held, revision: 2, content: { ...held.content, correction } });
    expect(correct(corrected, { ...correction, by: 'bob', at: at(10) })).toBeUndefined();
    expect(correct(corrected, { ...correction, themes: [] })).toMatchObject({ revision: 3 });
    expect(correct(corrected, undefined)).toEqual({ ...held, revision: 3 });
    expect(correct(held, undefined)).toBeUndefined();
  });

  it('stays while the source says the same or completes it, and goes with the text', () => {
    expect(fold(corrected, given({ text: 'a', occurredAt: at(1) }))).toMatchObject({ status: 'duplicate', held: { revision: 2, content: { correction } } });
    expect(fold(corrected, given({ rating: nps(3), occurredAt: at(1), revisedAt: at(2) }))).toMatchObject({ status: 'revised', held: { revision: 3, content: { text: 'a', correction } } });
    expect(fold(corrected, given({ text: 'b', occurredAt: at(1), revisedAt: at(2) })).held.content).toMatchObject({ text: 'b' });
    expect(fold(corrected, given({ text: 'b', occurredAt: at(1), revisedAt: at(2) })).held.content).not.toHaveProperty('correction');
  });
});

describe('many submissions of one feedback', () => {
  const submission = fc.record({
    text: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
    rating: fc.option(fc.integer({ min: 0, max: 3 }).map(nps), { nil: undefined }),
    product: fc.option(fc.constantFrom('p', 'q'), { nil: undefined }),
    occurredAt: fc.constantFrom(at(0), at(1)),
    revisedAt: fc.option(fc.integer({ min: 0, max: 4 }).map(at), { nil: undefined }),
  }).filter((it) => it.text !== undefined || it.rating !== undefined).map((it) => given(it));
  const shuffled = fc.array(submission, { minLength: 1, maxLength: 7 }).chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));

  it('end with the same content in every order of arrival, however often some arrive', () => {
    fc.assert(fc.property(shuffled, ([all, other]) => {
      expect(foldAll([...other, ...all.slice(0, 2)])?.content).toEqual(foldAll(all)?.content);
    }), { numRuns: 1000 });
  });

  it('count a revision exactly when the content changes', () => {
    fc.assert(fc.property(shuffled, ([all]) => {
      let held: Held | undefined;
      for (const it of all) {
        const decision = fold(held, it);
        const changed = canonical(held?.content) !== canonical(decision.held.content);
        expect(decision.held.revision - (held?.revision ?? 0)).toBe(changed ? 1 : 0);
        expect(['accepted', 'revised'].includes(decision.status)).toBe(changed);
        held = decision.held;
      }
    }), { numRuns: 500 });
  });
});
