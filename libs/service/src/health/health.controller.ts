import { readFileSync } from 'node:fs';
import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/allow.decorator.js';
import { renderMetrics } from '../telemetry/telemetry.js';
import { Health, type Readiness } from './health.js';

/** What /version tells. */
export interface Version {
  readonly service: string;
  readonly version: string;
  readonly commit: string;
}
export const VERSION = 'voc:version';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

export const versionOf = (service: string, commit: string): Version => ({ service, version, commit });

/** What those who run the service ask of it. */
@ApiExcludeController()
@Public()
@Controller()
export class HealthController {
  constructor(@Inject(Health) private readonly health: Health, @Inject(VERSION) private readonly about: Version) {}

  /** The process runs; says nothing of what it needs. */
  @Get('health/live')
  live(): { status: string } {
    return { status: 'live' };
  }

  /** 200 while the service can take work, else 503 with what is wrong. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.health.readiness();
    if (!readiness.ready) void reply.status(503).header('retry-after', '1');
    return readiness;
  }

  @Get('version')
  version(): Version {
    return this.about;
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return renderMetrics();
  }
}
