import { type DeadLetter, columnText } from './dead-letter.repository.js';
import type { OutboxRecord } from './outbox.repository.js';

/** A dead letter's topic is for looking: Kafka must take every record of it, so a larger one tells its size only. The bytes are with the service. */
const largestTold = 200_000;

/**
 * A dead letter on its topic, for Kafka's own tools: the record as it was, and why it is here. Bytes that are not text travel as base64; those of
 * an open topic stay with the service, since nobody has masked what is personal in them.
 */
export function deadLetterRecord(letter: DeadLetter, service: string, open: boolean): OutboxRecord {
  const bytes = letter.payload ?? Buffer.alloc(0);
  const told = bytes.length <= largestTold && !open ? bytes : Buffer.alloc(0);
  const text = told.toString('utf8');
  const isText = !text.includes('\0') && Buffer.from(text).equals(told);
  const payload = isText ? text : told.toString('base64');
  return {
    topic: `${letter.topic}.${service}.dlq`,
    key: columnText(letter.key)?.slice(0, 1000) ?? '',
    payload,
    headers: {
      ...Object.fromEntries(Object.entries(letter.headers).slice(0, 50).map(([name, value]) => [name.slice(0, 100), value.slice(0, 2000)])),
      ce_id: letter.id,
      ce_type: columnText(letter.eventType)?.slice(0, 200) ?? 'unknown',
      '__dlq.event.id': letter.headers['ce_id'] ?? '',
      '__dlq.errors.topic': letter.topic,
      '__dlq.errors.partition': String(letter.partition),
      '__dlq.errors.offset': String(letter.offset),
      '__dlq.errors.class': letter.errorClass,
      '__dlq.errors.code': letter.errorCode,
      '__dlq.errors.message': letter.errorMessage.slice(0, 1000),
      '__dlq.errors.attempts': String(letter.attempts),
      ...(!isText && { '__dlq.payload.encoding': 'base64' }),
      ...(told !== bytes && { '__dlq.payload.omitted': `${bytes.length} bytes: GET /v1/services/${service}/dead-letters/${letter.id}` }),
    },
  };
}
