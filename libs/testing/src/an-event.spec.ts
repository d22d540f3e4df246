import { describe, expect, it } from '@jest/globals';
import { FeedbackScored } from '@vocloop/contracts';
import { anEvent } from './an-event.js';

describe('anEvent', () => {
  it('is the example, with an id of its own, key and subject', () => {
    const event = anEvent(FeedbackScored);
    expect(event).toMatchObject({ type: 'FeedbackScored.v1', tenantid: 'default', partitionkey: 'delivery', subject: FeedbackScored.example.feedback.id, data: FeedbackScored.example });
    expect(anEvent(FeedbackScored).id).not.toBe(event.id);
  });

  it('puts what a test names over the example, field by field, arrays whole', () => {
    const event = anEvent(FeedbackScored, { feedback: { touchpoint: 'checkout' }, score: { polarity: 0.5, themes: [] } }, { tenantid: 'acme' });
    expect(event.partitionkey).toBe('checkout');
    expect(event.tenantid).toBe('acme');
    expect(event.data.feedback.text).toBe(FeedbackScored.example.feedback.text);
    expect(event.data.score).toMatchObject({ polarity: 0.5, themes: [], problem: true });
  });

  it('takes a field away by undefined', () => {
    expect(anEvent(FeedbackScored, { feedback: { customer: undefined } }).data.feedback).not.toHaveProperty('customer');
  });

  it('refuses data that the schema refuses', () => {
    expect(() => anEvent(FeedbackScored, { score: { polarity: 7 } })).toThrow(/polarity/);
  });
});
