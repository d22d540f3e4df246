import { describe, expect, it } from '@jest/globals';
import { messageOf, recipientsOf } from './answer.js';

const told = (feedbackId: string, customer: string | null, occurredAt: string, source = 'survey') => ({ feedbackId, customer, occurredAt, source, externalId: null, conversation: null });

describe('who is due an answer', () => {
  it('is each customer once, where they spoke last', () => {
    const recipients = recipientsOf([told('f1', 'ann', '2026-03-01'), told('f3', 'ann', '2026-03-03', 'chat'), told('f2', 'ann', '2026-03-02'), told('f4', 'bob', '2026-03-01')]);
    expect(recipients.map(({ who, feedbackId, source }) => ({ who, feedbackId, source }))).toEqual([
      { who: 'ann', feedbackId: 'f3', source: 'chat' },
      { who: 'bob', feedbackId: 'f4', source: 'survey' },
    ]);
  });

  it('is each feedback where nobody is named', () => {
    expect(recipientsOf([told('f1', null, '2026-03-01'), told('f2', null, '2026-03-01')]).map(({ who }) => who)).toEqual(['f1', 'f2']);
  });
});

describe('what they are told', () => {
  it.each([
    [{ answerText: 'We added a second shift.', title: 'Delivery: late' }, 'We added a second shift.'],
    [{ answerText: null, title: 'Delivery: late' }, 'You told us about this: Delivery: late. We have worked on it and it is resolved. Thank you for telling us.'],
  ])('%j', (resolved, message) => {
    expect(messageOf(resolved)).toBe(message);
  });
});
