import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { IssueSnapshot } from '@vocloop/contracts';
import { Allow, Caller, etagOf, notFound, page, pageQuery, readCursor, type CallerOf, type Page } from '@vocloop/service';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { AnswerRow } from '../answer/answer.repository.js';
import { AnswerService } from '../answer/answer.service.js';
import type { OpenedIssue } from './issue.js';
import { listCursor, listQuery, type Counts } from './listing.js';
import { ReadingService, shown, type Gathering } from './reading.service.js';

const list = z.strictObject({ ...pageQuery, ...listQuery });
const plain = z.strictObject(pageQuery);
const numbered = z.object({ by: z.int(), id: z.uuid() });
const timed = z.object({ at: z.iso.datetime(), id: z.uuid() });

interface ShownEvidence { feedbackId: string; revision: number; customer: string | null; source: string; channel: string; occurredAt: string; language: string; polarity: number; text: string; similarity: number; reason: string }
interface ShownChange { at: string; kind: string; by: string; reason: string; detail: object }

@Controller('v1/issues')
@Allow('issues:read')
export class IssueController {
  constructor(
    @Inject(ReadingService) private readonly reading: ReadingService,
    @Inject(AnswerService) private readonly answers: AnswerService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Issues, the worst or the latest first, with counts by status and severity.' })
  async list(@Caller() { tenant }: CallerOf, @Query({ schema: list }) query: z.output<typeof list>): Promise<Page<IssueSnapshot> & { counts: Counts }> {
    const { issues, counts } = await this.reading.list(tenant, query, readCursor(query.cursor, listCursor), query.limit + 1);
    const found = page(issues, query.limit, (it) => ({ by: query.sort === 'severity' ? it.severityScore : it.lastSeenAt, id: it.id }));
    return { ...found, items: found.items.map(shown), counts };
  }

  @Get('candidates')
  @ApiOperation({ summary: 'What gathers but is no issue yet, and how far it is from the threshold.' })
  async candidates(@Caller() { tenant }: CallerOf, @Query({ schema: plain }) { cursor, limit }: z.output<typeof plain>): Promise<Page<Gathering>> {
    return page(await this.reading.candidates(tenant, readCursor(cursor, numbered), limit + 1), limit, (it) => ({ by: it.feedbackCount, id: it.id }));
  }

  @Get(':id')
  @ApiOperation({ summary: 'An issue with its ETag; one that was merged redirects to the one that it is part of.' })
  async one(@Caller() { tenant }: CallerOf, @Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<IssueSnapshot> {
    const issue = await this.find(tenant, id);
    if (issue.mergedInto) void reply.status(308).header('location', `/v1/issues/${issue.mergedInto}`);
    void reply.header('etag', etagOf(issue.version));
    return shown(issue);
  }

  @Get(':id/evidence')
  @ApiOperation({ summary: 'The feedback behind an issue, each with why it is there and how near it is to the rest.' })
  async evidence(@Caller() { tenant }: CallerOf, @Param('id') id: string, @Query({ schema: plain }) { cursor, limit }: z.output<typeof plain>): Promise<Page<ShownEvidence>> {
    const issue = await this.find(tenant, id);
    const found = page(await this.reading.evidenceOf(tenant, issue.id, readCursor(cursor, timed), limit + 1), limit, (it) => ({ at: it.occurredAt, id: it.feedbackId }));
    return {
      ...found,
      items: found.items.map(({ feedbackId, revision, customer, source, channel, occurredAt, language, polarity, text, similarity, reason }) =>
        ({ feedbackId, revision, customer, source, channel, occurredAt, language, polarity, text, similarity: similarity ?? 0, reason: reason ?? '' })),
    };
  }

  @Get(':id/history')
  @ApiOperation({ summary: 'Every change of an issue: who, when, what and why.' })
  async history(@Caller() { tenant }: CallerOf, @Param('id') id: string, @Query({ schema: plain }) { cursor, limit }: z.output<typeof plain>): Promise<Page<ShownChange>> {
    const issue = await this.find(tenant, id);
    const found = page(await this.reading.history(tenant, issue.id, readCursor(cursor, z.uuid()), limit + 1), limit, (it) => it.id);
    return { ...found, items: found.items.map(({ at, kind, by, reason, detail }) => ({ at, kind, by, reason, detail })) };
  }

  @Get(':id/answers')
  @ApiOperation({ summary: 'Who was due an answer when the issue was resolved, and what became of it.' })
  async answersOf(@Caller() { tenant }: CallerOf, @Param('id') id: string, @Query({ schema: plain }) { cursor, limit }: z.output<typeof plain>): Promise<Page<AnswerRow>> {
    const issue = await this.find(tenant, id);
    return page(await this.answers.page(tenant, issue.id, readCursor(cursor, z.uuid()), limit + 1), limit, (it) => it.id);
  }

  private async find(tenant: string, id: string): Promise<OpenedIssue> {
    const issue = z.uuid().safeParse(id).success ? await this.reading.find(tenant, id) : undefined;
    if (!issue) throw notFound('issue', id);
    return issue;
  }
}
