/** What waits, of several tenants. Each has its turn, so that nobody waits behind all that another has sent; a tenant's own keep their order. */
export class FairQueue<Item> {
  /** Those who were served least lately come first. */
  private readonly waiting = new Map<string, Item[]>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  push(tenant: string, item: Item): void {
    const items = this.waiting.get(tenant);
    if (items) items.push(item);
    else this.waiting.set(tenant, [item]);
    this.count++;
  }

  /** Whether one tenant may add so many where at most `most` wait: alone as many as that, beside others his equal share of it. Who has nothing waiting may always. */
  hasRoom(tenant: string, added: number, most: number): boolean {
    const own = this.waiting.get(tenant)?.length ?? 0;
    return own === 0 || this.count + added <= most || own + added <= most / this.waiting.size;
  }

  /** Takes out at most so many, from each tenant alike as far as he has as many. */
  take(most: number): Item[] {
    const taken: Item[] = [];
    while (taken.length < most && this.waiting.size > 0) {
      const share = Math.ceil((most - taken.length) / this.waiting.size);
      for (const [tenant, items] of [...this.waiting]) {
        const part = items.splice(0, Math.min(share, most - taken.length));
        if (part.length === 0) break;
        taken.push(...part);
        this.waiting.delete(tenant);
        if (items.length > 0) this.waiting.set(tenant, items);
      }
    }
    this.count -= taken.length;
    return taken;
  }
}
