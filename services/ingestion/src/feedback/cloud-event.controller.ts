import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Allow, Caller, ItemByItem, type CallerOf } from '@vocloop/service';
import { IdempotencyKey, Once } from '../request/once.decorator.js';
import type { RequestKey } from '../request/request.js';
import { IntakeService } from './intake.service.js';

interface Reply {
  status(code: number): unknown;
}

@Controller('v1/events')
export class CloudEventController {
  constructor(private readonly intake: IntakeService) {}

  @Allow('feedback:write', 'facts:write')
  @Post()
  @ApiOperation({ summary: 'Takes FeedbackSubmitted and FactSubmitted as CloudEvents 1.0: structured, batched, or binary with ce-* headers.' })
  @HttpCode(202)
  @ItemByItem()
  @ApiAcceptedResponse({ description: 'What became of the one event.' })
  @ApiOkResponse({ description: 'A batch: what became of each event, in order.' })
  @ApiConsumes('application/cloudevents+json', 'application/cloudevents-batch+json', 'application/json')
  @ApiBody({ schema: { description: 'One CloudEvent, a list of them, or the data alone with ce-* headers.' } })
  @Once()
  async take(@Caller() { tenant, scopes }: CallerOf, @IdempotencyKey() key: RequestKey | undefined, @Headers() headers: Record<string, string | string[] | undefined>, @Body() body: unknown, @Res({ passthrough: true }) reply: Reply): Promise<unknown> {
    const { status, answer } = await this.intake.takeEvents({ tenant, scopes, key }, headers, body);
    reply.status(status);
    return answer;
  }
}
