import { storable } from '@vocloop/contracts';
import { pointerOf } from '../problem/field-errors.js';
import type { FieldError } from '../problem/problem.js';

/** How deep a body may go, and how large its objects and strings may be. */
export interface JsonLimits {
  readonly depth: number;
  /** Keys of one object. */
  readonly keys: number;
  /** Characters of one string, or of one key. */
  readonly string: number;
}

const byDefault: JsonLimits = { depth: 32, keys: 1000, string: 100_000 };
const poison = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The first thing about a parsed JSON value that no schema should have to see, or undefined: too deep, too many keys, too long a string, a key that would reach into
 * JavaScript's prototypes, or a string that no database holds. Walks without recursion.
 */
export function hostile(value: unknown, limits: JsonLimits = byDefault): FieldError | undefined {
  const open: { value: unknown; path: readonly string[] }[] = [{ value, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value: it, path } = next;
    const refuse = (code: string, detail: string): FieldError => ({ pointer: pointerOf(path), code, detail });
    if (typeof it === 'string' && it.length > limits.string) return refuse('too_big', `a text may have at most ${limits.string} characters`);
    if (typeof it === 'string' && !holdable(it) && !cleaned(path)) return refuse('broken_text', brokenText);
    if (typeof it !== 'object' || it === null) continue;
    if (path.length >= limits.depth) return refuse('too_deep', `values may be nested at most ${limits.depth} deep`);
    if (Array.isArray(it)) {
      // Backwards, so that the first fault is the first found.
      for (let at = it.length - 1; at >= 0; at--) if (typeof it[at] === 'object' || typeof it[at] === 'string') open.push({ value: it[at], path: [...path, String(at)] });
      continue;
    }
    const keys = Object.keys(it);
    if (keys.length > limits.keys) return refuse('too_big', `an object may have at most ${limits.keys} fields`);
    for (const key of keys.reverse()) {
      if (poison.has(key)) return { pointer: pointerOf([...path, key]), code: 'forbidden_field', detail: `a field must not be called "${key}"` };
      if (key.length > limits.string) return refuse('too_big', `a field's name may have at most ${limits.string} characters`);
      if (!holdable(key) && !cleaned([...path, key])) return refuse('broken_text', `a field's name: ${brokenText}`);
      open.push({ value: (it as Record<string, unknown>)[key], path: [...path, key] });
    }
  }
  return undefined;
}

const brokenText = 'a text must not contain NUL (\\u0000) or half a character (a lone surrogate, as \\ud83d); leave the first out, and cut texts between characters';
const holdable = (text: string): boolean => storable(text) === text;

/** A customer's words and what was known with them are cleaned where they are masked: a client that cuts an emoji in two loses nothing by it. */
const cleaned = (path: readonly string[]): boolean => path.at(-1) === 'text' || path.at(-2) === 'attributes';
