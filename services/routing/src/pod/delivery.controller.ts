import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Deliveries, deliveryStates, type Delivery } from '@vocloop/delivery';
import { Allow, Caller, notFound, pageQuery, type CallerOf, type Page } from '@vocloop/service';
import { z } from 'zod';

const listQuery = z.strictObject({ ...pageQuery, about: z.string().max(200).optional().describe("An issue's or a conversation's id."), state: z.enum(deliveryStates).optional() });

/** Webhooks to pods, with every attempt. */
@Controller('v1/deliveries')
export class DeliveryController {
  constructor(private readonly deliveries: Deliveries) {}

  @Get()
  @ApiOperation({ summary: 'What was sent to pods, the newest first.' })
  @Allow('routing:read', 'operate')
  list(@Query({ schema: listQuery }) query: z.output<typeof listQuery>, @Caller() { tenant }: CallerOf): Promise<Page<Delivery>> {
    return this.deliveries.list(tenant, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A delivery to a pod, with every attempt.' })
  @Allow('routing:read', 'operate')
  async find(@Param('id') id: string, @Caller() { tenant }: CallerOf): Promise<Delivery> {
    const delivery = await this.deliveries.get(tenant, id);
    if (!delivery) throw notFound('delivery', id);
    return delivery;
  }

  @Post(':id/replay')
  @ApiOperation({ summary: 'Sends it again now, under the same id, by which its receiver knows a repetition.' })
  @HttpCode(202)
  @Allow('operate', 'routing:write')
  async replay(@Param('id') id: string, @Caller() { tenant }: CallerOf): Promise<Delivery> {
    const delivery = await this.deliveries.replay(tenant, id);
    if (!delivery) throw notFound('delivery', id);
    return delivery;
  }
}
