import { describe, expect, it } from '@jest/globals';
import { FeedbackReceived, type Feedback } from '@vocloop/contracts';
import { blendedModel, type SentimentModel } from '@vocloop/text';
import { anEvent, type PartOf } from '@vocloop/testing';
import { inOrder, understand } from './scoring.js';

const chat = { channel: 'chat', conversation: 'chat-1', turn: 2, text: 'Still waiting for my parcel' } as const;
const received = (feedback: PartOf<Feedback>) => anEvent(FeedbackReceived, { feedback });

const read = (feedback: PartOf<Feedback>, model: SentimentModel = blendedModel) => {
  const event = received(feedback);
  return understand(event, event.data.feedback, model);
};

describe('the score', () => {
  it('scores what a customer wrote', () => {
    expect(read({}).score).toMatchObject({ label: 'negative', problem: true, model: { name: 'blend' } });
  });

  it.each([
    ['an agent said', { author: 'agent' }], ['a bot said', { author: 'bot' }], ['has no text', { text: undefined }], ['has blanks only', { text: '  ' }],
  ] as const)('leaves unscored what %s', (_, part) => {
    expect(read({ ...chat, ...part }).score).toMatchObject({ label: 'unscored', polarity: 0, confidence: 0, problem: false, themes: [] });
  });
});

describe('another model', () => {
  const other: SentimentModel = {
    name: 'other', version: '7',
    read: (text, language) => {
      const { score } = blendedModel.read(text, language);
      return { score: { ...score, label: 'positive', model: { name: 'other', version: '7' } }, request: { words: 'beam me up', share: 1 } };
    },
  };
  it('scores in its place, and what it leaves unread is in its name', () => {
    expect(read({}, other).score).toMatchObject({ label: 'positive', model: { name: 'other', version: '7' } });
    expect(read({ author: 'agent' }, other).score).toMatchObject({ label: 'unscored', model: { name: 'other', version: '7' } });
  });
  it('decides what asks for a human', () => expect(read(chat, other).spoken?.turn.request).toBe('beam me up'));
});

describe('a correction', () => {
  const correction = { by: 'ann', at: '2026-03-03T00:00:00.000Z' };
  const corrected = (part: object, text = 'The parcel came four days late and nobody told me.') => read({ text, language: 'en', correction: { ...correction, ...part } } as PartOf<Feedback>).score;

  it('of the label holds, and is certain', () => {
    expect(corrected({ label: 'positive' })).toMatchObject({ label: 'positive', polarity: 0.5, confidence: 1, problem: false, corrected: true, themes: ['communication', 'punctuality', 'delivery'].map((id) => expect.objectContaining({ id, polarity: 0.5 })) });
    expect(corrected({ label: 'neutral' })).toMatchObject({ label: 'neutral', polarity: 0, problem: true });
    const read = corrected({ label: 'negative' });
    expect(read).toMatchObject({ label: 'negative', confidence: 1 });
    expect(read.polarity).toBe(corrected({ themes: [] }).polarity);
  });

  it('of the themes leaves the label as it was read', () => {
    expect(corrected({ themes: ['delivery', 'lockers'] })).toMatchObject({ label: 'negative', themes: [{ id: 'delivery', confidence: 1, words: expect.arrayContaining(['parcel']) }, { id: 'lockers', confidence: 1, words: [] }] });
    expect(corrected({ themes: [] }).themes).toEqual([]);
  });

  it('scores what no model can read, but not what an agent said', () => {
    expect(corrected({ label: 'negative' }, ' ')).toMatchObject({ label: 'negative', polarity: -0.5 });
    expect(read({ author: 'agent', correction: { ...correction, label: 'negative' } } as PartOf<Feedback>).score).toMatchObject({ label: 'unscored' });
  });
});

describe('the turn', () => {
  it('is the turn of a chat that the customer spoke', () => {
    expect(read(chat).spoken).toMatchObject({ tenant: 'default', source: FeedbackReceived.example.feedback.source, conversation: 'chat-1', at: FeedbackReceived.example.feedback.occurredAt, turn: { turn: 2, feedback: FeedbackReceived.example.feedback.id, problem: true } });
  });

  it.each([
    ['of an agent', { author: 'agent' }], ['of a bot', { author: 'bot' }], ['of another channel', { channel: 'ticket' }], ['without a conversation', { conversation: undefined }], ['without text', { text: undefined }],
  ] as const)('is nothing for a turn %s', (_, part) => {
    expect(read({ ...chat, ...part }).spoken).toBeUndefined();
  });
});

it('puts a batch in the order of its turns, and leaves those without a number as they came', () => {
  const brought = [3, undefined, 1, 2, undefined].map((turn, at) => ({ at, spoken: { turn: { turn } } as never }));
  expect(inOrder(brought).map(({ at }) => at)).toEqual([2, 3, 0, 1, 4]);
});
