import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

// A key is voc_<keyid>_<secret><checksum>: 16, 32 and 6 characters of base 62. The checksum lets scanners and this service
// tell a mistyped or made-up key from a real one without asking the database.
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const shape = /^voc_([0-9A-Za-z]{16})_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

const random = (length: number): string => Array.from({ length }, () => alphabet[randomInt(62)]).join('');

function checksum(text: string): string {
  let rest = crc32(text);
  return Array.from({ length: 6 }, () => {
    const digit = alphabet[rest % 62];
    rest = Math.floor(rest / 62);
    return digit;
  }).join('');
}

const hashOf = (token: string, pepper: string): Buffer => createHmac('sha256', pepper).update(token).digest();

/** A new key: the token, to be shown once, and what is stored. */
export interface IssuedKey {
  readonly token: string;
  readonly id: string;
  readonly hash: Buffer;
}

/** Makes a key. The token holds 190 random bits; only its HMAC-SHA-256 with the pepper is kept. */
export function issueKey(pepper: string): IssuedKey {
  const id = random(16);
  const body = `voc_${id}_${random(32)}`;
  const token = body + checksum(body);
  return { token, id, hash: hashOf(token, pepper) };
}

/** The id of a token that is well formed with a right checksum, else undefined; costs no database. */
export function keyIdOf(token: string): string | undefined {
  const match = shape.exec(token);
  return match && checksum(token.slice(0, -6)) === match[3] ? match[1] : undefined;
}

/** Whether a token is the one whose hash was stored; constant time. */
export function verifyKey(token: string, hash: Buffer, pepper: string): boolean {
  const given = hashOf(token, pepper);
  return given.length === hash.length && timingSafeEqual(given, hash);
}
