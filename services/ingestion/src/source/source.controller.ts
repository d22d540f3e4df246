import { Body, Controller, Get, Headers, Param, Put, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { name } from '@vocloop/contracts';
import { Allow, Caller, type CallerOf, etagOf, type Page, pageQuery, TakesIfMatch } from '@vocloop/service';
import { z } from 'zod';
import { sourceInput, type SourceInput } from './source.js';
import { SourceService, type Source } from './source.service.js';

interface Reply {
  header(name: string, value: string): unknown;
}

const listQuery = z.object(pageQuery);

@Controller('v1/sources')
export class SourceController {
  constructor(private readonly sources: SourceService) {}

  @Allow('feedback:read', 'admin')
  @Get()
  @ApiOperation({ summary: 'The sources that sent feedback, or were set up.' })
  list(@Caller() { tenant }: CallerOf, @Query({ schema: listQuery }) query: z.output<typeof listQuery>): Promise<Page<Source>> {
    return this.sources.list(tenant, query);
  }

  @Allow('feedback:read', 'admin')
  @Get(':name')
  @ApiOperation({ summary: 'A source: how many feedback it sent, and where its answers go.' })
  async find(@Caller() { tenant }: CallerOf, @Param('name', { schema: name }) source: string, @Res({ passthrough: true }) reply: Reply): Promise<Source> {
    return tagged(await this.sources.find(tenant, source), reply);
  }

  @Allow('admin')
  @Put(':name')
  @TakesIfMatch()
  @ApiOperation({ summary: 'Says where the answers of a source go. With If-Match, only over the version that it names.' })
  async set(
    @Caller() { tenant }: CallerOf,
    @Param('name', { schema: name }) source: string,
    @Body({ schema: sourceInput }) input: SourceInput,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Source> {
    return tagged(await this.sources.set(tenant, source, input, ifMatch), reply);
  }
}

function tagged({ source, version }: { source: Source; version: number }, reply: Reply): Source {
  reply.header('etag', etagOf(version));
  return source;
}
