/** How often offsets go to Kafka while batches come. */
const everyMs = 250;

/** Commits offsets to Kafka a few times a second, so that Kafka's own lag tools are right; nothing here depends on them, so a failure is no matter. */
export class OffsetHints {
  private readonly pending = new Map<number, bigint>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly commit: (offsets: ReadonlyMap<number, bigint>) => Promise<unknown>) {}

  note(partition: number, next: bigint): void {
    this.pending.set(partition, next);
    this.timer ??= setTimeout(() => void this.flush(), everyMs);
  }

  /** Another assignment: what is pending may be somebody else's now. */
  forget(): void {
    this.pending.clear();
  }

  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.pending.size === 0) return;
    const offsets = new Map(this.pending);
    this.pending.clear();
    await this.commit(offsets).catch(() => undefined);
  }
}
