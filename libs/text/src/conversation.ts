import type { Scored } from './model.js';
import { similarity, sketch, type Sketch } from './sketch.js';

/** What is kept of a customer's turn: enough to decide about a hand-off, and no more of the text than the deciding words. */
export interface Turn {
  /** Its place in the conversation; turns are read in this order. */
  turn: number;
  /** The feedback it came as; a revision has the same. Absent where it was only scored so far. */
  feedback?: string;
  frustration: number;
  problem: boolean;
  /** How sure the chatbot was that it understood this turn, 0…1, where it said so. */
  botConfidence?: number;
  /** The words that asked for a human. */
  request?: string;
  /** The words that sounded most frustrated. */
  words: string[];
  sketch: Sketch;
}

/** Whether a conversation should go to a human now, and why. */
export type HandoffDecision =
  | { due: false }
  | { due: true; reason: 'explicit_request' | 'frustration' | 'repetition' | 'not_understood'; turn: number; explanation: string };

/** Turns kept of a conversation. */
export const keptTurns = 12;
const requestFrom = 0.85;
/** Frustration of earlier turns fades; the sum is compared with the limit. */
const fading = 0.6;
const frustrationLimit = 0.8;
/** How near two turns are that say the same, of how many terms at least; said so often, or once again with frustration. */
const same = { similarity: 0.65, terms: 2, times: 3, frustrated: 0.25 };

/** Below this a bot has not understood; twice in a row, or once where the customer has a problem or sounds frustrated, is enough. */
const understood = { from: 0.4, frustrated: 0.25 };

/** Makes what is kept of a turn from its text and what a model read in it. */
export function turnOf(text: string, place: { turn: number; feedback?: string; botConfidence?: number | undefined }, { score, request }: Scored): Turn {
  return {
    turn: place.turn,
    ...(place.feedback !== undefined && { feedback: place.feedback }),
    frustration: score.frustration,
    problem: score.problem,
    ...(place.botConfidence !== undefined && { botConfidence: place.botConfidence }),
    ...(request && request.share >= requestFrom && { request: request.words }),
    words: score.reasons.frustration.slice(0, 3).map(({ word }) => word),
    sketch: sketch(text, score.language),
  };
}

/**
 * Adds a turn, or replaces the one that it revises: the one with the same feedback, else with the same number. A turn that was scored before its feedback
 * arrived is taken over by it, whatever number it was given. Answers the turns in their order, the last ones only.
 */
export function withTurn(turns: readonly Turn[], added: Turn): Turn[] {
  const taken = revisedBy(turns, added) ?? scoredBefore(turns, added);
  const others = turns.filter((it) => it !== taken && it.turn !== added.turn);
  // A bot says how sure it was when it has the turn scored; the feedback that comes after it may not.
  const kept = added.botConfidence === undefined && taken?.botConfidence !== undefined ? { ...added, botConfidence: taken.botConfidence } : added;
  return [...others, kept].sort((a, b) => a.turn - b.turn).slice(-keptTurns);
}

const revisedBy = (turns: readonly Turn[], { feedback }: Omit<Turn, 'turn'>): Turn | undefined => turns.find((it) => it.feedback !== undefined && it.feedback === feedback);

/** The turn that was only scored so far and says the same: the one of the same number, else the first. */
function scoredBefore(turns: readonly Turn[], { turn, feedback, sketch: said }: Omit<Turn, 'turn'> & { turn?: number }): Turn | undefined {
  if (feedback === undefined) return undefined;
  const alike = turns.filter((it) => it.feedback === undefined && JSON.stringify(it.sketch) === JSON.stringify(said));
  return alike.find((it) => it.turn === turn) ?? alike[0];
}

/** The number for a turn that came without one: that of the turn it revises or was scored as before, else the next; undefined for the revision of a turn that is kept no more, which is none of the newest. */
export function placeOf(turns: readonly Turn[], turn: Omit<Turn, 'turn'>, revision = 1): number | undefined {
  const known = revisedBy(turns, turn) ?? scoredBefore(turns, turn);
  if (known) return known.turn;
  return revision > 1 ? undefined : (turns.at(-1)?.turn ?? -1) + 1;
}

/** Decides over a customer's turns, in their order: who asks for a human gets one; frustration that adds up; the same thing said three times, or twice where it sounds frustrated; a bot that does not understand. */
export function handoffOf(turns: readonly Turn[]): HandoffDecision {
  return requested(turns) ?? frustrated(turns) ?? repeated(turns) ?? notUnderstood(turns) ?? { due: false };
}

function requested(turns: readonly Turn[]): HandoffDecision | undefined {
  const found = turns.find((it) => it.request !== undefined);
  return found && { due: true, reason: 'explicit_request', turn: found.turn, explanation: `Turn ${found.turn} asks for a human: "${found.request ?? ''}".` };
}

function frustrated(turns: readonly Turn[]): HandoffDecision | undefined {
  let level = 0;
  for (const it of turns) {
    level = level * fading + it.frustration;
    if (level < frustrationLimit || it.frustration === 0) continue;
    const words = it.words.length > 0 ? `: ${it.words.map((word) => `"${word}"`).join(', ')}` : '';
    return { due: true, reason: 'frustration', turn: it.turn, explanation: `Frustration reached ${Math.min(1, level).toFixed(2)} at turn ${it.turn} (limit ${frustrationLimit})${words}.` };
  }
  return undefined;
}

function repeated(turns: readonly Turn[]): HandoffDecision | undefined {
  for (const [at, it] of turns.entries()) {
    if (it.sketch.terms.length < same.terms) continue;
    const before = turns.slice(0, at).filter((other) => similarity(other.sketch, it.sketch) >= same.similarity);
    const said = before.length + 1;
    if (said >= same.times || (said > 1 && it.frustration >= same.frustrated)) {
      const earlier = before.map(({ turn }) => turn).join(' and ');
      return { due: true, reason: 'repetition', turn: it.turn, explanation: `Turn ${it.turn} says again what turn ${earlier} said: ${wordsOf(it.sketch)}.` };
    }
  }
  return undefined;
}

function notUnderstood(turns: readonly Turn[]): HandoffDecision | undefined {
  const lost = (it: Turn | undefined): boolean => it?.botConfidence !== undefined && it.botConfidence < understood.from;
  for (const [at, it] of turns.entries()) {
    if (!lost(it)) continue;
    const again = lost(turns[at - 1]);
    if (!again && !it.problem && it.frustration < understood.frustrated) continue;
    const why = again ? `and turn ${turns[at - 1]?.turn} before it` : it.problem ? 'which tells of a problem' : 'which sounds frustrated';
    return { due: true, reason: 'not_understood', turn: it.turn, explanation: `The bot did not understand turn ${it.turn} (sure to ${it.botConfidence}), ${why}.` };
  }
  return undefined;
}

const wordsOf = ({ terms }: Sketch): string => [...terms].sort((a, b) => b[1] - a[1]).slice(0, 3).map(([, , word]) => `"${word}"`).join(', ');
