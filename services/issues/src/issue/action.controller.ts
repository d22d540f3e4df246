import { Body, Controller, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { name, words, type IssueSnapshot } from '@vocloop/contracts';
import { Allow, Caller, type CallerOf, Clock, conflict, invalid, notFound, Problem, TakesIfMatch } from '@vocloop/service';
import { z } from 'zod';
import { actionBody } from './action.js';
import { ActionService } from './action.service.js';
import { IdentityService } from './identity.service.js';
import type { OpenedIssue } from './issue.js';
import { shown } from './reading.service.js';

const reason = words(2000);
const mergeBody = z.strictObject({ into: z.uuid().describe('The issue that stays.'), by: name, reason });
const splitBody = z.strictObject({ feedbackIds: z.array(z.uuid()).min(1).max(1000).describe('Evidence that is another problem.'), by: name, reason });

type Answer = { outcome: 'done' | 'unchanged'; reason?: string; issue: IssueSnapshot };

@Controller('v1/issues/:id')
@Allow('issues:write')
export class ActionController {
  constructor(
    @Inject(ActionService) private readonly actions: ActionService,
    @Inject(IdentityService) private readonly identity: IdentityService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post('actions')
  @TakesIfMatch()
  @HttpCode(200)
  @ApiOperation({ summary: 'Acts on an issue: triage, acknowledge, start, comment, resolve, verify, close, reopen, mute, unmute. The same act twice is one.' })
  async act(@Caller() { tenant: tenantId }: CallerOf, @Param('id') id: string, @Body({ schema: actionBody }) body: z.output<typeof actionBody>, @Headers('if-match') ifMatch: string | undefined): Promise<Answer> {
    const command = { tenantId, issueId: known(id), act: { ...body, at: this.clock.now().toISOString() }, ifMatch };
    const [done] = await this.actions.act([command]);
    switch (done?.outcome) {
      case 'done': return { outcome: 'done', issue: shown(done.issue) };
      case 'unchanged': return { outcome: 'unchanged', reason: done.reason, issue: shown(done.issue as OpenedIssue) };
      case 'refused':
        if (done.code === 'use_assignments') throw new Problem({ status: 422, code: done.code, title: 'Reassigning is for routing', detail: done.reason });
        throw conflict(done.code, done.reason);
      case 'unknown':
      case undefined: throw notFound('issue', id);
    }
  }

  @Post('merge')
  @HttpCode(200)
  @ApiOperation({ summary: 'Puts this issue into another; later evidence follows, and this id redirects there.' })
  async merge(@Caller() { tenant }: CallerOf, @Param('id') id: string, @Body({ schema: mergeBody }) { into, by, reason: why }: z.output<typeof mergeBody>): Promise<Answer> {
    const merged = await this.identity.merge(tenant, known(id), into, by, why);
    switch (merged.outcome) {
      case 'unknown': throw notFound('issue', merged.id);
      case 'refused': throw conflict('not_mergeable', merged.reason);
      case 'done':
      case 'unchanged': return { outcome: merged.outcome, issue: shown(merged.issue) };
    }
  }

  @Post('split')
  @HttpCode(201)
  @ApiOperation({ summary: 'Makes an issue of its own of some evidence; later feedback like it goes there.' })
  async split(@Caller() { tenant }: CallerOf, @Param('id') id: string, @Body({ schema: splitBody }) { feedbackIds, by, reason: why }: z.output<typeof splitBody>): Promise<{ issue: IssueSnapshot; from: IssueSnapshot }> {
    const split = await this.identity.split(tenant, known(id), [...new Set(feedbackIds)], by, why);
    switch (split.outcome) {
      case 'unknown': throw notFound('issue', id);
      case 'refused': throw conflict('not_splittable', split.reason);
      case 'strangers':
        throw invalid(split.at.map((at) => ({ pointer: `/feedbackIds/${at}`, code: 'not_evidence', detail: 'is not evidence of this issue; GET /v1/issues/:id/evidence lists what is' })));
      case 'done': return { issue: shown(split.issue), from: shown(split.from) };
    }
  }
}

const known = (id: string): string => {
  if (!z.uuid().safeParse(id).success) throw notFound('issue', id);
  return id;
};
