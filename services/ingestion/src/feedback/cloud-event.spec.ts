import { describe, expect, it } from '@jest/globals';
import { cloudEvent, dataOf, fromBinary, modeOf } from './cloud-event.js';

const event = { specversion: '1.0', id: '1', source: '/shop', type: 'FeedbackSubmitted.v1', data: { text: 'ä' } };

describe('a request with events', () => {
  it.each([
    [{ 'content-type': 'application/cloudevents+json; charset=utf-8' }, 'structured'],
    [{ 'content-type': 'application/cloudevents-batch+json' }, 'batched'],
    [{ 'content-type': 'application/json', 'ce-specversion': '1.0', 'ce-type': 'x' }, 'binary'],
    [{ 'content-type': 'application/json' }, undefined],
  ])('%j is %s', (headers, mode) => expect(modeOf(headers)).toBe(mode));

  it('in binary mode has its attributes in headers, percent-encoded', () => {
    expect(fromBinary({ 'ce-id': '1', 'ce-source': '/caf%C3%A9', 'ce-bad': '100%', host: 'x', 'ce-specversion': '1.0' }, { a: 1 })).toEqual({ id: '1', source: '/café', bad: '100%', specversion: '1.0', data: { a: 1 } });
  });
});

describe('an event', () => {
  it('passes with extensions', () => expect(cloudEvent.parse({ ...event, tenantid: 'x', anything: 1 })).toMatchObject({ anything: 1 }));
  it.each([
    [{ ...event, type: 'PodActed.v1' }, 'type', /voc\.action\.v1/],
    [{ ...event, type: { toString: [] } }, 'type', /\{"toString":\[\]\} is not taken here/],
    [{ ...event, specversion: '0.3' }, 'specversion', /1\.0/],
    [{ ...event, id: '' }, 'id', /./],
    [{ ...event, time: 'yesterday' }, 'time', /./],
    [{ ...event, datacontenttype: 'text/xml' }, 'datacontenttype', /application\/json/],
  ])('%# is refused by field', (given, field, message) => {
    const issue = cloudEvent.safeParse(given).error?.issues[0];
    expect(issue?.path).toEqual([field]);
    expect(issue?.message).toMatch(message);
  });
  it('may have its data in base64', () => {
    const decode = (base64: string) => Buffer.from(base64, 'base64').toString();
    const { data: _data, ...rest } = event;
    expect(dataOf(cloudEvent.parse({ ...rest, data_base64: Buffer.from('{"a":"ä"}').toString('base64') }), decode)).toEqual({ a: 'ä' });
    expect(dataOf(cloudEvent.parse({ ...rest, data_base64: '!!' }), decode)).toBeUndefined();
    expect(dataOf(cloudEvent.parse(event), decode)).toEqual({ text: 'ä' });
  });
});
