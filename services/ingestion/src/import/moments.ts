/** How a column writes its moments: as ISO 8601, day or month first, as Unix seconds or milliseconds, or with the month's name. */
export const momentForms = ['iso', 'day-first', 'month-first', 'unix', 'unix-ms', 'words'] as const;
export type MomentForm = (typeof momentForms)[number];

const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]+(.*))?$/;
const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ,]+(.*))?$/;
const timeOfDay = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

/** A moment as ISO 8601 in UTC, or undefined where the text is none of this form. Without an offset it is read as UTC. */
export function parseMoment(written: string, form: MomentForm): string | undefined {
  const text = written.trim();
  switch (form) {
    case 'unix':
    case 'unix-ms':
      return /^\d{9,13}(\.\d+)?$/.test(text) ? fromEpoch(Number(text) * (form === 'unix' ? 1000 : 1)) : undefined;
    case 'words':
      return /\p{L}{3}/u.test(text) ? fromEpoch(Date.parse(/(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})\s*(?:\(.*\))?(?:\s\d{4})?$/.test(text) ? text : `${text} UTC`)) : undefined;
    case 'iso': {
      const it = yearFirst.exec(text);
      return it ? compose(Number(it[1]), Number(it[2]), Number(it[3]), it[4]) : undefined;
    }
    case 'day-first':
    case 'month-first': {
      const it = yearLast.exec(text);
      if (!it) return undefined;
      const [day, month] = form === 'day-first' ? [it[1], it[2]] : [it[2], it[1]];
      const year = Number(it[3]);
      return compose(it[3]!.length === 4 ? year : year + (year < 70 ? 2000 : 1900), Number(month), Number(day), it[4]);
    }
  }
}

function compose(year: number, month: number, day: number, time: string | undefined): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1000) return undefined;
  if (!time?.trim()) return date.toISOString();
  const it = timeOfDay.exec(time.trim());
  if (!it) return undefined;
  const half = it[5]?.[0]?.toLowerCase();
  const [hour, minute, second] = [half ? (Number(it[1]) % 12) + (half === 'p' ? 12 : 0) : Number(it[1]), Number(it[2]), Number(it[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const [, sign, offsetHours, offsetMinutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(it[6] ?? '') ?? [];
  const offset = sign ? (sign === '-' ? -1 : 1) * (Number(offsetHours) * 60 + Number(offsetMinutes)) : 0;
  return fromEpoch(date.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000 + Number((it[4] ?? '0').padEnd(3, '0').slice(0, 3)));
}

const fromEpoch = (ms: number): string | undefined => (Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : undefined);

/** The form that most of these texts have, if at least half have one: those that have not are refused with their lines; day first, where day and month cannot be told apart. */
export function guessMomentForm(written: readonly string[]): { form: MomentForm; ambiguous: boolean } | undefined {
  const texts = written.map((it) => it.trim()).filter(Boolean);
  if (texts.length === 0) return undefined;
  const readable = (form: MomentForm) => texts.filter((it) => parseMoment(it, form) !== undefined).length;
  const seconds = texts.every((it) => /^\d{9,10}(\.\d+)?$/.test(it));
  const order: MomentForm[] = [seconds ? 'unix' : 'unix-ms', 'iso', 'day-first', 'month-first', 'words'];
  const best = order.reduce((a, b) => (readable(b) > readable(a) ? b : a));
  if (readable(best) < 0.5 * texts.length) return undefined;
  return { form: best, ambiguous: best === 'day-first' && readable('month-first') === readable('day-first') };
}
