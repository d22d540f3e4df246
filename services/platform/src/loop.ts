import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FactInput, type FeedbackInput, printable } from '@vocloop/contracts';
import type { Account } from '@vocloop/messaging';
import type { Api } from './api.js';
import { ApiError } from './api.js';
import type { DataDir } from './data-dir.js';
import { type Sent, importOnce, sampleFile } from './importing.js';
import type { RoutedIssue } from './summary.js';

/** The repository's folder, from which the sample is read. */
export const root = join(import.meta.dirname, '../../..');

interface Truth { readonly events: readonly { readonly id: string; readonly pod: string; readonly touchpoint: string; readonly themes: readonly string[] }[] }
interface PodAction { readonly event: string; readonly action: string; readonly by: string; readonly text?: string }
interface Sample { readonly feedback: readonly FeedbackInput[]; readonly facts: readonly FactInput[]; readonly actions: readonly PodAction[]; readonly truth: Truth }

/** Puts the rules of a file in force; the same content again is no new version. Its faults are told with their lines. */
export async function putRules(api: Api, yaml: string, file: string): Promise<void> {
  try {
    await api.ask('PUT', '/v1/rules', { yaml });
  } catch (error) {
    throw error instanceof ApiError && error.status === 422 ? new Error(`the rules of ${file} are not valid:\n  ${error.message}`, { cause: error }) : error;
  }
}

/** Who plays the pods' and the customers' systems: where it stands, and what the messages to it are signed with. */
export interface Receiver {
  readonly url: string;
  readonly secret: string;
}

/** The sample's rules, with each pod's webhook at the receiver, where there is one. */
function sampleRules(receiver: Receiver | undefined): string {
  const yaml = readFileSync(join(root, 'infra/sample/rules.yaml'), 'utf8');
  return receiver ? yaml.replace(/^ {2}([a-z0-9-]+):\n( {4}name:)/gm, `  $1:\n    webhook: { url: "${receiver.url}/$1", secret: "${receiver.secret}" }\n$2`) : yaml;
}

/** Puts the sample's rules in force, unless somebody has put others since the last start: those stay. */
async function putSampleRules(api: Api, dataDir: DataDir, yaml: string, say: (line: string) => void): Promise<void> {
  const inForce = async () => (await api.get<{ version: number }>('/v1/rules')).version;
  const ours = dataDir.read('sample-rules-version');
  if (ours !== undefined && Number(ours) !== (await inForce())) return say("the rules were changed since the last start and stay as they are; the sample's are in infra/sample/rules.yaml");
  await putRules(api, yaml, 'the sample');
  dataDir.write('sample-rules-version', String(await inForce()));
}

export async function makeSample(): Promise<Sample> {
  const { generateSample } = (await import(join(root, 'infra/sample/generate.mjs'))) as { generateSample: () => Sample };
  return generateSample();
}

/** Sets the sample up: rules, receivers of answers, facts; then sends its feedback round. */
export async function sendSample(api: Api, dataDir: DataDir, receiver: Receiver | undefined, wish: { progress: (sent: Sent) => void; say: (line: string) => void }): Promise<{ sent: Sent; sample: Sample }> {
  const sample = await makeSample();
  await putSampleRules(api, dataDir, sampleRules(receiver), wish.say);
  const sources = receiver ? [...new Set(sample.feedback.map(({ source }) => source))] : [];
  await Promise.all(sources.map(async (source) => api.ask('PUT', `/v1/sources/${encodeURIComponent(source)}`, { answerWebhook: { url: `${receiver?.url}/${encodeURIComponent(source)}`, secret: receiver?.secret } })));
  await api.ask('POST', '/v1/facts', { items: sample.facts });
  dataDir.write(sampleFile, sample.feedback.map((it) => JSON.stringify(it)).join('\n'));
  return { sent: await importOnce(api, dataDir, { file: dataDir.file(sampleFile), ...wish }), sample };
}

/** What pods do in the sample: the issues that were planted are acknowledged, commented, resolved; what was done before is left as it is. */
export async function actOnSample(api: Api, sample: Sample, routed: readonly RoutedIssue[]): Promise<void> {
  for (const { id, pod, touchpoint, themes } of sample.truth.events) {
    const fitting = routed.filter(({ pod: its, issue: it }) => its === pod && it.touchpoint === touchpoint && themes.includes(it.theme));
    const issue = fitting.toSorted((x, y) => y.issue.feedbackCount - x.issue.feedbackCount)[0]?.issueId;
    if (!issue) continue;
    // Said twice a comment stands twice; the other acts are refused the second time.
    const said = (await api.all<{ kind: string; reason: string }>(`/v1/issues/${issue}/history`)).filter(({ kind }) => kind === 'commented').map(({ reason }) => reason);
    for (const { action, by, text } of sample.actions.filter(({ event }) => event === id)) {
      if (action === 'comment' && said.includes(text ?? '')) continue;
      await api.ask('POST', `/v1/issues/${issue}/actions`, { action, by, ...(text && { text }), ...(action === 'resolve' && { reason: 'mended' }) }).catch((error: unknown) => {
        // A second start finds it acknowledged or resolved already.
        if (!(error instanceof ApiError && error.status === 409)) throw error;
      });
    }
  }
}

/** What stands still at present, and why; with the mend where it is one that people know. */
export function waits(accounts: readonly Account[]): string[] {
  const reasons = accounts.flatMap(({ service, consumers, outbox }) => [outbox.stalledBecause, ...consumers.map((it) => it.stalledBecause)].flatMap((why) => (why ? [`${service} waits: ${printable(why)}`] : [])));
  return [...new Set(reasons)].map((it) => (/No space left|ENOSPC/.test(it) ? `${it}\n  the disk is full: make room where the data is kept (VOC_DATA_DIR); nothing is lost, and it goes on by itself` : it));
}

/** One line of progress: how far each step of the loop is. */
export function progressLine(sent: number, accounts: readonly Account[]): string {
  const done = (service: string, topic: string) => accounts.find((it) => it.service === service)?.consumers.filter((it) => it.topic === topic).reduce((sum, it) => sum + it.next - it.first, 0) ?? 0;
  const shown = (value: number) => value.toLocaleString('en');
  return `sent ${shown(sent)} · scored ${shown(done('sentiment', 'voc.feedback.v1'))} · gathered ${shown(done('issues', 'voc.insight.v1'))} · routed ${shown(done('routing', 'voc.issue.v1'))} · in flight ${shown(accounts.reduce((sum, { inFlight }) => sum + inFlight, 0))}`;
}
