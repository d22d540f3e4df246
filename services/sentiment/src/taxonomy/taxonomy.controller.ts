import { Body, Controller, Get, Headers, Put, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type CallerOf, etagOf, notFound, page, type Page, pageQuery, readCursor, TakesIfMatch } from '@vocloop/service';
import { themes, type TaxonomyDefinition } from '@vocloop/text';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { taxonomyBody } from './taxonomy.js';
import type { TaxonomyVersion } from './taxonomy.repository.js';
import { TaxonomyService } from './taxonomy.service.js';

interface Shown extends TaxonomyDefinition { version: number; by: string; at: string | null }
const shown = ({ version, definition, by, at }: TaxonomyVersion): Shown => ({ version, by, at: at.toISOString(), ...definition });
const builtIn: Shown = { version: 0, by: 'built in', at: null, themes };
const versionQuery = z.strictObject({ version: z.coerce.number().int().min(0).max(2_147_483_647).optional() });

@ApiTags('taxonomy')
@Controller('v1/taxonomy')
export class TaxonomyController {
  constructor(private readonly taxonomies: TaxonomyService) {}

  @Get()
  @Allow('issues:read', 'issues:write')
  @ApiOperation({ summary: 'The themes that texts are searched for, or those of a version; version 0 is the default' })
  async find(@Query({ schema: versionQuery }) { version }: z.output<typeof versionQuery>, @Caller() { tenant }: CallerOf, @Res({ passthrough: true }) reply: FastifyReply): Promise<Shown> {
    const found = version === 0 ? undefined : await this.taxonomies.find(tenant, version);
    if (!found && version) throw notFound('version of the taxonomy', String(version));
    return answered(found ? shown(found) : builtIn, reply);
  }

  @Get('versions')
  @Allow('issues:read', 'issues:write')
  @ApiOperation({ summary: 'Every version that was put, the newest first' })
  async list(@Query({ schema: z.strictObject(pageQuery) }) { limit, cursor }: { limit: number; cursor?: string }, @Caller() { tenant }: CallerOf): Promise<Page<object>> {
    const { items, nextCursor } = page(await this.taxonomies.list(tenant, readCursor(cursor, z.int()), limit + 1), limit, ({ version }) => version);
    return { items: items.map((it) => ({ version: it.version, by: it.by, at: it.at.toISOString(), themes: it.themes })), nextCursor };
  }

  @Put()
  @TakesIfMatch()
  @Allow('issues:write')
  @ApiOperation({ summary: 'Puts a whole taxonomy in force at once; an old version put again is a rollback. With If-Match, only over the version that it names' })
  async put(@Body({ schema: taxonomyBody }) body: z.output<typeof taxonomyBody>, @Caller() { tenant, keyId }: CallerOf, @Res({ passthrough: true }) reply: FastifyReply, @Headers('if-match') ifMatch: string | undefined): Promise<Shown> {
    return answered(shown(await this.taxonomies.put(tenant, body, `key ${keyId}`, ifMatch)), reply);
  }
}

function answered(taxonomy: Shown, reply: FastifyReply): Shown {
  void reply.header('etag', etagOf(taxonomy.version));
  return taxonomy;
}
