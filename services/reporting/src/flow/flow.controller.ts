import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, page, pageQuery, readCursor, type CallerOf, type Page } from '@vocloop/service';
import { z } from 'zod';
import { inOrder, range } from '../metric/metric.controller.js';
import type { Flow } from './flow.js';
import { FlowService, type FeedbackSeen, type Pipeline } from './flow.service.js';

const listQuery = z.strictObject({
  ...pageQuery,
  customer: z.string().min(1).max(200).optional().describe("One customer's history: your reference of the customer."),
  issue: z.uuid().optional().describe('The feedback behind one issue.'),
});
const position = z.object({ at: z.iso.datetime(), id: z.uuid() });

@ApiTags('flows')
@Allow('reports:read')
@Controller('v1')
export class FlowController {
  constructor(private readonly flows: FlowService) {}

  @Get('flows')
  @ApiOperation({ summary: 'Feedback, newest first, with what became of it' })
  async list(@Caller() { tenant }: CallerOf, @Query({ schema: listQuery }) { limit, cursor, customer, issue }: z.output<typeof listQuery>): Promise<Page<FeedbackSeen>> {
    const found = await this.flows.list(tenant, { customer, issue, after: readCursor(cursor, position), limit: limit + 1 });
    return page(found, limit, ({ receivedAt, id }) => ({ at: receivedAt, id }));
  }

  @Get('flows/:feedbackId')
  @ApiOperation({ summary: 'The way of one feedback, hop by hop, with times, reasons, and what is awaited' })
  trace(@Caller() { tenant }: CallerOf, @Param('feedbackId', { schema: z.uuid() }) id: string): Promise<{ feedback: FeedbackSeen } & Flow> {
    return this.flows.trace(tenant, id);
  }

  @Get('pipeline')
  @ApiOperation({ summary: 'What passed every stage of the loop, how quickly, and when each topic last spoke' })
  pipeline(@Caller() { tenant }: CallerOf, @Query({ schema: z.strictObject(range).refine(...inOrder) }) { from, to }: { from: string; to: string }): Promise<Pipeline> {
    return this.flows.pipeline(tenant, from, to);
  }
}
