import type { EventLog } from './log.js';

/** The topics that this process knows, and how many partitions each has. A topic that nobody declared, such as a pod's, has one. */
export class Topics {
  private readonly known = new Map<string, number>();

  constructor(private readonly log: EventLog) {}

  partitions(topic: string): number {
    return this.known.get(topic) ?? 1;
  }

  /** Makes topics that are missing. A topic that exists keeps its number of partitions. */
  async ensure(topics: readonly { name: string; partitions?: number }[]): Promise<void> {
    const missing = topics.filter(({ name }) => !this.known.has(name));
    if (missing.length === 0) return;
    const made = await this.log.ensureTopics(missing.map(({ name, partitions = 1 }) => ({ name, partitions })));
    for (const [name, partitions] of made) this.known.set(name, partitions);
  }
}
