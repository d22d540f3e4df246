import { describe, expect, it } from '@jest/globals';
import { Parser } from '@asyncapi/parser';
import { asyncApi, events } from './index.js';

describe('the AsyncAPI document', () => {
  it('is valid, and has every event in its topic', async () => {
    const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncApi()));
    expect(diagnostics.filter(({ severity }) => Number(severity) === 0)).toEqual([]);
    expect(document?.allMessages().all().map((message) => message.name()).toSorted()).toEqual(events.map(({ type }) => type).toSorted());
  });
});
