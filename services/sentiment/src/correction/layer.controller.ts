import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type CallerOf } from '@vocloop/service';
import type { TaughtLanguage } from '@vocloop/text';
import { z } from 'zod';
import { LayerService } from './layer.service.js';

const choice = z.strictObject({ version: z.int().min(0).max(2_147_483_647).nullable().describe('The version to hold on to; 0 for the model alone, null to follow the newest.') });

/** What is in force, and every version that is kept, newest first: from how many corrections it was learnt, and what of each language. */
interface Layers { inForce: number; followsNewest: boolean; items: { version: number; at: string; corrections: number; languages: readonly TaughtLanguage[] }[]; nextCursor: null }

@ApiTags('score')
@Controller('v1/score/layers')
export class LayerController {
  constructor(private readonly layers: LayerService) {}

  @Get()
  @Allow('issues:read', 'issues:write')
  @ApiOperation({ summary: 'What was learnt from corrections: for each version and language, and for the label and each theme, how often it and the model were right about corrections that were held out, and whether it is followed' })
  list(@Caller() { tenant }: CallerOf): Promise<Layers> {
    return this.shown(tenant);
  }

  @Put('in-force')
  @Allow('issues:write')
  @ApiOperation({ summary: 'Holds on to a version, or to the model alone, or follows the newest again' })
  async choose(@Caller() { tenant }: CallerOf, @Body({ schema: choice }) { version }: z.output<typeof choice>): Promise<Layers> {
    await this.layers.choose(tenant, version);
    return this.shown(tenant);
  }

  private async shown(tenant: string): Promise<Layers> {
    const { standing, versions } = await this.layers.list(tenant);
    return { inForce: standing.version, followsNewest: !standing.chosen, items: versions.map(({ version, learned, corrections, at }) => ({ version, at: at.toISOString(), corrections, languages: learned })), nextCursor: null };
  }
}
