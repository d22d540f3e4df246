/** A pattern: `*` stands for any run of characters, `?` for one; case does not matter. */
export interface Glob {
  readonly text: string;
  /** What lies between the stars, folded. One part: no star. */
  readonly parts: readonly string[];
}

/** How names are compared: without case, and with accents composed. */
export const fold = (text: string): string => text.normalize('NFC').toLowerCase();

export const isWild = (text: string): boolean => /[*?]/.test(text);

export const compileGlob = (text: string): Glob => ({ text, parts: fold(text).replace(/\*+/g, '*').split('*') });

/**
 * Whether a folded text fits. No regular expression and no backtracking: each part is taken at its first place after the
 * part before it, so the time is at most the text's length times the longest part's.
 */
export function matchesGlob({ parts }: Glob, text: string): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return text.length === first.length && standsAt(text, 0, first);
  if (text.length < first.length + last.length || !standsAt(text, 0, first) || !standsAt(text, text.length - last.length, last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = find(text, part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

function standsAt(text: string, at: number, part: string): boolean {
  for (let i = 0; i < part.length; i++) {
    const wanted = part.charCodeAt(i);
    if (wanted !== questionMark && wanted !== text.charCodeAt(at + i)) return false;
  }
  return true;
}

function find(text: string, part: string, from: number): number {
  if (!part.includes('?')) return text.indexOf(part, from);
  for (let at = from; at + part.length <= text.length; at++) if (standsAt(text, at, part)) return at;
  return -1;
}

const questionMark = '?'.charCodeAt(0);
