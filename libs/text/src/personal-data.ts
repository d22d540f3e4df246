import { countrySpecs, isValidIBAN } from 'ibantools';
import ipaddr from 'ipaddr.js';
import parsePhoneNumber, { getCountryCallingCode, isSupportedCountry, type CountryCode } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.max.json';
import { z } from 'zod';

export type Kind = 'email' | 'phone' | 'card' | 'iban' | 'ip';

/** A piece of personal data in a text: characters `from` (inclusive) to `to` (exclusive). */
export interface Finding {
  readonly kind: Kind;
  readonly from: number;
  readonly to: number;
}

/** The region that a `Reading` reads numbers of, as a setting gives it. */
export const phoneRegion = z.custom<CountryCode>((it) => typeof it === 'string' && isSupportedCountry(it as CountryCode, metadata), 'must be a country of two capital letters');

/** Where numbers without a country's code are read: "US", "DE". `phoneExpected` is set for fields that are called phone. */
export interface Reading {
  readonly region: CountryCode;
  readonly phoneExpected?: boolean;
}

// Every matcher is linear: it starts at an anchor (an at sign, a digit) and looks a bounded way around it.
const localPart = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}$/u;
const domain = /^(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?:\.|\s?[[({]\s?dot\s?[\])}]\s?)){1,8}(?:xn--[a-z0-9-]{2,59}|\p{L}{2,24})(?![\p{L}\p{N}])/iu;
const atSign = /@|＠|%40|\s?[[({]\s?at\s?[\])}]\s?/giu;

function* emails(text: string): Generator<Finding> {
  for (const at of text.matchAll(atSign)) {
    const before = localPart.exec(text.slice(Math.max(0, at.index - 64), at.index));
    const local = before?.[0].replace(/^.*[=/?]/, '').replace(/^[^\p{L}\p{N}]+/u, '');
    const after = at.index + at[0].length;
    const host = domain.exec(text.slice(after, after + 255));
    if (local && host) yield { kind: 'email', from: at.index - local.length, to: after + host[0].length };
  }
}

function* ibans(text: string): Generator<Finding> {
  for (const start of text.matchAll(/(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?=[ -]?[A-Z0-9])/giu)) {
    const wanted = countrySpecs[start[0].slice(0, 2).toUpperCase()]?.chars;
    const written = wanted && new RegExp(`^(?:[A-Z0-9][ -]?){${wanted - 1}}[A-Z0-9](?![A-Z0-9])`, 'i').exec(text.slice(start.index, start.index + 2 * wanted));
    if (written && isValidIBAN(written[0].replaceAll(/[ -]/g, '').toUpperCase())) yield { kind: 'iban', from: start.index, to: start.index + written[0].length };
  }
}

/** Issuers' prefixes with the lengths of their numbers: Visa, Mastercard, American Express, Discover, Diners, JCB, UnionPay, Maestro. */
const issuers: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(6011|64[4-9]|65)/, [16, 19]],
  [/^(30[0-5]|36|3[89])/, [14, 16]],
  [/^35(2[89]|[3-8])/, [16, 19]],
  [/^62/, [16, 17, 18, 19]],
  [/^(5018|5020|5038|58|63|67)/, [16, 18, 19]],
];

const zero = '0'.charCodeAt(0);

function isCard(digits: string): boolean {
  if (!issuers.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits))) return false;
  let sum = 0;
  for (let at = 1; at <= digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - at) - zero;
    sum += at % 2 === 1 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return sum % 10 === 0;
}

function* cards(text: string): Generator<Finding> {
  for (const run of text.matchAll(/(?<![\p{L}\p{N}])\d+(?:[ \u00a0.-]\d+){0,30}(?![\p{L}\p{N}])/gu)) {
    const groups = [...run[0].matchAll(/\d+/g)];
    // A number may stand beside another ("room 12 4111 1111 1111 1111"): try each window of groups.
    for (let first = 0; first < groups.length; first++) {
      let digits = '';
      for (const group of groups.slice(first, first + 6)) {
        digits += group[0];
        if (digits.length > 19) break;
        if (digits.length < 13 || !isCard(digits)) continue;
        yield { kind: 'card', from: run.index + groups[first]!.index, to: run.index + group.index + group[0].length };
        first += 5;
        break;
      }
    }
  }
}

const versionWord = /(?:\bv|versions?|release|build|firmware|app|ios|ipados|android|macos|windows|chrome|safari|firefox|update[ds]?(?: to)?|sdk|section|chapter|clause|paragraph|§|rev)[\s:=.#(]{0,3}$/iu;
const addressWord = /(?:\bip|ipv[46]|address|host|server|router|proxy|dns|gateway|ping|subnet|login from|logged in from)\b[^\d]{0,12}$/iu;

function* addresses(text: string): Generator<Finding> {
  for (const it of text.matchAll(/(?<![\p{L}\p{N}.-])\d{1,3}(?:\.\d{1,3}){3}(?!\.?[\p{L}\p{N}-])/gu)) {
    const octets = it[0].split('.');
    const before = text.slice(Math.max(0, it.index - 24), it.index);
    if (octets.some((octet) => Number(octet) > 255 || (octet.length > 1 && octet.startsWith('0'))) || versionWord.test(before)) continue;
    // "4.2.0.1" without a word beside it is more often a version than an address.
    const likeVersion = octets.every((octet) => Number(octet) < 32) && octets[0] !== '10' && new Set(octets).size > 1;
    if (!likeVersion || addressWord.test(before)) yield { kind: 'ip', from: it.index, to: it.index + it[0].length };
  }
  for (const it of text.matchAll(/(?<![\p{L}\p{N}:.])[0-9a-f]{0,4}(?::{1,2}[0-9a-f]{1,4}){1,7}(?:::)?(?:\.\d{1,3}){0,3}(?![\p{L}\p{N}:])/giu)) {
    const groups = it[0].split(':').filter(Boolean).length;
    const like = /^(::1$|fe80|f[cd][0-9a-f]{2}|2[0-9a-f]{3}:)/i.test(it[0]) || (groups >= 3 && /\d/.test(it[0]));
    if (like && ipaddr.IPv6.isValid(it[0])) yield { kind: 'ip', from: it.index, to: it.index + it[0].length };
  }
}

// Not across or within what stands for a number already ("[phone]"): masked twice, a text is the same.
const phoneWord = /(?:(?<!\[)\b(?:phone|telephone|tele?|tel\.?|cell|mobile|mob|whatsapp|sms|fax|call|called|calling|ring|dial|text(?: me)?|reach(?: me)?|contact|handy|telefon\w*|tel[ée]fono|t[ée]l[ée]phone|portable|m[óo]vil|rufen?|ll[áa]m\w*|appel\w*|(?:my|our|meine|unsere|mi|mon|mein|notre|nuestro)\s(?:number|nummer|n[úu]mero|num[ée]ro))\b|[☎📞📱])[^\d\n[]{0,24}$/iu;
const numberWord = /(?:\b(?:order|ticket|ref|reference|invoice|tracking|track|parcel|shipment|case|claim|booking|confirmation|reservation|pnr|account|acct|acc|member(?:ship)?|customer|serial|sku|isbn|ean|upc|part|item|model|flight|transaction|txn|trx|id|policy|batch|lot|bestell\w*|auftrag\w*|rechnung\w*|sendung\w*|pedido|factura|commande|facture|colis|timestamp|epoch|row|record|request)\b|#|№)[^\d\n]{0,20}$/iu;
const dateLike = /(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))(?!\d)/;
const northAmerican = /^(?:\+?1[-. \u00a0]?)?(?:\(\d{3}\)[-. \u00a0]?|\d{3}[-./ \u00a0]?)\d{3}[-. \u00a0]?\d{4}$/;

function* phones(text: string, reading: Reading): Generator<Finding> {
  for (const it of text.matchAll(/(?<![\p{L}\p{N}@#_/$€£¥.,])(?:\+|00|\()?(?:\(0?)?\d(?:[ \u00a0().\/–-]{0,3}\d){5,17}(?![\p{L}\p{N}_]|[.,:]\d|\s?[€$£%])/gu)) {
    const before = text.slice(Math.max(0, it.index - 40), it.index);
    if (!dateLike.test(it[0]) && isPhone(it[0], before, reading)) yield { kind: 'phone', from: it.index, to: it.index + it[0].length };
  }
}

/** Where a trunk 0 is dialled: between them they know nearly every shape that such a number has, so that one in groups is told from an order's without any word beside it. */
const trunkRegions = ['GB', 'DE', 'FR', 'IT', 'NL', 'AU', 'JP'] as const;

function isPhone(written: string, before: string, { region, phoneExpected }: Reading): boolean {
  const digits = written.replaceAll(/\D/g, '');
  // The word that stands nearer decides: "call 8273993", but "call about case 8273993".
  const expected = phoneExpected || (phoneWord.test(before) && lastMatch(numberWord, before) <= lastMatch(phoneWord, before));
  if (digits.length > 15 || /[$€£¥]\s?$/.test(before)) return false;
  if (/^\(?(\+|00)/.test(written)) return /^\(?\+/.test(written) ? digits.length >= 7 && digits.length <= 15 : parse(`+${digits.slice(2)}`, region)?.isValid() === true;
  // A number with a trunk 0 is no American one, whatever the region: people write as they do at home.
  const trunk = /^\(?0/.test(written);
  const bare = /^(?:1-?)?\d{10}$/.test(written);
  if (!trunk && getCountryCallingCode(region, metadata) === '1') {
    const number = northAmerican.test(written) ? parse(written, region) : undefined;
    if (number) return bare ? expected || (number.isValid() && !numberWord.test(before)) : number.isPossible() && (expected || !/^\d{3} \d{3} \d{4}$/.test(written) || number.isValid());
    return expected && (digits.length === 7 || phoneExpected === true);
  }
  if (expected) return digits.length >= 7;
  if (!trunk || numberWord.test(before)) return false;
  return parse(written, region)?.isValid() === true || (digits.length >= 10 && /\d\D+\d/.test(written) && trunkRegions.some((it) => parse(written, it)?.isValid()));
}

const lastMatch = (word: RegExp, text: string): number => word.exec(text)?.index ?? -1;

const parse = (written: string, region: CountryCode) => parsePhoneNumber(written, region, metadata);

/** Personal data in a text, in order, without overlaps: where two kinds claim the same characters, the surer one has them. */
export function findPersonalData(text: string, reading: Reading): Finding[] {
  if (!/\d|@|＠|[[({]\s?at\s?[\])}]|::/i.test(text)) return [];
  const found: Finding[] = [];
  const takeFree = (candidates: Iterable<Finding>) => {
    const taken = [...found];
    for (const it of candidates) if (!taken.some((other) => it.from < other.to && other.from < it.to)) found.push(it);
  };
  takeFree(emails(text));
  // What every one of a kind has is looked for first: most texts have too few digits for any.
  const digits = text.match(/\d/g)?.length ?? 0;
  if (digits >= 2) takeFree(ibans(text));
  if (digits >= 13) takeFree(cards(text));
  if (/\d\.\d{1,3}\.\d|:[0-9a-f]{0,4}:/i.test(text)) takeFree(addresses(text));
  if (digits >= 6) takeFree(phones(text, reading));
  return found.sort((a, b) => a.from - b.from);
}
