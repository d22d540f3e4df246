// The gaps between two durable effects, each by name: where a process that dies leaves one done and the other not. They are put into the test build
// only (test-build.mjs); the sources know nothing of them.

const everywhere = ['ingestion', 'sentiment', 'issues', 'routing', 'reporting'];
const publishing = ['ingestion', 'sentiment', 'issues', 'routing'];
const ingestion = 'services/ingestion/src';
const messaging = 'libs/messaging/src';
const courier = 'libs/delivery/src/delivery/delivery.courier.ts';

/** Each: where it stands (`before` or `after` a text that its file holds once), in which services it is passed (events die where a handler fails for some or where strangers write), on which log if not on both, and `when`, where not every pass is one. */
export const crashPoints = [
  // A request and its answer.
  { name: 'request.begun', file: `${ingestion}/request/once.decorator.ts`, before: `    switch (claim.kind) {`, in: ['ingestion'] },
  { name: 'collector.flush', file: `${ingestion}/feedback/feedback.collector.ts`, before: `    const outcomes = await takeApart(`, in: ['ingestion'] },
  { name: 'feedback.stored', file: `${ingestion}/feedback/feedback.service.ts`, before: `    if (made < inserted.length) throw new Collision();`, in: ['ingestion'] },
  { name: 'collector.committed', file: `${ingestion}/feedback/feedback.collector.ts`, before: `    const failed = outcomes.flatMap(`, in: ['ingestion'] },
  { name: 'request.carried-out', file: `${ingestion}/request/once.decorator.ts`, before: `      await this.requests.answer(held,`, in: ['ingestion'] },
  { name: 'request.answer-kept', file: `${ingestion}/request/once.decorator.ts`, before: `      return answer;\n    } catch`, in: ['ingestion'] },
  // A transaction, and the outbox on its way to the log.
  { name: 'publisher.flushed', file: `${messaging}/publisher.ts`, after: `if (own.length > 0) this.outbox.insert(own);`, in: publishing },
  { name: 'transaction.before-commit', file: 'libs/database/src/database.ts', before: `        await commit(runner, running.atCommit);`, in: everywhere },
  { name: 'transaction.committed', file: 'libs/database/src/database.ts', after: `        await commit(runner, running.atCommit);`, in: everywhere },
  { name: 'relay.read', file: `${messaging}/relay.ts`, before: `      await log.append(rows.map(`, in: publishing, log: 'kafka' },
  { name: 'relay.appended', file: `${messaging}/relay.ts`, before: `      outbox.delete(rows);`, in: publishing, log: 'kafka' },
  { name: 'relay.deleted', file: `${messaging}/relay.ts`, after: `      outbox.delete(rows);`, in: publishing, log: 'kafka' },
  { name: 'relay.moved', file: `${messaging}/postgres/postgres-log.ts`, before: `    if (moved.length > 0) database.afterCommit(`, when: 'moved.length > 0', in: publishing, log: 'postgres' },
  { name: 'relay.committed', file: `${messaging}/relay.ts`, before: `    if (typeof outcome === 'number') return outcome;`, when: 'outcome !== 0', in: publishing },
  // A batch and its effect.
  { name: 'consumer.batch', file: `${messaging}/consumer.ts`, before: `        const { progress, dead } = await this.parts.effect.apply(`, in: everywhere },
  { name: 'effect.advanced', file: `${messaging}/effect.ts`, after: `this.blocked(items, consumed)]);`, in: everywhere },
  { name: 'effect.remembered', file: `${messaging}/effect.ts`, after: `    const added = await this.parts.consumers.remember(known);`, in: everywhere },
  { name: 'effect.handled', file: `${messaging}/effect.ts`, after: `      const drops = await this.handle(fresh, items, progress);`, in: everywhere },
  { name: 'effect.dead-letter', file: `${messaging}/effect.ts`, before: `        const told = dead.filter(`, in: ['ingestion', 'sentiment', 'issues', 'routing'] },
  { name: 'effect.committed', file: `${messaging}/effect.ts`, before: `    return { progress, dead: dead.filter(`, in: everywhere },
  { name: 'feed.delivered', file: `${messaging}/kafka/feed.ts`, before: `        state.expected = (batch.at(-1)?.offset ?? state.expected) + 1n;`, in: everywhere, log: 'kafka' },
  { name: 'hints.due', file: `${messaging}/kafka/offset-hints.ts`, before: `    await this.commit(offsets)`, in: everywhere, log: 'kafka' },
  { name: 'log.delivered', file: `${messaging}/postgres/subscription.ts`, before: `      for (const { partition, offset } of records) next.set(`, in: everywhere, log: 'postgres' },
  { name: 'letters.replaying', file: `${messaging}/dead-letters.ts`, before: `      const change: Change = { ...nothing, [letter.state`, in: ['ingestion'] },
  { name: 'letters.replayed', file: `${messaging}/dead-letters.ts`, before: `    return outcome.outcome === 'failed' ?`, in: ['ingestion'] },
  // What each service does in between.
  { name: 'issues.evidence', file: 'services/issues/src/issue/gathering.service.ts', after: `    await this.keepEvidence(rows, held);`, in: ['issues'] },
  { name: 'issues.saved', file: 'services/issues/src/issue/gathering.service.ts', before: `    await this.announcements.announce(outcomes`, in: ['issues'] },
  { name: 'issues.answered-some', file: 'services/issues/src/answer/answer.service.ts', before: `      if (found.length === chunk) return`, in: ['issues'] },
  { name: 'routing.decided', file: 'services/routing/src/assignment/announcement.service.ts', before: `    for (const it of done) this.announce(it);`, in: ['routing'] },
  { name: 'routing.told', file: 'services/routing/src/pod/pod.service.ts', after: `    await this.deliveries.sendAll(webhooks);`, in: ['routing'] },
  { name: 'reporting.saved', file: 'services/reporting/src/feedback/feedback.service.ts', before: `    const before = new Map(known.map(`, in: ['reporting'] },
  { name: 'reporting.rolled', file: 'services/reporting/src/feedback/feedback.service.ts', after: `    this.flows.count(stages.changes());`, in: ['reporting'] },
  // A webhook.
  { name: 'answer.kept', file: `${ingestion}/answer/answer.service.ts`, before: `    await this.deliveries.sendAll(fresh.flatMap(`, in: ['ingestion'] },
  { name: 'delivery.before-post', file: courier, before: `    const { attempt, result } = await this.try(outgoing);`, in: ['ingestion', 'routing'] },
  { name: 'delivery.posted', file: courier, before: `    const verdict = judge(result,`, in: ['ingestion', 'routing'] },
  { name: 'delivery.recorded', file: courier, after: `    const delivery = await repository.record(outgoing, attempt, verdict, nextAt);`, in: ['ingestion', 'routing'] },
  { name: 'delivery.settled', file: courier, after: `    await database.transaction([tenant], () => this.settle(claim, outgoing, attempt, verdict));`, in: ['ingestion', 'routing'] },
  // An import from a file, by its command.
  { name: 'import.sent', file: `${ingestion}/import/import.service.ts`, before: `    const refusals = [...read.refusals,`, in: ['import'] },
  { name: 'import.saved', file: `${ingestion}/import/cursor.service.ts`, before: "    await rename(`${this.cursorFile}.new`", in: ['import'] },
];

/** The points that a process passes on a log. */
export const pointsOf = (service, log) => crashPoints.filter((it) => it.in.includes(service) && (it.log ?? log) === log).map(({ name }) => name);

/** As edits of the sources. */
export const crashEdits = crashPoints.map(({ name, file, before, after, when }) => {
  const call = `${when ? `if (${when}) ` : ''}globalThis.crashPoint?.('${name}');`;
  return { file, find: before ?? after, replace: before ? `${call}\n${before}` : `${after}\n${call}` };
});
