import { describe, expect, it } from '@jest/globals';
import { FeedbackScored } from '@vocloop/contracts';
import { blendedModel } from '@vocloop/text';
import { whyNot } from './intake.js';

const { feedback } = FeedbackScored.example;
const reasonOf = (text: string, more: object = {}) => whyNot({ feedback: { ...feedback, attributes: {}, channel: 'survey', author: undefined, text, ...more } as never, score: blendedModel.read(text, 'en').score });

describe('evidence of a problem', () => {
  it.each(['The parcel never arrived', 'Rude staff', 'Great app, but it crashes since the update'])('is "%s"', (text) => expect(reasonOf(text)).toBeUndefined());
  it.each(['Lovely chair', 'I had a problem with my order and support fixed it at once, fantastic service'])('is not "%s"', (text) => expect(reasonOf(text)).toBe('no problem told'));
  it('is nothing that an agent said, or that has no words', () => {
    expect(reasonOf('The parcel never arrived', { author: 'agent' })).toBe('spoken by an agent or a bot');
    expect(reasonOf(' ')).toBe('no words to gather by');
  });
});
