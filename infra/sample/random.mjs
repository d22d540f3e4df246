// Chance that can be repeated: the same seed and name give the same draws, and one part's draws never shift another's.

const hash = (text) => {
  let h = 2166136261;
  for (const char of text) h = Math.imul(h ^ char.codePointAt(0), 16777619);
  return h >>> 0;
};

/** A source of chance for one part of the sample, named so that parts do not disturb each other. */
export function chance(seed, part) {
  let state = hash(`${seed}/${part}`);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const between = (low, high) => low + Math.floor(next() * (high - low + 1));
  const pick = (list) => list[Math.floor(next() * list.length)];
  const weighted = (weights) => {
    const entries = Object.entries(weights);
    let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    return (entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1))[0];
  };
  /** Deals a list out in a shuffled order, again and again: every member comes up before one comes twice. */
  const dealer = (list) => {
    let rest = [];
    return () => {
      if (rest.length === 0) rest = shuffled(list);
      return rest.pop();
    };
  };
  const shuffled = (list) => {
    const copy = [...list];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = between(0, i);
      [copy[i], copy[j]] = [copy[j], copy[i]];
    }
    return copy;
  };
  return { next, between, pick, weighted, dealer, shuffled, happens: (share) => next() < share };
}
