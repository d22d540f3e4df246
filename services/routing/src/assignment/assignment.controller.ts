import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { name, slug, words } from '@vocloop/contracts';
import { Allow, Caller, notFound, pageQuery, Problem, type CallerOf, type Page } from '@vocloop/service';
import { z } from 'zod';
import type { Assignment } from './assignment.js';
import { AssignmentService } from './assignment.service.js';
import { OverviewService } from './overview.service.js';

const listQuery = z.strictObject({ ...pageQuery, pod: slug.optional(), open: z.enum(['true', 'false']).transform((it) => it === 'true').optional() });
const wish = z.strictObject({ pod: slug, reason: words(2000), by: name });
const issueId = z.uuid();

@Controller('v1/assignments')
export class AssignmentController {
  constructor(private readonly overview: OverviewService, private readonly assignments: AssignmentService) {}

  @Get()
  @ApiOperation({ summary: 'Which pod has which issue, and why.' })
  @Allow('routing:read')
  async list(@Query({ schema: listQuery }) query: z.output<typeof listQuery>, @Caller() { tenant }: CallerOf): Promise<Page<object>> {
    const { items, nextCursor } = await this.overview.list(tenant, query);
    return { items: items.map(shown), nextCursor };
  }

  @Get(':issueId')
  @ApiOperation({ summary: 'The pod of an issue, and all that it was reassigned by.' })
  @Allow('routing:read')
  async find(@Param('issueId', { schema: issueId }) id: string, @Caller() { tenant }: CallerOf): Promise<object> {
    const detail = await this.overview.find(tenant, id);
    if (!detail) throw notFound('assignment of the issue', id);
    const { assignment, history, today } = detail;
    return {
      ...shown(assignment),
      decision: assignment.decision,
      history: history.map(({ id: decisionId, previousPod, by, decision, at }) => ({ id: decisionId, pod: decision.pod, previousPod, by, decision, at })),
      today: { wouldMove: today.pod !== assignment.pod, ...today },
    };
  }

  @Post(':issueId')
  @ApiOperation({ summary: 'Gives an issue to another pod, with a reason.' })
  @HttpCode(200)
  @Allow('routing:write')
  async reassign(@Param('issueId', { schema: issueId }) id: string, @Body({ schema: wish }) body: z.output<typeof wish>, @Caller() { tenant }: CallerOf): Promise<object> {
    const outcome = await this.assignments.reassignOne({ tenant, issueId: id, ...body });
    switch (outcome.outcome) {
      case 'remembered': // only what comes by the log may overtake its issue
      case 'unknown_issue':
        throw notFound('assignment of the issue', id);
      case 'unknown_pod': {
        const detail = `there is no pod "${body.pod}"; there are ${outcome.pods.join(', ')}`;
        throw new Problem({ status: 422, code: 'unknown_pod', title: 'No such pod', detail, errors: [{ pointer: '/pod', code: 'unknown_pod', detail }] });
      }
      case 'reassigned':
        return { ...shown(outcome.assignment), decision: outcome.assignment.decision };
    }
  }
}

const shown = ({ issueId: id, pod, by, pinned, withdrawn, assignedAt, decision, issue }: Assignment): object => ({ issueId: id, pod, by, pinned, withdrawn, assignedAt, reason: decision.reason, issue });
