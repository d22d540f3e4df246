import { FactSubmitted, FeedbackSubmitted } from '@vocloop/contracts';
import { z } from 'zod';

/**
 * A CloudEvent 1.0 in JSON, as far as we read it; its extensions pass. The `cloudevents` package is not used here: what it refuses it tells
 * in one sentence without the field, and one bad event costs it the whole batch.
 */
export const cloudEvent = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(500),
  source: z.string().min(1).max(500),
  type: z.enum([FeedbackSubmitted.type, FactSubmitted.type], { error: ({ input }) => `${quote(input)} is not taken here; the types are ${FeedbackSubmitted.type} and ${FactSubmitted.type}; what pods do goes to the topic voc.action.v1 or to /v1/issues` }),
  time: z.iso.datetime({ offset: true }).optional(),
  datacontenttype: z.string().regex(/^application\/([\w.-]+\+)?json\b/i, 'must be application/json').optional(),
  data: z.unknown().optional(),
  data_base64: z.string().optional(),
});
export type CloudEvent = z.output<typeof cloudEvent>;

/** Not by `String`, which asks an object of somebody else's for its `toString`. */
const quote = (input: unknown): string => (typeof input === 'string' ? JSON.stringify(input.slice(0, 100)) : (JSON.stringify(input) ?? 'nothing').slice(0, 100));

/** How a request carries its events: in JSON each with its attributes, in JSON a list of those, or the attributes in headers and the data as the body. */
export type Mode = 'structured' | 'batched' | 'binary';

/** The mode of a request, or undefined where it carries no event. */
export function modeOf(headers: Readonly<Record<string, string | string[] | undefined>>): Mode | undefined {
  const contentType = String(headers['content-type'] ?? '').toLowerCase();
  if (contentType.startsWith('application/cloudevents-batch+json')) return 'batched';
  if (contentType.startsWith('application/cloudevents+json')) return 'structured';
  return headers['ce-specversion'] === undefined && headers['ce-type'] === undefined ? undefined : 'binary';
}

/** The event of a binary request in the shape of a structured one. */
export function fromBinary(headers: Readonly<Record<string, string | string[] | undefined>>, body: unknown): Record<string, unknown> {
  const attributes = Object.entries(headers).flatMap(([name, value]) => (/^ce-[a-z0-9]+$/.test(name) && value !== undefined ? [[name.slice(3), percentDecoded(String(value))] as const] : []));
  return { ...Object.fromEntries(attributes), data: body };
}

/** Headers carry what is not ASCII percent-encoded. */
function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The data of an event, decoded where it came as base64; undefined where that is no JSON. */
export function dataOf({ data, data_base64: encoded }: CloudEvent, decode: (base64: string) => string): unknown {
  if (encoded === undefined) return data;
  try {
    return JSON.parse(decode(encoded)) as unknown;
  } catch {
    return undefined;
  }
}
