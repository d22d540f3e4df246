import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, type Type } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Allow, Caller, type CallerOf, forbidden, page, pageQuery, readCursor, TakesTime, unavailable } from '@vocloop/service';
import { z } from 'zod';
import type { Consumers } from './consumers.js';
import type { DeadLetter } from './dead-letter.repository.js';
import { isPassing } from './outcome.js';
import type { DeadLetters } from './dead-letters.js';
import type { Reconciliation } from './reconciliation.js';

const states = z.enum(['dead', 'parked', 'replayed', 'discarded']);
const listQuery = z.object({ ...pageQuery, state: states.optional().describe('dead and parked, where it is left out.'), topic: z.string().optional(), code: z.string().optional() });
const replayBody = z.strictObject({ data: z.unknown().optional().describe("The event's data, edited; its id stays.") }).optional();
const replayManyBody = z.strictObject({ topic: z.string().optional(), code: z.string().optional().describe('Only letters with this error code.'), limit: z.int().min(1).max(1000).default(1000) });
const discardBody = z.strictObject({ reason: z.string().trim().min(1).max(1000) });
const letterId = z.uuid();

export interface MessagingParts {
  readonly letters: DeadLetters;
  readonly reconciliation: Reconciliation;
  readonly consumers: Consumers;
}

/** The tenant whose operators run the platform. */
const operators = 'default';

export const MESSAGING_PARTS = Symbol('messaging parts');

/** The operator's routes of one service: its account, its dead letters, and going on after a stop. */
export function messagingController(service: string): Type {
  @Controller(`v1/services/${service}`)
  @Allow('operate')
  class MessagingController {
    constructor(@Inject(MESSAGING_PARTS) private readonly parts: MessagingParts) {}

    @Get('reconciliation')
    @ApiOperation({ summary: 'Whether everything that arrived is accounted for: handled, refused, waiting or a dead letter.' })
    async reconciliation(@Caller() { tenant }: CallerOf) {
      const account = await this.parts.reconciliation.account().catch((error: unknown) => {
        throw isPassing(error) ? unavailable('The log cannot be reached for now; try again.', 5, error) : error;
      });
      // The account is of the whole service; what was dropped and why is for those who run it.
      return tenant === operators ? account : { ...account, drops: [] };
    }

    @Get('dead-letters')
    @ApiOperation({ summary: 'What could not be handled, the newest first.' })
    async list(@Caller() { tenant }: CallerOf, @Query({ schema: listQuery }) { limit, cursor, state, topic, code }: z.output<typeof listQuery>) {
      const before = readCursor(cursor, letterId);
      const found = await this.parts.letters.list(tenant, { states: state ? [state] : ['dead', 'parked'], limit: limit + 1, ...(topic && { topic }), ...(code && { errorCode: code }), ...(before && { before }) });
      const { items, nextCursor } = page(found, limit, ({ id }) => id);
      return { items: items.map(shown), nextCursor };
    }

    @Get('dead-letters/:id')
    @ApiOperation({ summary: 'A dead letter: its event, its error, and how often it was tried.' })
    async get(@Caller() { tenant }: CallerOf, @Param('id', { schema: letterId }) id: string) {
      return shown(await this.parts.letters.get(tenant, id));
    }

    @Post('dead-letters/:id/replay')
    @TakesTime()
    @ApiOperation({ summary: 'Hands a dead letter to its handler again.' })
    @HttpCode(200)
    async replay(@Caller() { tenant }: CallerOf, @Param('id', { schema: letterId }) id: string, @Body({ schema: replayBody }) body: z.output<typeof replayBody>) {
      return this.parts.letters.replay(tenant, id, body?.data);
    }

    @Post('dead-letters/replay')
    @TakesTime()
    @ApiOperation({ summary: 'Hands many dead letters to their handlers again.' })
    @HttpCode(200)
    async replayMany(@Caller() { tenant }: CallerOf, @Body({ schema: replayManyBody }) { topic, code, limit }: z.output<typeof replayManyBody>) {
      return this.parts.letters.replayMany(tenant, { limit, ...(topic && { topic }), ...(code && { errorCode: code }) });
    }

    @Post('dead-letters/:id/discard')
    @ApiOperation({ summary: 'Gives a dead letter up, with a reason.' })
    @HttpCode(200)
    async discard(@Caller() { tenant }: CallerOf, @Param('id', { schema: letterId }) id: string, @Body({ schema: discardBody }) { reason }: z.output<typeof discardBody>) {
      return this.parts.letters.discard(tenant, id, reason);
    }

    @Post('resume')
    @ApiOperation({ summary: 'Lets consumers that paused go on.' })
    @HttpCode(204)
    resume(@Caller() { tenant }: CallerOf): void {
      if (tenant !== operators) throw forbidden(`Consumers serve all tenants: this needs a key of the tenant "${operators}", whose operators run the platform.`);
      for (const consumer of this.parts.consumers.all) consumer.restart();
    }
  }
  return MessagingController;
}

/** A dead letter as people read it: its bytes as text, or as base64 where they are none. */
function shown({ payload, offset, partition, orderKey: _internal, ...letter }: DeadLetter) {
  const text = payload?.toString('utf8') ?? null;
  const isText = text === null || Buffer.from(text).equals(payload!);
  return { ...letter, partition, offset: offset.toString(), ...(isText ? { payload: text } : { payloadBase64: payload!.toString('base64') }) };
}
