import { alike, Meanings, similarity, together, type Meaning, type Sketch } from '@vocloop/text';
import { names, type Policy } from '../policy/policy.js';
import { aspectOf } from './aspect.js';
import type { Scored } from './issue.js';

/** What put evidence together; a fingerprint carries the version, so that a new algorithm never mistakes an old group for its own. */
export const algorithm = { name: 'theme-aspect-meaning', version: 1 } as const;

/** The theme of texts in which no theme was found: similarity alone gathers them. */
export const themeless = 'other';

/** Where a text belongs by what can be told from the text alone: whatever arrives before or after it, this stays. */
export interface Scope {
  readonly key: string;
  readonly theme: string;
  readonly aspect: string | undefined;
  readonly product: string | undefined;
  readonly supplier: string | undefined;
}

export function scopeOf({ feedback, score }: Scored, sketch: Sketch, policy: Policy): Scope {
  // "Great app, awful delivery" is a problem of the delivery, however much it says of the app.
  const praised = ({ polarity = 0 }: { polarity?: number | undefined }): number => Number(polarity > 0);
  const theme = [...score.themes].sort((a, b) => praised(a) - praised(b) || b.confidence - a.confidence || (a.id < b.id ? -1 : 1))[0]?.id ?? themeless;
  const aspect = aspectOf(theme, sketch);
  const supplier = names(policy.bySupplier, theme) ? feedback.supplier : undefined;
  // A supplier's bad lot is one problem, whatever it was built into.
  const product = supplier === undefined && names(policy.byProduct, theme) ? feedback.product : undefined;
  const parts = [feedback.touchpoint, theme, aspect, supplier && `supplier=${supplier}`, product && `product=${product}`];
  const key = `v${algorithm.version}/${parts.filter((it) => it !== undefined).map((it) => it.replaceAll('%', '%25').replaceAll('/', '%2F')).join('/')}`;
  return { key, theme, aspect, product, supplier };
}

/** Whether a scope's key is that of texts without a theme. */
export const isThemeless = (key: string): boolean => key.split('/')[2] === themeless;

/**
 * A place that evidence can join. A scope with a theme has one without a sketch: everything of the scope belongs there.
 * Leaders (themeless) and what a split taught (`learned`) have the sketch that later texts are compared with; themeless ones also what they mean, leaders together with the texts that joined them.
 */
export interface Anchor {
  readonly tenantId: string;
  readonly fingerprint: string;
  readonly scope: string;
  readonly issueId: string;
  readonly sketch: Sketch | null;
  readonly learned: boolean;
  /** The feedback that the sketch is of, and when it occurred: the oldest of the group leads it, however late it arrives. */
  readonly feedbackId: string | null;
  readonly occurredAt: string | null;
  readonly meaning: Meaning | null;
  /** What a themeless candidate holds lies between these times; only texts within a window of it join. Absent where any may. */
  readonly held?: { readonly first: string; readonly last: string; readonly days: number };
}

/** What is compared of a text: its words, and, for one without a theme, what it means (`undefined` where no vectors tell). */
export interface Said {
  readonly sketch: Sketch;
  readonly meaning?: Meaning | undefined;
}

/** Whether a text without a theme can be gathered: one word in common is a coincidence, unless what the text means is known too. */
export const saysEnough = ({ sketch, meaning }: Said): boolean => sketch.terms.length >= (meaning ? 1 : 2);

/** So near must a themeless text's words be to a leader's, where their meanings are not. */
const leaderThreshold = 0.5;
/** So near must a text be to what a split taught, to follow it rather than its scope. */
const learnedThreshold = 0.35;

/** An anchor, by what it was found, and how near it is by that. */
export interface Found {
  readonly anchor: Anchor;
  readonly by: 'scope' | 'learned' | 'meaning' | 'words';
  readonly similarity: number;
}

/** Fingerprints of anchors by term. */
type ByTerm = Map<string, Set<string>>;

/** The anchors of one scope of one tenant, found by what they mean, or by the terms that a text shares with them. */
export class Anchors {
  readonly changed = new Map<string, Anchor>();
  private readonly all = new Map<string, Anchor>();
  /** What splits taught, and leaders, by the terms of their sketches. */
  private readonly taught: ByTerm = new Map();
  private readonly leaders: ByTerm = new Map();
  private readonly taughtMeanings = new Meanings<string>();
  private readonly leaderMeanings = new Meanings<string>();

  constructor(anchors: readonly Anchor[]) {
    for (const it of anchors) this.index(it);
  }

  /** Where a text of this scope belongs so far; undefined where it begins a group of its own. */
  find(scope: Scope, { sketch, meaning }: Said, occurredAt: string): Found | undefined {
    const taught = (meaning && this.nearestInMeaning(this.taughtMeanings, meaning, occurredAt)) ?? this.nearest(this.taught, sketch, learnedThreshold, occurredAt);
    if (taught) return taught;
    if (scope.theme === themeless) return (meaning && this.nearestInMeaning(this.leaderMeanings, meaning, occurredAt)) ?? this.nearest(this.leaders, sketch, leaderThreshold, occurredAt);
    const anchor = this.all.get(scope.key);
    return anchor && { anchor, by: 'scope', similarity: 1 };
  }

  /** Adds an anchor, or replaces the one of its fingerprint. */
  put(anchor: Anchor): void {
    this.index(anchor);
    this.changed.set(anchor.fingerprint, anchor);
  }

  /** Adds what a member means, and makes an older one the leader, so that who leads depends on the feedback's own time and not on arrival. */
  joined({ anchor }: Found, { feedbackId, occurredAt, sketch, meaning: said }: Said & { feedbackId: string; occurredAt: string }): void {
    if (anchor.learned || !anchor.sketch || !anchor.occurredAt) return;
    const { held } = anchor;
    const meaning = anchor.meaning && said ? together(anchor.meaning, said) : (anchor.meaning ?? said ?? null);
    const wider = { ...anchor, meaning, ...(held && { held: { ...held, first: earlier(held.first, occurredAt), last: later(held.last, occurredAt) } }) };
    if (occurredAt < anchor.occurredAt) this.put({ ...wider, feedbackId, occurredAt, sketch });
    else if (meaning !== anchor.meaning || this.changed.has(anchor.fingerprint)) this.put(wider);
    else this.index(wider);
  }

  private index(anchor: Anchor): void {
    this.all.set(anchor.fingerprint, anchor);
    if (anchor.meaning) (anchor.learned ? this.taughtMeanings : this.leaderMeanings).put(anchor.fingerprint, anchor.meaning);
    const byTerm = anchor.learned ? this.taught : this.leaders;
    for (const [term] of anchor.sketch?.terms ?? []) {
      const known = byTerm.get(term);
      if (known) known.add(anchor.fingerprint);
      else byTerm.set(term, new Set([anchor.fingerprint]));
    }
  }

  private nearestInMeaning(meanings: Meanings<string>, meaning: Meaning, occurredAt: string): Found | undefined {
    let best: Found | undefined;
    meanings.scan(meaning, alike, (fingerprint, near) => {
      const anchor = this.all.get(fingerprint)!;
      const found: Found = { anchor, by: anchor.learned ? 'learned' : 'meaning', similarity: near };
      if (isOpenAt(anchor, occurredAt) && (!best || isNearer(found, best))) best = found;
      return best?.similarity ?? alike;
    });
    return best;
  }

  /** Ties go to the older feedback, then to the smaller fingerprint: never to who came first. */
  private nearest(byTerm: ByTerm, sketch: Sketch, atLeast: number, occurredAt: string): Found | undefined {
    const seen = new Set<string>();
    let best: Found | undefined;
    for (const [term] of sketch.terms) {
      for (const fingerprint of byTerm.get(term) ?? []) {
        if (seen.has(fingerprint)) continue;
        seen.add(fingerprint);
        const anchor = this.all.get(fingerprint)!;
        if (!anchor.sketch || !isOpenAt(anchor, occurredAt)) continue;
        const found: Found = { anchor, by: anchor.learned ? 'learned' : 'words', similarity: similarity(sketch, anchor.sketch) };
        if (found.similarity >= atLeast && (anchor.learned || shareTwo(sketch, anchor.sketch)) && (!best || isNearer(found, best))) best = found;
      }
    }
    return best;
  }
}

/** Short texts may be near by one word, which is a coincidence where no theme says more. */
function shareTwo(a: Sketch, b: Sketch): boolean {
  const terms = new Set(a.terms.map(([term]) => term));
  let shared = 0;
  for (const [term] of b.terms) if (terms.has(term) && ++shared === 2) return true;
  return false;
}

const earlier = (a: string, b: string): string => (a < b ? a : b);
const later = (a: string, b: string): string => (a > b ? a : b);

/** Whether a text of this time may join: its own time decides, not the batch that it came with. */
function isOpenAt({ held }: Anchor, at: string): boolean {
  if (!held) return true;
  const [time, window] = [Date.parse(at), held.days * 86_400_000];
  return time >= Date.parse(held.first) - window && time <= Date.parse(held.last) + window;
}

function isNearer(a: Found, b: Found): boolean {
  if (a.similarity !== b.similarity) return a.similarity > b.similarity;
  const [left, right] = [a.anchor.occurredAt ?? '', b.anchor.occurredAt ?? ''];
  return left !== right ? left < right : a.anchor.fingerprint < b.anchor.fingerprint;
}
