import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import { Clock } from '@vocloop/service';
import { RequestRepository } from './request.repository.js';
import { claimOf, type Claim } from './request.js';

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
      const begunAt = await this.requests.claim({ tenant, keyHash, bodyHash, now, lockedUntil: until(LOCK_MS), expiresAt: until(KEPT_MS) });
      if (begunAt) return { kind: 'begun', begunAt };
      return claimOf(await this.requests.find(tenant, keyHash), bodyHash);
    });
  }

  async answer(tenant: string, keyHash: string, status: number, answer: string): Promise<void> {
    await this.database.transaction([tenant], () => this.requests.answer(tenant, keyHash, status, answer));
  }

  /** Gives a key back: the request failed, and may be sent again, mended or not. */
  async release(tenant: string, keyHash: string): Promise<void> {
    await this.database.transaction([tenant], () => this.requests.release(tenant, keyHash));
  }
}
