import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import { Clock } from '@vocloop/service';
import { RequestRepository } from './request.repository.js';
import { byRequest, claimOf, toKeep, toldBefore, type Claim, type Held, type Requested } from './request.js';

const LOCK_MS = 60_000;
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Requests with an Idempotency-Key, each carried out once within a day. */
@Injectable()
export class RequestService {
  constructor(
    @Inject(Database) private readonly database: Database,
    private readonly requests: RequestRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async begin(tenant: string, keyHash: string, bodyHash: string): Promise<Claim> {
    const now = this.clock.now();
    return this.database.transaction([tenant], async () => {
      await this.requests.forgetExpired(tenant, now);
      const until = (ms: number) => new Date(now.getTime() + ms);
      const held = { tenant, keyHash, lockedUntil: until(LOCK_MS) };
      const begunAt = await this.requests.claim({ ...held, bodyHash, now, expiresAt: until(KEPT_MS) });
      if (begunAt) return { kind: 'begun', begunAt, held };
      return claimOf(await this.requests.find(tenant, keyHash), bodyHash);
    });
  }

  /**
   * Takes items in one transaction, all or none, and keeps their receipts with it; an item that an earlier run of the same request took is told its receipt again.
   * So a request that dies between the commit and its answer tells, sent once more, what it would have told.
   */
  async takeOnce<Item extends Requested, Receipt extends object>(items: readonly Item[], take: (items: readonly Item[]) => Promise<readonly Receipt[]>): Promise<readonly Receipt[]> {
    const requests = byRequest(items);
    if (requests.length === 0) return take(items);
    return this.database.transaction([...new Set(items.map(({ tenant }) => tenant))], async () => {
      const told = toldBefore<Item, Receipt>(requests, await this.requests.receipts(requests));
      const fresh = items.filter((it) => !told.has(it));
      const taken = fresh.length > 0 ? await take(fresh) : [];
      const receipts = new Map(fresh.map((item, at) => [item, taken[at]!]));
      await this.requests.keep(toKeep(requests, receipts));
      return items.map((it) => told.get(it) ?? receipts.get(it)!);
    });
  }

  async answer(held: Held, status: number, answer: string): Promise<void> {
    await this.database.transaction([held.tenant], () => this.requests.answer(held, status, answer));
  }

  /** Gives a key back: the request failed, and may be sent again, mended or not. */
  async release(held: Held): Promise<void> {
    await this.database.transaction([held.tenant], () => this.requests.release(held));
  }
}
