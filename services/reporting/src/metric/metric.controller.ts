import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type CallerOf } from '@vocloop/service';
import { z } from 'zod';
import { audiences, dimensions, metrics } from './metric.js';
import { MetricService, type MetricAnswer, type Summary } from './metric.service.js';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}/, { message: 'must begin with a day such as "2026-03-02"', abort: true }).transform((it) => it.slice(0, 10)).pipe(z.iso.date('must be a day of the calendar such as "2026-03-02"'));
/** The days of a report, inclusive, in UTC; all days where they are left out. */
export const range = { from: day.default('0001-01-01').describe('First day, in UTC.'), to: day.default('9999-12-31').describe('Last day, in UTC, inclusive.') };

/** Lets a range through that does not end before it begins. */
export const inOrder: [(it: { from: string; to: string }) => boolean, { path: string[]; message: string }] = [({ from, to }) => from <= to, { path: ['to'], message: 'to must not be before from' }];

const metricQuery = z.strictObject({
  ...range,
  metric: z.enum(metrics),
  by: z.enum(dimensions).optional().describe('An item for every value of this; one item for all, where it is left out.'),
  key: z.string().min(1).max(400).optional().describe('Only this value of `by`.'),
  audience: z.enum(audiences).default('customers').describe('Suggestions of staff are never mixed with customers.'),
}).refine(...inOrder);
const summaryQuery = z.strictObject(range).refine(...inOrder);

@ApiTags('metrics')
@Allow('reports:read')
@Controller('v1/metrics')
export class MetricController {
  constructor(private readonly metrics: MetricService) {}

  @Get()
  @ApiOperation({ summary: 'One metric with its 95 % interval, by a dimension and by day' })
  measure(@Caller() { tenant }: CallerOf, @Query({ schema: metricQuery }) query: z.output<typeof metricQuery>): Promise<MetricAnswer> {
    return this.metrics.measure(tenant, query);
  }

  @Get('summary')
  @ApiOperation({ summary: 'Every metric over all feedback, customers and staff apart, and the sums of operational facts' })
  summarise(@Caller() { tenant }: CallerOf, @Query({ schema: summaryQuery }) { from, to }: { from: string; to: string }): Promise<Summary> {
    return this.metrics.summarise(tenant, from, to);
  }
}
