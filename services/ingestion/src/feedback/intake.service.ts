import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { context } from '@opentelemetry/api';
import { FactSubmitted, factInput, feedbackInput, type FactInput, type FeedbackInput } from '@vocloop/contracts';
import { fieldErrors, forbidden, hostile, invalid, isDatabaseAway, unavailable } from '@vocloop/service';
import { inTurns } from '@vocloop/text';
import type { z } from 'zod';
import { lackOf, type FactSubmission } from '../fact/fact.js';
import { FactService } from '../fact/fact.service.js';
import { cloudEvent, dataOf, fromBinary, modeOf, type CloudEvent } from './cloud-event.js';
import { takeApart, type Outcome } from './apart.js';
import { errorsOf, FeedbackCollector } from './feedback.collector.js';
import type { RequestKey } from '../request/request.js';
import { RequestService } from '../request/request.service.js';
import { batchAnswer, batchInput, itemsOf, sift, type BatchAnswer, type ItemAnswer, type Judged } from './intake.js';
import type { Receipt, Submission } from './submission.js';

/** Who hands in, and what the request is known by where it has an Idempotency-Key. */
export interface Request {
  readonly tenant: string;
  readonly key?: RequestKey | undefined;
  /** What the caller's key may; needed where one route takes several kinds. */
  readonly scopes?: readonly string[];
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;
type Answer = Omit<ItemAnswer, 'index' | 'status' | 'errors'> & Pick<Receipt, 'status'>;
type Given = { readonly feedback: Submission } | { readonly fact: FactSubmission };

/** Takes in what comes by HTTP: judges each item by itself, and answers for each. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly collector: FeedbackCollector,
    private readonly facts: FactService,
    private readonly requests: RequestService,
  ) {}

  async one(request: Request, input: FeedbackInput): Promise<Answer> {
    const [outcome] = await this.collector.submit([submissionOf(request, input, 0)]);
    if ('error' in outcome!) throw outcome.error;
    return outcome!.receipt;
  }

  async batch(request: Request, batch: z.output<typeof batchInput>): Promise<BatchAnswer> {
    const { good, refused } = await siftInTurns(itemsOf(batch), (item) => judge(item, feedbackInput));
    const taken = await this.submit(good.map(({ index, value }) => ({ index, value: { feedback: submissionOf(request, value, index) } })));
    return this.answer(request, [...taken, ...refused]);
  }

  /** Facts, one or many; those that are right are taken together. */
  async takeFacts(request: Request, items: readonly unknown[]): Promise<BatchAnswer> {
    const { good, refused } = await siftInTurns(items, judgeFact);
    const taken = await this.submit(good.map(({ index, value }) => ({ index, value: { fact: { tenant: request.tenant, input: value, ...placeIn(request, index) } } })));
    return batchAnswer([...taken, ...refused]);
  }

  /** CloudEvents in whichever mode; a single one that is wrong is a Problem, in a batch it is refused alone. */
  async takeEvents(request: Request, headers: Headers, body: unknown): Promise<{ status: 200 | 202; answer: Answer | BatchAnswer }> {
    const mode = modeOf(headers);
    if (!mode) throw invalid([{ pointer: '', code: 'no_event', detail: 'this is no CloudEvent; send Content-Type "application/cloudevents+json", "application/cloudevents-batch+json", or the attributes as ce-* headers' }]);
    if (mode === 'batched' && !Array.isArray(body)) throw invalid([{ pointer: '', code: 'wrong_type', detail: 'a batch of CloudEvents is a JSON array' }]);
    if (mode === 'batched' && (body as unknown[]).length > 1000) throw invalid([{ pointer: '', code: 'too_big', detail: 'send at most 1000 events at once' }]);
    const events = mode === 'batched' ? (body as unknown[]) : [mode === 'binary' ? fromBinary(headers, body) : body];
    const { good, refused } = await siftInTurns(events, (event, index) => judgeEvent(request, event, index));
    const answer = this.answer(request, [...(await this.submit(good)), ...refused]);
    if (mode === 'batched') return { status: 200, answer };
    const { index: _index, status, errors, ...rest } = answer.items[0]!;
    if (status !== 'refused') return { status: 202, answer: { status, ...rest } };
    throw errors?.[0]?.code === 'forbidden' ? forbidden(errors[0].detail) : invalid(errors ?? []);
  }

  /** Takes feedback together, then facts together; what fails by its own fault costs the others nothing. */
  private async submit(items: readonly { index: number; value: Given }[]): Promise<ItemAnswer[]> {
    const feedback = items.flatMap(({ index, value }) => ('feedback' in value ? [{ index, submission: value.feedback }] : []));
    const facts = items.flatMap(({ index, value }) => ('fact' in value ? [{ index, submission: value.fact }] : []));
    const outcomes: Outcome<Omit<Answer, 'index'>>[] = [
      ...(await this.collector.submit(feedback.map(({ submission }) => submission))),
      ...(await takeApart(facts.map(({ submission }) => submission), (it) => this.requests.takeOnce(it, (fresh) => this.facts.take(fresh)), isDatabaseAway)),
    ];
    const failed = outcomes.flatMap((it) => ('error' in it && errorsOf(it.error)[0]?.code !== 'not_storable' ? [it.error] : []));
    // Under a key the answer is kept, and must not refuse for good what only failed: sent again, the request tells what it took. Nor did items fail where nothing at all could be stored.
    const keyed = items.some(({ value }) => ('feedback' in value ? value.feedback : value.fact).request !== undefined);
    if (failed.length > 0 && keyed) throw unavailable('Not all of it could be stored just now; send the same request again, under the same Idempotency-Key.', 1, failed[0]);
    if (failed.length > 0 && outcomes.every((it) => 'error' in it)) throw failed[0];
    return [...feedback, ...facts].map(({ index }, at) => {
      const outcome = outcomes[at]!;
      return 'error' in outcome ? { index, status: 'refused', errors: errorsOf(outcome.error) } : { index, ...outcome.receipt };
    });
  }

  private answer({ tenant }: Request, answers: readonly ItemAnswer[]): BatchAnswer {
    for (const { errors } of answers) if (errors?.[0]) this.collector.refuse(tenant, errors[0].code);
    return batchAnswer(answers);
  }
}

/** What an event is known by where its data has no id of its own: CloudEvents promises that source and id together are unique. */
export const eventIdentity = ({ source, id }: Pick<CloudEvent, 'source' | 'id'>): string =>
  `event:${createHash('sha256').update(JSON.stringify([source, id])).digest('base64url').slice(0, 32)}`;

async function siftInTurns<Value>(items: readonly unknown[], judgeOne: (item: unknown, index: number) => Judged<Value>): Promise<ReturnType<typeof sift<Value>>> {
  const judged: Judged<Value>[] = [];
  for await (const slice of inTurns(items)) for (const item of slice) judged.push(judgeOne(item, judged.length));
  return sift(judged);
}

function judge<Schema extends z.ZodType>(item: unknown, schema: Schema): Judged<z.output<Schema>> {
  const fault = hostile(item);
  if (fault) return { errors: [fault] };
  const result = schema.safeParse(item);
  return result.success ? { value: result.data } : { errors: fieldErrors(result.error.issues) };
}

function judgeFact(item: unknown): Judged<FactInput> {
  const fact = judge(item, factInput);
  const lack = 'value' in fact ? lackOf(fact.value) : undefined;
  return lack ? { errors: [lack] } : fact;
}

const inData = ({ errors }: { readonly errors: readonly { pointer: string; code: string; detail: string }[] }) => ({ errors: errors.map((it) => ({ ...it, pointer: `/data${it.pointer}` })) });

function judgeEvent(request: Request, item: unknown, index: number): Judged<Given> {
  const envelope = judge(item, cloudEvent);
  if (!('value' in envelope)) return envelope;
  const event = envelope.value;
  if (event['tenantid'] !== undefined && event['tenantid'] !== request.tenant) return { errors: [{ pointer: '/tenantid', code: 'wrong_tenant', detail: "tenantid is not the tenant of this API key; leave it out, or use the tenant's own key" }] };
  const scope = event.type === FactSubmitted.type ? 'facts:write' : 'feedback:write';
  if (!request.scopes?.includes(scope)) return { errors: [{ pointer: '/type', code: 'forbidden', detail: `${event.type} needs a key with the scope "${scope}"` }] };
  const data = dataOf(event, (base64) => Buffer.from(base64, 'base64').toString());
  const identity = eventIdentity(event);
  if (event.type === FactSubmitted.type) {
    const fact = judgeFact(data);
    return 'value' in fact ? { value: { fact: { tenant: request.tenant, input: fact.value, ...placeIn(request, index), identity } } } : inData(fact);
  }
  const feedback = judge(data, feedbackInput);
  if (!('value' in feedback)) return inData(feedback);
  const input = { ...feedback.value, occurredAt: feedback.value.occurredAt ?? (event.time && new Date(event.time).toISOString()) };
  return { value: { feedback: { ...submissionOf(request, input, index), identity } } };
}

function submissionOf(request: Request, input: FeedbackInput, index: number): Submission {
  const active = context.active();
  return { tenant: request.tenant, input, ...placeIn(request, index), traced: (work) => context.with(active, work) };
}

/** The key of a request also stands for those of its items that have no id of their own. */
const placeIn = ({ key }: Request, index: number): Pick<Submission, 'identity' | 'request'> =>
  key === undefined ? {} : { identity: `request:${key.identity}:${index}`, request: { keyHash: key.hash, index } };
