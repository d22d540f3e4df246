// I2: who is told.

/** I2: who is due a webhook gets it, under one id; nobody gets what was not due. */
export function webhooks({ distinct, effects, received }, tell) {
  const got = new Set(received.map(({ id }) => id));
  const due = new Set();
  for (const name of ['deliveries of answers', 'deliveries to pods']) {
    for (const { id, state } of effects[name]) {
      due.add(id);
      if (state === 'arrived' && !got.has(id)) tell('I2 not delivered', `${id} is said to have arrived`);
      if (state !== 'arrived') tell('I2 not delivered', `${id} is ${state}`);
    }
  }
  for (const id of got) if (!due.has(id)) tell('I2 told unasked', id);
  twice(distinct, received, tell);
  const pods = new Set(effects['deliveries to pods'].map(({ id }) => id));
  for (const { id } of distinct.filter(({ type }) => type === 'IssueDelivered.v1')) if (!pods.has(id)) tell('I2 not delivered', `${id} is on its pod's topic and was never a webhook`);
  const answers = Map.groupBy(received.filter(({ type }) => type === 'AnswerDue.v1'), ({ answerId }) => answerId);
  for (const [answer, all] of answers) if (new Set(all.map(({ id }) => id)).size > 1) tell('I2 answered twice', `${answer} under ${[...new Set(all.map(({ id }) => id))].join(' and ')}`);
  for (const [, all] of Map.groupBy(effects['due answers'], ({ tenant, issue, customer }) => `${tenant} ${issue} ${customer}`)) {
    for (const it of all) {
      if (it.state === 'answered' && !answers.has(it.id)) tell('I2 not delivered', `answer ${it.id}`);
      if (it.state === 'due') tell('I2 not delivered', `answer ${it.id} is still due`);
    }
  }
}

/** What is news for a pod is told it under one id; that it has an issue, or is rid of it, as often as the issue came to it or went. */
function twice(distinct, received, tell) {
  const routed = distinct.filter(({ type }) => type === 'IssueRouted.v1');
  const topics = distinct.filter(({ type }) => type === 'IssueDelivered.v1').map((it) => ({ ...it, to: it.topic }));
  const webhooks = received.filter(({ type }) => type === 'IssueDelivered.v1').map((it) => ({ ...it, issue: it.issueId, to: it.path }));
  for (const [what, all] of Map.groupBy([...topics, ...webhooks], ({ to, issue, version, change }) => `${change} of ${issue} at ${version} to ${to}`)) {
    const [{ issue, pod, change }] = all;
    const moves = routed.filter((it) => it.issue === issue && (change === 'assigned' ? it.pod : it.previousPod) === pod).length;
    const most = change === 'assigned' || change === 'withdrawn' ? moves : 1;
    const ids = new Set(all.map(({ id }) => id));
    if (ids.size > most) tell('I2 told twice', `${what} under ${[...ids].join(' and ')}`);
  }
}
