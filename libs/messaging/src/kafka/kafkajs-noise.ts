import { logLevel, type KafkaConfig, type LogEntry } from 'kafkajs';
import type { Logger } from './client.js';

/**
 * What kafkajs logs as warning or error although it mends it itself, or although we say it better. Everything else passes.
 * Each line: what is said, by whom it is handled.
 */
const known: readonly RegExp[] = [
  /coordinator is loading|GROUP_LOAD_IN_PROGRESS/i, // kafkajs retries: a broker that just started
  /not the correct coordinator|NOT_COORDINATOR/i, // kafkajs asks for the right one
  /coordinator is not available|GROUP_COORDINATOR_NOT_AVAILABLE/i, // kafkajs retries: the first group of a new broker
  /group is rebalancing|rebalance in progress|re-joining/i, // the ordinary life of a group
  /coordinator is not aware of this member/i, // kafkajs joins again
  /does not host this topic-partition/i, // kafkajs asks for metadata again: a topic made a moment ago
  /no leader for this topic-partition/i, // the same
  /session timeout is not within the range/i, // LastingMember asks for a longer one
  /^Crash: |^Restarting the consumer/, // LastingMember says it
  /Connection error|Connection timeout|Failed to connect|Closed connection|ECONNREFUSED|ECONNRESET/i, // LastingMember or the caller of append says it
  /Limiting retries for the idempotent producer/, // send() begins a new producer after a failure
  /topic with this name already exists|Topic creation errors/i, // ensureTopics by two at once; other faults are thrown
  /message larger than the max message size|record list larger than/i, // send() throws it, with the record's name
  /generation of the consumer is invalid|specified group generation id is not valid/i, // offsets are a hint
];

/** kafkajs's logs into ours: warnings and errors, without what is known to mend itself. */
export function kafkajsLogs(logger: Logger): Pick<KafkaConfig, 'logLevel' | 'logCreator'> {
  return { logLevel: logLevel.WARN, logCreator: () => (entry) => write(entry, logger) };
}

function write({ level, namespace, log }: LogEntry, logger: Logger): void {
  const cause: unknown = log['error'];
  const text = [log.message, typeof cause === 'string' ? cause : cause instanceof Error ? cause.message : ''].filter(Boolean).join(': ');
  if (known.some((it) => it.test(text))) return;
  if (level === logLevel.ERROR) logger.error(`kafkajs ${namespace}: ${text}`);
  else logger.warn(`kafkajs ${namespace}: ${text}`);
}
