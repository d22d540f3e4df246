// What the load generator's ledger says of each request, and of each feedback in it. Pure.

/** Joins the lines of each operation that begins here: what was asked, every outcome, and the answer that counts. `sure` where it was carried out, `refused` where it was surely not, else nobody knows. */
export function operationsOf(ledger) {
  const operations = new Map();
  for (const { op, outcome, answer, status, code, retryAfter, kind, tenant, items, key, mark, began, ended } of ledger) {
    if (outcome === undefined) operations.set(op, { op, kind, tenant, items, key, mark, began, outcomes: [], answers: [], statuses: [] });
    else if (operations.has(op)) {
      const it = operations.get(op);
      it.outcomes.push(outcome);
      it.statuses.push({ status, code, retryAfter, ended });
      if (answer) it.answers.push(answer);
      it.ended = ended;
    }
  }
  return [...operations.values()].map((it) => ({ ...it, sure: it.outcomes.includes('ok'), refused: it.outcomes.length > 0 && it.outcomes.every((outcome) => outcome === 'fail') }));
}

const taken = new Set(['accepted', 'revised', 'duplicate', 'stale']);

/** Each submission of a feedback: its mark, its tenant, and whether it was surely `taken` (with the receipt), surely `refused`, or nobody knows. */
export function submissionsOf(operations) {
  return operations.flatMap(({ op, kind, tenant, items, sure, refused, answers }) => {
    if (kind === 'action' || kind === 'acted') return [];
    // A dead letter that was mended is a submission of its new data; it has no receipt.
    if (kind === 'mended') return items.map(({ data: item }) => ({ op, kind, tenant, item, mark: item.attributes.mark, taken: answers[0]?.[0].outcome === 'replayed', refused }));
    return items.map((item, index) => {
      const receipt = answers[0]?.find((it) => (it.index ?? 0) === index);
      const itemRefused = receipt?.status === 'refused';
      return {
        op, kind, tenant, item, receipt, mark: item.attributes.mark,
        taken: kind === 'malformed' ? false : kind === 'inbound' || kind === 'import' ? sure : sure && taken.has(receipt?.status),
        refused: kind !== 'malformed' && (refused || itemRefused),
      };
    });
  });
}
