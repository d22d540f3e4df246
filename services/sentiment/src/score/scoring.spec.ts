import { describe, expect, it } from '@jest/globals';
import { FeedbackReceived, type Feedback } from '@vocloop/contracts';
import { lexiconModel, type SentimentModel } from '@vocloop/text';
import { anEvent, type PartOf } from '@vocloop/testing';
import { inOrder, understand } from './scoring.js';

const chat = { channel: 'chat', conversation: 'chat-1', turn: 2, text: 'Still waiting for my parcel' } as const;
const received = (feedback: PartOf<Feedback>) => anEvent(FeedbackReceived, { feedback });

const read = (feedback: PartOf<Feedback>, model: SentimentModel = lexiconModel) => {
  const event = received(feedback);
  return understand(event, event.data.feedback, model);
};

describe('the score', () => {
  it('scores what a customer wrote', () => {
    expect(read({}).score).toMatchObject({ label: 'negative', problem: true, model: { name: 'lexicon' } });
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
      const { score } = lexiconModel.read(text, language);
      return { score: { ...score, label: 'positive', model: { name: 'other', version: '7' } }, request: { words: 'beam me up', share: 1 } };
    },
  };
  it('scores in its place, and what it leaves unread is in its name', () => {
    expect(read({}, other).score).toMatchObject({ label: 'positive', model: { name: 'other', version: '7' } });
    expect(read({ author: 'agent' }, other).score).toMatchObject({ label: 'unscored', model: { name: 'other', version: '7' } });
  });
  it('decides what asks for a human', () => expect(read(chat, other).spoken?.turn.request).toBe('beam me up'));
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
