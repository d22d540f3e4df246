import type { Event } from '@vocloop/contracts';

/** A message as any Kafka client gives it: header values as text or bytes. */
export interface KafkaMessage {
  readonly value: string | Uint8Array | null;
  readonly headers?: Readonly<Record<string, string | Uint8Array | readonly (string | Uint8Array)[] | undefined>>;
}

const text = (value: string | Uint8Array): string => (typeof value === 'string' ? value : new TextDecoder().decode(value));

/**
 * Reads the event from a message of a pod's topic (CloudEvents' Kafka binding, binary or structured). Throws a TypeError where it is none.
 */
export function readEvent<Data = unknown>({ value, headers = {} }: KafkaMessage): Event<Data> {
  const names = Object.entries(headers).flatMap(([name, given]) => {
    const first = Array.isArray(given) ? (given as readonly (string | Uint8Array)[])[0] : (given as string | Uint8Array | undefined);
    return first === undefined ? [] : [[name.toLowerCase(), text(first)] as const];
  });
  const read = Object.fromEntries(names);
  const body: unknown = value === null ? undefined : JSON.parse(text(value));
  const event = read['content-type']?.startsWith('application/cloudevents+json') ? (body as Event<Data>) : binary<Data>(read, body as Data);
  if (event?.id === undefined || event.type === undefined) throw new TypeError('not a CloudEvent: it has no id or no type');
  return event;
}

function binary<Data>(headers: Readonly<Record<string, string>>, data: Data): Event<Data> {
  const context = Object.entries(headers).flatMap(([name, value]) => (name.startsWith('ce_') && name !== 'ce_specversion' ? [[name.slice(3), value]] : []));
  return { ...(Object.fromEntries(context) as Omit<Event<Data>, 'data'>), data };
}
