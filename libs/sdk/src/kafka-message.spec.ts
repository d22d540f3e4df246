import { describe, expect, it } from '@jest/globals';
import { readEvent } from './kafka-message.js';

const context = { id: '01965a3c', source: 'vocloop/routing', type: 'IssueDelivered.v1', tenantid: 'default' };
const data = { pod: 'logistics' };

describe('readEvent', () => {
  it.each([
    ['binary mode, headers as bytes', { value: Buffer.from('{"pod":"logistics"}'), headers: { ce_specversion: Buffer.from('1.0'), ...Object.fromEntries(Object.entries(context).map(([name, value]) => [`ce_${name}`, Buffer.from(value)])), traceparent: '00-1' } }],
    ['binary mode, headers as text or lists', { value: '{"pod":"logistics"}', headers: { CE_ID: [context.id], ce_source: context.source, ce_type: context.type, ce_tenantid: context.tenantid, ce_gone: undefined } }],
    ['structured mode', { value: JSON.stringify({ ...context, data }), headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' } }],
  ])('reads %s', (_, message) => {
    expect(readEvent(message)).toEqual({ ...context, data });
  });

  it.each([
    ['no headers', { value: '{}' }],
    ['no value', { value: null, headers: { 'content-type': 'application/cloudevents+json' } }],
  ])('refuses %s', (_, message) => {
    expect(() => readEvent(message)).toThrow(TypeError);
  });
});
