import { Body, Controller, Get, Headers, Inject, Put, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Allow, Caller, type CallerOf, etagOf, TakesIfMatch, TakesTime } from '@vocloop/service';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { GatheringService } from '../issue/gathering.service.js';
import { policyBody, type Policy } from './policy.js';
import type { PolicyVersion } from './policy.repository.js';
import { PolicyService } from './policy.service.js';

interface Shown extends Policy { version: number; by: string; at: string }
const shown = ({ body, version, by, at }: PolicyVersion): Shown => ({ ...body, version, by, at });

@Controller('v1/issue-policy')
export class PolicyController {
  constructor(
    @Inject(PolicyService) private readonly policies: PolicyService,
    @Inject(GatheringService) private readonly gathering: GatheringService,
  ) {}

  @Get()
  @Allow('issues:read', 'issues:write')
  @ApiOperation({ summary: 'When a candidate becomes an issue, and what tells problems apart.' })
  async current(@Caller() { tenant }: CallerOf, @Res({ passthrough: true }) reply: FastifyReply): Promise<Shown> {
    return this.answer(await this.policies.current(tenant), reply);
  }

  @Get('history')
  @Allow('issues:read', 'issues:write')
  @ApiOperation({ summary: 'Every version of the policy, the newest first: what, who and when.' })
  async history(@Caller() { tenant }: CallerOf): Promise<{ items: Shown[]; nextCursor: null }> {
    return { items: (await this.policies.history(tenant)).map(shown), nextCursor: null };
  }

  @Put()
  @TakesTime()
  @TakesIfMatch()
  @Allow('issues:write')
  @ApiOperation({ summary: 'Sets the policy; candidates that pass its threshold become issues at once. With If-Match, only over the version that it names.' })
  async change(@Caller() { tenant, keyId }: CallerOf, @Body({ schema: policyBody }) body: z.output<typeof policyBody>, @Res({ passthrough: true }) reply: FastifyReply, @Headers('if-match') ifMatch: string | undefined): Promise<Shown> {
    return this.answer(await this.policies.change(tenant, body, keyId, ifMatch, () => this.gathering.reconsider(tenant)), reply);
  }

  private answer(policy: PolicyVersion, reply: FastifyReply): Shown {
    void reply.header('etag', etagOf(policy.version));
    return shown(policy);
  }
}
