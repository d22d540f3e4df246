import { events, type EventDefinition } from '@vocloop/contracts';
import type { Consumed, Handler } from './batch.js';
import { Consumer, type ConsumerParts } from './consumer.js';

const openTopics = new Set(events.filter(({ topic }) => topic.open).map(({ topic }) => topic.name));

/** A service's consumers, one for each topic that its handlers take. */
export class Consumers {
  private readonly byTopic = new Map<string, Consumer>();

  /** Groups handlers by topic. Throws where two take the same event, since it would have its effect twice. */
  add(handlers: readonly Handler[], parts: ConsumerParts): void {
    const topics = new Map<string, { handlers: Map<string, Handler>; definitions: Map<string, EventDefinition> }>();
    for (const handler of handlers) {
      for (const definition of handler.definitions) {
        const topic = topics.get(definition.topic.name) ?? { handlers: new Map<string, Handler>(), definitions: new Map<string, EventDefinition>() };
        const other = topic.handlers.get(definition.type);
        if (other) throw new Error(`${definition.type} is taken by ${other.name} and by ${handler.name}: an event has one handler in a service`);
        topic.handlers.set(definition.type, handler);
        topic.definitions.set(definition.type, definition);
        topics.set(definition.topic.name, topic);
      }
    }
    for (const [topic, it] of topics) {
      const consumed: Consumed = { topic, open: openTopics.has(topic), ...it };
      this.byTopic.set(topic, new Consumer(parts, consumed));
    }
  }

  get all(): readonly Consumer[] {
    return [...this.byTopic.values()];
  }

  of(topic: string): Consumer | undefined {
    return this.byTopic.get(topic);
  }
}
