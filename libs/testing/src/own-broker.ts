import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startBroker, type Broker } from '../../../infra/kafka/broker.mjs';

/** A broker that a test may kill: down at first, on a port and with data that stay the same over its lives. Needs Java (see describeWithOwnBroker). */
export class OwnBroker {
  private readonly dataDir = mkdtempSync(join(tmpdir(), 'vocloop-broker-'));
  private broker: Broker | undefined;

  private constructor(private readonly port: number) {}

  static async prepare(): Promise<OwnBroker> {
    return new OwnBroker(await freePort());
  }

  get brokers(): string {
    return `127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.broker = await startBroker({ dataDir: this.dataDir, port: this.port });
  }

  /** kill -9. */
  async kill(): Promise<void> {
    if (!this.broker) return;
    process.kill(this.broker.pid, 'SIGKILL');
    await this.broker.ended;
    this.broker = undefined;
  }

  /** Stops it and deletes its data. */
  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
