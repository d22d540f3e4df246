// What a terminal obeys instead of showing: control characters, and those that turn the direction of what follows.
const obeyed = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const escaped = (it: string): string => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Somebody else's text for a line on a terminal or in a log: what a terminal would obey is escaped, as in JSON, which stays JSON. */
export const printable = (text: string): string => text.replace(obeyed, escaped);

/** The same for a text of several lines, which it keeps. */
export const printableLines = (text: string): string => text.replace(obeyed, (it) => (it === '\n' ? it : escaped(it)));

/** What a log and a span may say of an error: where Postgres refuses a value (class 22), it quotes it, and that is somebody's words. */
export function sayable(error: unknown): string {
  const { message = String(error), code, driverError } = (error ?? {}) as { message?: string; code?: unknown; driverError?: { code?: unknown } };
  return /^22/.test(String(code ?? driverError?.code)) ? message.replace(/:? *".*/s, '') : message;
}
