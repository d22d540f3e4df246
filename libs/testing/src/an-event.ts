import { randomUUID } from 'node:crypto';
import type { DataOf, Event, EventDefinition } from '@vocloop/contracts';

/** What of an event's data a test cares about; the rest comes from the definition's example. `undefined` takes a field away. */
export type PartOf<Data> = Data extends readonly unknown[] ? Data : Data extends object ? { [Field in keyof Data]?: PartOf<Data[Field]> | undefined } : Data;

/** What of an event's attributes a test cares about. */
export type Envelope = Partial<Omit<Event, 'data' | 'type'>>;

/**
 * An event as a handler gets it: the definition's example with `part` put over it (objects field by field, arrays whole),
 * parsed by the schema, for the tenant "default" and with an id of its own.
 */
export function anEvent<Definition extends EventDefinition>(definition: Definition, part: PartOf<DataOf<Definition>> = {} as PartOf<DataOf<Definition>>, envelope: Envelope = {}): Event<DataOf<Definition>> {
  const data = definition.schema.parse(over(definition.example, part)) as DataOf<Definition>;
  const id = envelope.id ?? randomUUID();
  return {
    source: 'test',
    subject: definition.subject(data),
    time: '2026-03-02T10:00:00.000Z',
    tenantid: 'default',
    partitionkey: definition.key(data),
    correlationid: id,
    ...envelope,
    id,
    type: definition.type,
    data,
  };
}

function over(example: unknown, part: unknown): unknown {
  if (!isFields(example) || !isFields(part)) return part;
  const fields = Object.entries(part).map(([name, value]) => [name, over(example[name], value)] as const);
  return Object.fromEntries(Object.entries({ ...example, ...Object.fromEntries(fields) }).filter(([, value]) => value !== undefined));
}

const isFields = (it: unknown): it is Record<string, unknown> => typeof it === 'object' && it !== null && !Array.isArray(it);
