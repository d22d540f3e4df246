/** Of so many stars. */
const stars = 5;
/** Ratings above this share of the best praise, and those below blame, by judgement: 7 of 10 and 3 of 5 do neither. */
const middle = 0.65;
const steep = 8;
const longestRating = 24;

/** The valence in -5…5 of a text that is a rating and nothing else: "9/10", "4,5 / 5", "★★☆☆☆", "⭐⭐⭐"; undefined where it is none. One star alone may be an ornament, and is none. */
export function ratingOf(text: string): number | undefined {
  if (text.length > longestRating) return undefined;
  const [, given, best] = /^(\d{1,3}(?:[.,]\d)?)\s?\/\s?(5|10|100)[.!]*$/.exec(text) ?? [];
  const [, full, empty] = /^((?:[★⭐]\ufe0f?)+)(☆*)$/u.exec(text) ?? [];
  const filled = full?.replaceAll('\ufe0f', '').length;
  const share = given ? Number(given.replace(',', '.')) / Number(best) : filled && filled + empty!.length > 1 ? filled / Math.max(stars, filled + empty!.length) : undefined;
  return share === undefined || share > 1 ? undefined : (share - middle) * steep;
}
