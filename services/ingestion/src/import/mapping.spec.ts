import { describe, expect, it } from '@jest/globals';
import { guessMapping } from './guess.js';
import { combine, MappingError, parseMapping, readMapping, showMapping } from './mapping.js';
import { channelOf, parseRating, toFeedback } from './row.js';

const airline = ['row', 'airline', 'created', 'location', 'text'];
const tweet = { row: '1', airline: 'Virgin America', created: '24-02-2015 11:35', location: 'Lets Play', text: '@VirginAmerica What @dhepburn said.' };
const complaints = ['Complaint ID', 'Date received', 'Product', 'Sub-product', 'Issue', 'Sub-issue', 'Consumer complaint narrative', 'Company', 'Submitted via', 'Timely response?'];
const complaint = { 'Complaint ID': '3571115', 'Date received': '2020/3/18', Product: 'Credit reporting', 'Sub-product': 'x', Issue: 'Incorrect information on your report', 'Sub-issue': 'Information belongs to someone else', 'Consumer complaint narrative': '', Company: 'ACME, INC.', 'Submitted via': 'Web', 'Timely response?': 'Yes' };
const told = { ...complaint, 'Complaint ID': '3384392', 'Consumer complaint narrative': 'They collect a debt that is not mine.' };
const guess = (headers: string[], rows: Record<string, string>[]) => guessMapping(headers, rows, { source: 'file' }).mapping;

describe('the mapping guessed', () => {
  it('for tweets about airlines', () => {
    const { mapping, notes } = guessMapping(airline, [tweet], { source: 'airline' });
    expect(mapping).toEqual({
      text: ['text'], rating: undefined, occurredAt: { column: 'created', form: 'day-first' }, revisedAt: undefined,
      plain: { source: '=airline', channel: '=social', touchpoint: '=airline', externalId: 'row', product: 'airline' },
    });
    expect(notes).toEqual([]);
  });

  it('for complaints, of which few have a narrative', () => {
    expect(guess(complaints, [complaint, complaint, told].map((it, index) => ({ ...it, 'Complaint ID': String(index) })))).toMatchObject({
      text: ['Consumer complaint narrative', 'Issue + Sub-issue'], occurredAt: { column: 'Date received', form: 'iso' },
      plain: { externalId: 'Complaint ID', product: 'Product', channel: '=ticket' },
    });
  });

  it.each([
    ['an NPS survey', { nps_score: '9', comment: 'All was well.', created_at: '2026-01-05T10:00:00Z', customer_id: 'C1', response_id: 'r1' }, { rating: { column: 'nps_score', kind: 'nps' }, plain: { customer: 'customer_id', externalId: 'response_id', channel: '=survey' } }],
    ['reviews with stars', { Stars: '4', Review: 'Good but it is slow', Title: 'Good', Date: '2026-01-05' }, { text: ['Review'], rating: { column: 'Stars', kind: 'stars', scale: { min: 1, max: 5 } }, plain: { channel: '=review' } }],
    ['a score out of ten', { score: '8', text: 'fine by me' }, { rating: { kind: 'nps', scale: { min: 0, max: 10 } } }],
    ['stars of ten', { rating: '8', text: 'fine by me' }, { rating: { kind: 'stars', scale: { min: 1, max: 10 } } }],
    ['a channel in words', { channel: 'Twitter', text: 'fine by me' }, { plain: { channel: 'channel' } }],
    ['a channel that means nothing', { channel: 'north', text: 'fine by me' }, { plain: { channel: '=survey' } }],
    ['no familiar header', { a: '1', b: 'They promised a call back and never did.' }, { text: ['b'] }],
    ['chat turns', { chat_id: 'c', turn: '1', author: 'customer', intent_confidence: '0.31', message: 'hello there' }, { plain: { turn: 'turn', author: 'author', botConfidence: 'intent_confidence', channel: '=chat' } }],
    ['camel case', { createdAt: '1424777700', feedbackText: 'fine by me' }, { text: ['feedbackText'], occurredAt: { column: 'createdAt', form: 'unix' } }],
  ])('for %s', (_name, row, expected) => expect(guess(Object.keys(row), [row])).toMatchObject(expected));

  it('says what is doubtful', () => {
    expect(guessMapping(['date', 'text'], [{ date: '01/02/2026', text: 'fine by me' }], { source: 's' }).notes).toEqual([expect.stringContaining('month-first'), expect.stringContaining('line')]);
  });
});

describe('a mapping given', () => {
  it('overrules the guess, field by field', () => {
    const mapping = combine(guess(airline, [tweet]), parseMapping('text=location|text,occurredAt=created:month-first,channel==review,product='), airline);
    expect(mapping).toMatchObject({ text: ['location', 'text'], occurredAt: { column: 'created', form: 'month-first' }, plain: { channel: '=review', externalId: 'row' } });
    expect(mapping.plain.product).toBeUndefined();
  });
  it('reads a rating with kind and scale, in either writing', () => {
    const expected = { rating: { column: 'score', kind: 'csat', scale: { min: 0, max: 100 } } };
    expect(parseMapping('rating=score:csat:0-100')).toEqual(expected);
    expect(readMapping(expected)).toEqual(expected);
  });
  it.each([
    ['text=nope', /"nope" is not in the file; it has "row", "airline"/],
    ['text=', /no column holds a text or a rating/],
    ['tekst=text', /tekst.*the fields are text/],
    ['rating=row:best', /rating\/kind/],
    ['text', /is not field=column/],
  ])('%s is refused with the mend', (written, message) => {
    expect(() => combine(guess(airline, [tweet]), parseMapping(written), airline)).toThrow(message);
    expect(() => combine(guess(airline, [tweet]), parseMapping(written), airline)).toThrow(MappingError);
  });
  it('is shown', () => expect(showMapping(guess(airline, [tweet]), airline)).toEqual(expect.arrayContaining([expect.stringMatching(/^ {2}text +text$/), expect.stringMatching(/channel +always "social"/), expect.stringMatching(/attributes +location/)])));
});

describe('a row', () => {
  const mapping = guess(airline, [tweet]);
  it('becomes a feedback', () => {
    expect(toFeedback(tweet, mapping, 'h:2')).toEqual({ cut: false, item: { source: 'file', channel: 'social', touchpoint: 'file', product: 'Virgin America', externalId: '1', text: tweet.text, occurredAt: '2015-02-24T11:35:00.000Z', attributes: { location: 'Lets Play' } } });
  });
  it('without a narrative speaks by its issue', () => {
    const it = toFeedback(complaint, guess(complaints, [complaint, complaint, { ...told, 'Complaint ID': '2' }]), 'h:2');
    expect(it).toMatchObject({ item: { text: 'Incorrect information on your report: Information belongs to someone else', attributes: { Issue: complaint.Issue } } });
  });
  it('without an id is known by its place', () => expect(toFeedback({ text: 'fine by me' }, guess(['text'], [{ text: 'fine by me' }]), 'abc:2')).toMatchObject({ item: { externalId: 'abc:2' } }));
  it('too long is cut', () => {
    const it = toFeedback({ ...tweet, text: 'a'.repeat(25_000) }, mapping, 'h');
    expect(it).toMatchObject({ cut: true });
  });
  it.each([
    [{ ...tweet, text: ' ' }, /neither text nor rating/, /fill text/],
    [{ ...tweet, created: '02/30/2015' }, /not a moment written day-first/, /mend "created"/],
    [{ ...tweet, row: 'x'.repeat(201) }, /externalId/, /"row"/],
  ])('%# is refused with reason and mend', (row, reason, mend) => {
    expect(toFeedback(row, mapping, 'h')).toEqual({ problem: { reason: expect.stringMatching(reason), mend: expect.stringMatching(mend) } });
  });
  it.each([['4', 4], ['4.5', 4.5], ['4,5', 4.5], ['4/5', 4], ['5 stars', 5], ['★★★☆☆', 3], ['four', undefined]])('rates %j as %s', (written, value) => expect(parseRating(written)).toBe(value));
  it.each([['Twitter', 'social'], ['e-mail', 'ticket'], ['survey', 'survey'], ['north', undefined]])('comes by %s: %s', (written, channel) => expect(channelOf(written)).toBe(channel));

  it('takes a column by its header where half of its values fit, so that the others are refused and not quietly kept', () => {
    const rows = [['2026-01-02', '4', 'Nice shop and quick'], ['yesterday', 'eleven', 'The lamp broke after a day'], ['2026-01-04', '5', 'Very friendly people']].map(([When, Stars, said]) => ({ When: When!, Stars: Stars!, 'What they said': said! }));
    expect(guess(['When', 'Stars', 'What they said'], rows)).toMatchObject({ text: ['What they said'], rating: { column: 'Stars', kind: 'stars' }, occurredAt: { column: 'When', form: 'iso' } });
  });
});
