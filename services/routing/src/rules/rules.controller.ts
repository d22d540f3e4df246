import { Body, Controller, Get, Headers, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiOperation } from '@nestjs/swagger';
import { Allow, Caller, type CallerOf, conflict, etagOf, notFound, page, type Page, pageQuery, Problem, readCursor, TakesIfMatch } from '@vocloop/service';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { RulesChangeService, type Changed } from '../assignment/rules-change.service.js';
import { builtInYaml } from './rules.js';
import { fileTenant, RulesFileService } from './rules-file.service.js';
import { RulesService } from './rules.service.js';
import type { RulesVersion } from './rules.repository.js';
import type { Fault } from './rules-yaml.js';

const flag = z.enum(['true', 'false']).default('false').transform((it) => it === 'true');
const body = z.union([z.string(), z.strictObject({ yaml: z.string() })]).describe('The rules file, as it is (text/yaml) or in JSON.');
const changeQuery = z.strictObject({ dryRun: flag, reassign: flag });
const reloadQuery = z.strictObject({ reassign: flag });
const versionQuery = z.strictObject({ version: z.coerce.number().int().min(0).max(2_147_483_647).optional() });

@Controller('v1/rules')
export class RulesController {
  constructor(
    private readonly rules: RulesService,
    private readonly changes: RulesChangeService,
    private readonly file: RulesFileService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The rules in force, or those of a version; as the file itself where that is asked for.' })
  @Allow('routing:read')
  async find(@Query({ schema: versionQuery }) { version }: z.output<typeof versionQuery>, @Caller() { tenant }: CallerOf, @Headers('accept') accept: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<object | string> {
    const found = version === 0 ? undefined : await this.rules.find(tenant, version);
    if (!found && version) throw notFound('version of the rules', String(version));
    const shown = { ...(found ? summary(found) : { version: 0, origin: 'built in' }), yaml: found?.yaml ?? builtInYaml };
    void reply.header('etag', etagOf(shown.version));
    if (!/\byaml\b/.test(accept ?? '')) return shown;
    void reply.type('text/yaml; charset=utf-8');
    return shown.yaml;
  }

  @Get('versions')
  @ApiOperation({ summary: 'Every version of the rules, the newest first.' })
  @Allow('routing:read')
  async list(@Query({ schema: z.strictObject(pageQuery) }) { limit, cursor }: { limit: number; cursor?: string }, @Caller() { tenant }: CallerOf): Promise<Page<object>> {
    const found = await this.rules.list(tenant, readCursor(cursor, z.int()), limit + 1);
    const { items, nextCursor } = page(found, limit, ({ version }) => version);
    return { items: items.map(summary), nextCursor };
  }

  @Put()
  @TakesIfMatch()
  @ApiOperation({ summary: 'Puts a file of rules in force, or, with dryRun, says what it would change. An old version put again is a rollback.' })
  @Allow('routing:write')
  @ApiConsumes('application/json', 'text/yaml')
  async put(@Body({ schema: body }) given: z.output<typeof body>, @Query({ schema: changeQuery }) { dryRun, reassign }: z.output<typeof changeQuery>, @Caller() { tenant, keyId }: CallerOf, @Headers('if-match') ifMatch: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const yaml = typeof given === 'string' ? given : given.yaml;
    if (dryRun) return this.preview(tenant, yaml);
    const changed = await this.changes.change({ tenant, yaml, origin: 'api', by: `key ${keyId}` }, { ifMatch, reassign });
    return answer(changed, reply);
  }

  @Post('reload')
  @ApiOperation({ summary: 'Reads the file that VOC_RULES_FILE names again.' })
  @HttpCode(200)
  @Allow('routing:write')
  async reload(@Query({ schema: reloadQuery }) { reassign }: z.output<typeof reloadQuery>, @Caller() { tenant }: CallerOf, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const changed = tenant === fileTenant ? await this.file.reload(reassign) : undefined;
    if (!changed) throw conflict('no_rules_file', `No file is set for the tenant "${tenant}"; put the rules with PUT /v1/rules${tenant === fileTenant ? ', or name a file in VOC_RULES_FILE' : ''}.`);
    return answer(changed, reply);
  }

  private async preview(tenant: string, yaml: string): Promise<object> {
    const preview = await this.changes.preview(tenant, yaml);
    if (preview.outcome === 'faulty') throw faulty(preview.faults);
    const pairs = Object.entries(Object.groupBy(preview.moves, ({ from, to, when }) => JSON.stringify({ from, to, when })));
    return { dryRun: true, summary: pairs.map(([pair, moves]) => ({ ...(JSON.parse(pair) as object), issues: moves?.length ?? 0 })), moves: preview.moves.slice(0, 1000) };
  }
}

const summary = ({ version, origin, by, at }: RulesVersion) => ({ version, origin, by, at: at.toISOString() });

function answer(changed: Changed, reply: FastifyReply): object {
  if (changed.outcome === 'faulty') throw faulty(changed.faults);
  void reply.header('etag', etagOf(changed.version));
  return changed;
}

const faulty = (faults: readonly Fault[]): Problem =>
  new Problem({ status: 422, code: 'faulty_rules', title: 'The rules have faults', detail: faults.length === 1 ? faults[0]!.detail : `${faults.length} things are to be mended; see errors. The rules in force are as they were.`, errors: faults });
