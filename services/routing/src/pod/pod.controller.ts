import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Allow, Caller, notFound, type CallerOf } from '@vocloop/service';
import { OverviewService, type PodOverview } from '../assignment/overview.service.js';

@Controller('v1/pods')
@Allow('routing:read')
export class PodController {
  constructor(private readonly overview: OverviewService) {}

  @Get()
  @ApiOperation({ summary: 'The pods, with what each has open.' })
  async list(@Caller() { tenant }: CallerOf): Promise<{ items: PodOverview[]; nextCursor: null }> {
    return { items: await this.overview.pods(tenant), nextCursor: null };
  }

  @Get(':pod')
  @ApiOperation({ summary: 'A pod, with what it has open.' })
  async find(@Param('pod') id: string, @Caller() { tenant }: CallerOf): Promise<PodOverview> {
    const pod = await this.overview.pod(tenant, id);
    if (!pod) throw notFound('pod', id);
    return pod;
  }
}
