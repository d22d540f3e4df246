import { describe, expect, it } from '@jest/globals';
import { events } from './index.js';

describe('every event', () => {
  it.each(events.map((event) => [event.type, event] as const))('%s has an example that parses, a key and a subject', (_type, event) => {
    const data = event.schema.parse(event.example);
    expect(event.key(data)).toMatch(/./);
    expect(event.subject(data)).toMatch(/./);
  });

  it('has a name of its own: past participle and version', () => {
    const types = events.map((event) => event.type);
    expect(new Set(types).size).toBe(types.length);
    for (const type of types) expect(type).toMatch(/^[A-Z][A-Za-z]+\.v\d+$/);
  });

  it('keeps fields of a later version that it does not know', () => {
    for (const event of events.filter((it) => !it.topic.open)) expect(event.schema.parse({ ...(event.example as object), fromTheFuture: 1 })).toHaveProperty('fromTheFuture', 1);
  });
});
