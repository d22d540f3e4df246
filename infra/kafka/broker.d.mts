export interface Broker {
  readonly brokers: string;
  readonly port: number;
  readonly pid: number;
  readonly version: string;
  readonly log: string;
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}
export function startBroker(options: { dataDir: string; port?: number; say?: (line: string) => void }): Promise<Broker>;
export function freePort(port?: number): Promise<number>;
