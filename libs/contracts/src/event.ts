import { z } from 'zod';

/** A stream of events. `keyedBy` says what stays in order; `open` marks a topic that foreign producers write to. */
export interface Topic {
  readonly name: string;
  readonly summary: string;
  readonly keyedBy: string;
  readonly open?: true;
}

/** One kind of event: its name with version, its topic, its data's schema, its key and subject, and an example that parses. */
export interface EventDefinition<Schema extends z.ZodType = z.ZodType> {
  readonly type: string;
  readonly topic: Topic;
  readonly summary: string;
  readonly schema: Schema;
  /** What the event must stay in order with: the partition key. */
  readonly key: (data: z.output<Schema>) => string;
  /** Whom the event is about: a feedback's, an issue's, a conversation's id. */
  readonly subject: (data: z.output<Schema>) => string;
  readonly example: z.input<Schema>;
}

/** The data of an event, by its definition. */
export type DataOf<Definition> = Definition extends EventDefinition<infer Schema> ? z.output<Schema> : never;

/** A CloudEvent 1.0 as a handler sees it. `time` is ISO 8601 in UTC; `data` has passed its schema, unknown fields kept. */
export interface Event<Data = unknown> {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly tenantid: string;
  readonly partitionkey: string;
  /** The id of the event that began the chain. */
  readonly correlationid: string;
  /** The id of the event that led to this one. */
  readonly causationid?: string;
  /** W3C trace context of the step that published it. */
  readonly traceparent?: string;
  readonly data: Data;
}

/** An event by its definition. */
export type EventOf<Definition> = Definition extends EventDefinition ? Event<DataOf<Definition>> : never;

/** Declares an event. It exists so that schema, key and example are checked against each other by the compiler. */
export function defineEvent<Schema extends z.ZodType>(definition: EventDefinition<Schema>): EventDefinition<Schema> {
  return definition;
}
