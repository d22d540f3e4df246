// Ingestion's handler without its database: the same framework, key, trace, schema and masking; what is left out is storing.
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { feedbackInput, type FeedbackInput } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Allow, Caller, createService, issueKey, loadSettings, newId, prepareProcess, settingsOf, type CallerOf } from '@vocloop/service';
import { maskFeedback } from '@vocloop/text';
import { answering } from '../../child.mjs';

const pepper = 'a pepper for the bench, of more than thirty-two characters';
const { token, id, hash } = issueKey(pepper);
const keyRow = { id, hash, tenant_id: 'default', scopes: ['feedback:write'] };
const database = { transaction: (_tenants: string[], work: () => Promise<unknown>) => work(), query: () => Promise.resolve([keyRow]) };

@Controller('v1/feedback')
class FeedbackController {
  @Allow('feedback:write')
  @Post()
  @HttpCode(202)
  one(@Caller() _caller: CallerOf, @Body({ schema: feedbackInput }) input: FeedbackInput) {
    const { masked } = maskFeedback(input, { region: 'US', pseudonym: (reference: string) => reference });
    return { id: newId(), status: 'accepted', reason: 'first', revision: 1, ...(masked.length > 0 && { masked }) };
  }
}

@Module({ controllers: [FeedbackController], providers: [{ provide: Database, useValue: database }] })
class HandlerModule {}

const settings = loadSettings(settingsOf({}), { DATABASE_URL: 'postgres://nobody@localhost/none', VOC_KEY_PEPPER: pepper, LOG_LEVEL: 'error', PORT: '0', HOST: '127.0.0.1', VOC_RATE_LIMIT: '0' });
await prepareProcess('handler', settings);
const service = await createService(HandlerModule, { name: 'handler', settings });
const url = await service.listen();
answering(() => ({ url, key: token }));
