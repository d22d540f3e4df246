import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type CallerOf, TakesTime } from '@vocloop/service';
import type { z } from 'zod';
import { trialBody } from './trial.js';
import { TrialService, type Trial } from './trial.service.js';

@ApiTags('taxonomy')
@Controller('v1/taxonomy/trial')
export class TrialController {
  constructor(private readonly trials: TrialService) {}

  @Post()
  @TakesTime()
  @HttpCode(200)
  @Allow('issues:write')
  @ApiOperation({ operationId: 'Taxonomy_try', summary: 'Tries a taxonomy on what customers said before: what each theme would gain and lose. Texts that people corrected are left out, since those stay as they said. Nothing is changed' })
  try(@Body({ schema: trialBody }) { taxonomy, last }: z.output<typeof trialBody>, @Caller() { tenant }: CallerOf): Promise<Trial> {
    return this.trials.run(tenant, taxonomy, last);
  }
}
