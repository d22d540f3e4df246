// The sample: a quarter of Holmwick, a made-up retailer, with planted events and the truth about them.
import { background, suggestionBox } from './background.mjs';
import { weekOf, weeks } from './calendar.mjs';
import { conversations } from './conversations.mjs';
import { factsOf } from './facts.mjs';
import { actions } from './actions.mjs';
import { lasting } from './languages.mjs';
import { plans, plantedEvents, truthOf } from './planted.mjs';
import { sendings } from './sending.mjs';

/** The seed of the sample that the README shows and the tests ask about. */
export const usualSeed = 2026;

/** How often each value occurs, in the order of the values. */
function counted(list) {
  const counts = new Map();
  for (const value of list) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => String(a).localeCompare(String(b), 'en', { numeric: true })));
}

/** Numbers each source's feedback in the order of the customers' words, as a source's own ids would be. */
function identify(entries) {
  const next = {};
  for (const { input } of entries) {
    next[input.source] = (next[input.source] ?? 0) + 1;
    input.externalId = `${input.source}-${String(next[input.source]).padStart(5, '0')}`;
  }
  return entries;
}

function totalsOf(entries, sent) {
  const kinds = counted(sent.map((it) => it.kind));
  return {
    sent: sent.length,
    feedback: entries.length,
    revisions: kinds.revision,
    duplicates: kinds.duplicate,
    stale: kinds.stale,
    channels: counted(entries.map((it) => it.input.channel)),
    languages: counted(entries.map((it) => it.language)),
    touchpoints: counted(entries.map((it) => it.input.touchpoint)),
    weeks: counted(entries.map((it) => weekOf(it.at))),
  };
}

/**
 * Makes the sample of a seed; the same seed gives the same sample to the byte.
 * `feedback`: what is handed in (`feedbackInput` of the contracts), in the order of sending, with what is sent twice, corrected or too late.
 * `facts`: operational facts (`factInput`). `actions`: what pods do about the planted events. `truth`: what a test may ask the platform for.
 * @param {{ seed?: number | string }} [options]
 */
export function generateSample({ seed = usualSeed } = {}) {
  const chats = conversations(seed, { calm: 150, sour: 36 });
  const all = [...background(seed, 4150), ...suggestionBox(seed, 170), ...chats.entries, ...plantedEvents(seed)];
  const entries = identify(all.sort((a, b) => a.at - b.at));
  const sent = sendings(seed, entries);
  return {
    feedback: sent.map((it) => it.input),
    facts: factsOf(seed),
    actions,
    truth: {
      company: 'Holmwick', seed, weeks,
      events: plans.map((plan) => truthOf(plan, entries)),
      lasting,
      handoffs: chats.needed,
      personal: entries.flatMap((it) => it.personal.map((value) => ({ externalId: it.input.externalId, value }))),
      totals: totalsOf(entries, sent),
    },
  };
}
