import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { name } from '@vocloop/contracts';
import { Allow, ApiKeys, Caller, notFound, pageQuery, scopes, type ApiKey, type CallerOf, type Page } from '@vocloop/service';
import { z } from 'zod';

const keyInput = z.strictObject({ name, scopes: z.array(z.enum(scopes)).min(1).transform((it) => [...new Set(it)]) });
const listQuery = z.object(pageQuery);

@Allow('admin')
@Controller('v1/keys')
export class KeyController {
  constructor(private readonly keys: ApiKeys) {}

  @Post()
  @ApiOperation({ summary: 'Makes an API key of a name and scopes; its token is in this answer and never again.' })
  create(@Caller() { tenant }: CallerOf, @Body({ schema: keyInput }) input: z.output<typeof keyInput>): Promise<ApiKey & { readonly token: string }> {
    return this.keys.create(tenant, input.name, input.scopes);
  }

  @Get()
  @ApiOperation({ summary: 'The API keys, without their tokens.' })
  list(@Caller() { tenant }: CallerOf, @Query({ schema: listQuery }) query: z.output<typeof listQuery>): Promise<Page<ApiKey>> {
    return this.keys.list(tenant, query);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Revokes a key, which stops working within 5 seconds.' })
  async revoke(@Caller() { tenant }: CallerOf, @Param('id') id: string): Promise<ApiKey> {
    const key = await this.keys.revoke(tenant, id);
    if (!key) throw notFound('key', id);
    return key;
  }
}
