import { describe, expect, it } from '@jest/globals';
import { factInput, feedbackInput } from '@vocloop/contracts';
import fc from 'fast-check';
import { growthOf } from '@vocloop/testing';
import { maskFact, maskFeedback, maskText, type Masking } from './masking.js';
import { labelled } from './masking.labelled.js';

const masking: Masking = { region: 'US', pseudonym: (reference) => `<${reference}>` };
const feedback = (fields: object) => feedbackInput.parse({ source: 's', channel: 'chat', text: 'x', ...fields });

describe('the labelled texts', () => {
  // In a labelled text, personal data stands in double braces with its kind: "{{email:a@b.example}}".
  const rows = labelled.map((row) => {
    const wanted = row.replaceAll(/\{\{(\w+):([^}]+)\}\}/g, '[$1]');
    const given = row.replaceAll(/\{\{(\w+):([^}]+)\}\}/g, '$2');
    const marks = (text: string) => text.match(/\[(email|phone|card|iban|ip)\]/g) ?? [];
    const got = maskText(given, masking).text;
    return { given, wanted, got, labels: marks(wanted).length, hits: got === wanted ? marks(wanted).length : 0, masks: marks(got).length };
  });
  const wrong = rows.filter((row) => row.got !== row.wanted).map(({ wanted, got }) => ({ wanted, got }));
  const sum = (of: 'labels' | 'hits' | 'masks') => rows.reduce((total, row) => total + row[of], 0);

  it('are at least 120, and nearly all are masked exactly so', () => {
    expect(rows.length).toBeGreaterThanOrEqual(120);
    expect(wrong.length / rows.length).toBeLessThanOrEqual(0.02);
    expect(wrong).toEqual([]);
  });
  it('are found: recall at least 0.98', () => expect(sum('hits') / sum('labels')).toBeGreaterThanOrEqual(0.98));
  it('are rightly masked: precision at least 0.95', () => expect(sum('hits') / sum('masks')).toBeGreaterThanOrEqual(0.95));
});

describe('masking', () => {
  it('reads national numbers by the region that is set', () => {
    expect(maskText('Bitte unter 030 1234567 anrufen', { region: 'DE' }).text).toBe('Bitte unter [phone] anrufen');
    expect(maskText('ring 020 7946 0958 please', { region: 'GB' }).text).toBe('ring [phone] please');
  });

  it('reaches text, names and attributes, and says where', () => {
    const { input, masked } = maskFeedback(feedback({ text: 'I am ann@example.org', product: 'phone of bob@example.org', attributes: { phone: '4155552671', note: 'from 203.0.113.9', 'eve@example.org': '1', build: '1.2.3.4' } }), masking);
    expect(input).toMatchObject({ text: 'I am [email]', product: 'phone of [email]', attributes: { phone: '[phone]', note: 'from [ip]', '[email]': '1', build: '1.2.3.4' } });
    expect(masked).toEqual([{ pointer: '/product', kind: 'email' }, { pointer: '/text', kind: 'email' }, { pointer: '/attributes/note', kind: 'ip' }, { pointer: '/attributes/phone', kind: 'phone' }]);
  });

  it('keeps attributes whose names mask alike, numbered the same however they were sent', () => {
    const attributes = { 'eve@example.org': 'e', 'ann@example.org': 'a', '[email] 2': 'two' };
    const masked = { '[email]': 'a', '[email] 2': 'two', '[email] 3': 'e' };
    expect(maskFeedback(feedback({ attributes }), masking).input.attributes).toEqual(masked);
    expect(maskFeedback(feedback({ attributes: Object.fromEntries(Object.entries(attributes).reverse()) }), masking).input.attributes).toEqual(masked);
  });

  it.each([
    ['Ann@Example.org', 'cust_<ann@example.org>'],
    ['+1 (415) 555-2671', 'cust_<14155552671>'],
    ['+14155552671', 'cust_<14155552671>'],
    ['C-1042', 'C-1042'],
    ['4155552671', '4155552671'],
    ['9f1b2c3d-0000-4000-8000-000000000000', '9f1b2c3d-0000-4000-8000-000000000000'],
  ])('lets the customer %s be known as %s', (customer, known) => {
    expect(maskFeedback(feedback({ customer }), masking).input.customer).toBe(known);
    expect(maskFact(factInput.parse({ kind: 'revenue', value: 1, observedAt: '2026-03-02T00:00:00Z', source: 's', customer }), masking).input.customer).toBe(known);
  });

  it('hashes external ids and conversations that are addresses', () => {
    expect(maskFeedback(feedback({ externalId: 'ann@example.org', conversation: '+14155552671' }), masking).input).toMatchObject({ externalId: 'ref_<ann@example.org>', conversation: 'ref_<14155552671>' });
  });

  it('drops what Postgres cannot hold', () => expect(maskText('a\0b\ud800c', masking).text).toBe('ab\ufffdc'));

  it('finds what another finding hid', () => {
    expect(maskText('Mi número es 0912 345 678 1735689600123 ms is what it says', masking).text).toBe('Mi número es [phone] [card] ms is what it says');
  });

  it('changes nothing more the second time, whatever the text', () => {
    const piece = fc.constantFrom(...labelled.map((row) => row.replaceAll(/\{\{(\w+):([^}]+)\}\}/g, '$2')));
    fc.assert(fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 4 }), (pieces) => {
      const once = maskText(pieces.join(' '), masking).text;
      expect(maskText(once, masking).text).toBe(once);
    }));
  });

  it.each(['1', '1 ', '1-', 'a', '@', 'a@', 'a.', '1.', ':', '1:', 'a:', '+1', '(1', 'DE89', 'DE89 ', ' at ', '(at)', '[at]a.', '4111 ', '::', '+1 415 555 ', '%40', '🙂'])('takes twice the time for twice as much of %j, and no more', (unit) => {
    const { ms, times } = growthOf((text) => maskText(text, masking), unit);
    expect(times).toBeLessThan(3.5);
    expect(ms).toBeLessThan(50);
  });
});
