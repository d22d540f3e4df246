import { z } from 'zod';
import type { EventDefinition, Topic } from './event.js';
import { events } from './events.js';

const header = (description: string, required = true) => ({ description, required });
const context = {
  ce_specversion: header('CloudEvents version, "1.0".'),
  ce_id: header("The event's id."),
  ce_source: header('Who published it.'),
  ce_type: header('The name of the event with its version.'),
  ce_subject: header('Whom it is about.', false),
  ce_time: header('When it happened, ISO 8601.', false),
  ce_tenantid: header('Whose it is; "default" where there is one tenant only.', false),
  ce_partitionkey: header('What it stays in order with; the key of the record.', false),
  ce_correlationid: header('The event that began the chain.', false),
  ce_causationid: header('The event that led to this one.', false),
  ce_traceparent: header('W3C trace context in which it was published.', false),
  'content-type': header('application/json, or application/cloudevents+json for structured mode.'),
};

const headers = {
  type: 'object',
  required: Object.entries(context).filter(([, it]) => it.required).map(([name]) => name),
  properties: Object.fromEntries(Object.entries(context).map(([name, { description }]) => [name, { type: 'string', description }])),
};

const idOf = (topic: Topic): string => (topic.name.startsWith('voc.pod.') ? 'pod' : topic.name.split('.')[1]!);

const message = ({ type, summary, schema, example }: EventDefinition) => ({
  name: type,
  title: type,
  summary,
  contentType: 'application/json',
  headers: { $ref: '#/components/schemas/CloudEventHeaders' },
  payload: z.toJSONSchema(schema, { target: 'draft-7', io: 'input', unrepresentable: 'any' }),
  examples: [{ payload: example }],
});

/** The AsyncAPI 3 document of every topic and event, made from the contracts. */
export function asyncApi(): Record<string, unknown> {
  const topics = new Map(events.map(({ topic }) => [idOf(topic), topic]));
  const of = (id: string) => events.filter(({ topic }) => idOf(topic) === id);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Vocloop events',
      version: '1.0.0',
      description: "Every step of the loop is a CloudEvent in a log, by CloudEvents' Kafka binding in binary mode; structured mode is read too. Inside a version there are only additions.",
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries([...topics].map(([id, topic]) => [id, {
      address: id === 'pod' ? 'voc.pod.{pod}.v1' : topic.name,
      description: `${id === 'pod' ? 'Issues and hand-offs for one pod.' : topic.summary} Keyed by ${topic.keyedBy}.`,
      ...(id === 'pod' && { parameters: { pod: { description: "The pod's id; tenants other than the default put theirs before it: tenant.pod." } } }),
      messages: Object.fromEntries(of(id).map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
    }])),
    operations: Object.fromEntries([...topics].map(([id, topic]) => [`${topic.open ? 'publishTo' : 'follow'}-${id}`, {
      // From the point of view of the platform: it receives what an open topic brings, and sends the rest.
      action: topic.open ? 'receive' : 'send',
      channel: { $ref: `#/channels/${id}` },
      summary: topic.summary,
    }])),
    components: {
      messages: Object.fromEntries(events.map((event) => [event.type, message(event)])),
      schemas: { CloudEventHeaders: headers },
    },
  };
}
