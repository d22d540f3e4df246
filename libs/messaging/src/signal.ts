/** Wakes those who wait. Read `version` before looking for work and wait `after` it, so that a raise in between is not missed. */
export class Signal {
  private raises = 0;
  private readonly waiting = new Set<() => void>();

  get version(): number {
    return this.raises;
  }

  raise(): void {
    this.raises++;
    for (const wake of this.waiting) wake();
  }

  /** Resolves once there was a raise after `version`, or after `timeoutMs`. */
  async after(version: number, timeoutMs: number): Promise<void> {
    if (this.raises !== version) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.waiting.add(done);
    });
  }
}
