import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOperation } from '@nestjs/swagger';
import { Allow, Caller, ItemByItem, invalid, type CallerOf } from '@vocloop/service';
import { batchInput, itemsOf, type BatchAnswer } from '../feedback/intake.js';
import { IntakeService } from '../feedback/intake.service.js';
import { IdempotencyKey, Once } from '../request/once.decorator.js';
import type { RequestKey } from '../request/request.js';

@Controller('v1/facts')
export class FactController {
  constructor(private readonly intake: IntakeService) {}

  @Allow('facts:write')
  @Post()
  @ApiOperation({ summary: 'Takes one operational fact, or many under `items`: a single one that is wrong is answered 400, of many each by itself.' })
  @HttpCode(202)
  @ItemByItem()
  @ApiBody({ schema: { description: 'A fact, or {items: [facts]}.' } })
  @Once()
  async take(@Caller() { tenant }: CallerOf, @IdempotencyKey() key: RequestKey | undefined, @Body() body: unknown): Promise<unknown> {
    const batch = batchInput.safeParse(body);
    if (batch.success) return this.intake.takeFacts({ tenant, key }, itemsOf(batch.data));
    const { items: [answer] }: BatchAnswer = await this.intake.takeFacts({ tenant, key }, [body]);
    if (answer?.status === 'refused') throw invalid(answer.errors ?? []);
    const { index: _index, ...receipt } = answer!;
    return receipt;
  }
}
