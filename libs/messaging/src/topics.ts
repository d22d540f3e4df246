import type { EventLog } from './log.js';

/** The topics that this process knows, and how many partitions each has. A topic that nobody declared, such as a pod's, has one. */
export class Topics {
  private readonly known = new Map<string, number>();

  constructor(private readonly log: EventLog) {}

  /** How many partitions a topic has that was made sure of. */
  partitions(topic: string): number {
    const partitions = this.known.get(topic);
    if (partitions === undefined) throw new Error(`nobody made sure of the topic ${topic} yet`);
    return partitions;
  }

  /** Of these topics, those that were not made sure of yet. */
  unknown(topics: Iterable<string>): string[] {
    return [...new Set(topics)].filter((it) => !this.known.has(it));
  }

  /** Makes topics that are missing. A topic that exists keeps its number of partitions. */
  async ensure(topics: readonly { name: string; partitions?: number }[]): Promise<void> {
    const missing = topics.filter(({ name }) => !this.known.has(name));
    if (missing.length === 0) return;
    const made = await this.log.ensureTopics(missing.map(({ name, partitions = 1 }) => ({ name, partitions })));
    for (const [name, partitions] of made) this.known.set(name, partitions);
  }
}
