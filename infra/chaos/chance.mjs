/** Chance from a seed (mulberry32): the same seed makes the same draws. */
export function chanceOf(seed) {
  let state = seed >>> 0;
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let it = Math.imul(state ^ (state >>> 15), 1 | state);
    it = (it + Math.imul(it ^ (it >>> 7), 61 | it)) ^ it;
    return ((it ^ (it >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(draw() * n);
  return { draw, below, one: (list) => list[below(list.length)], hit: (share) => draw() < share };
}
