import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { slug } from '@vocloop/contracts';
import { Allow, Caller, type CallerOf } from '@vocloop/service';
import { z } from 'zod';
import type { RecentAnswer } from './issue-report.repository.js';
import { IssueReportService, type IssueReport } from './issue-report.service.js';

const limit = z.coerce.number().int().min(1).max(200).default(50).describe('How many items at most.');
const reportQuery = z.strictObject({ limit, pod: slug.optional().describe("Only this pod's items; the figures are everyone's.") });

@ApiTags('metrics')
@Allow('reports:read')
@Controller('v1/metrics')
export class IssueReportController {
  constructor(private readonly issues: IssueReportService) {}

  @Get('issues')
  @ApiOperation({ summary: 'Issues by status and pod, times to acknowledge and to resolve, and the gravest with why they went where they did' })
  report(@Caller() { tenant }: CallerOf, @Query({ schema: reportQuery }) query: z.output<typeof reportQuery>): Promise<IssueReport> {
    return this.issues.report(tenant, query.pod, query.limit);
  }

  @Get('answers')
  @ApiOperation({ summary: 'The latest answers to customers, and what became of them' })
  answers(@Caller() { tenant }: CallerOf, @Query({ schema: z.strictObject({ limit }) }) query: { limit: number }): Promise<{ items: readonly RecentAnswer[] }> {
    return this.issues.recentAnswers(tenant, query.limit);
  }
}
