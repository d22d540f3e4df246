/** At most so many items are worked at a stretch: some milliseconds. */
const atOnce = 50;

/** Lets other work have its turn, in the midst of what takes long. */
export const giveWay = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Gives a long list slice by slice, and lets everybody else's requests have their turn in between: a batch of a thousand would hold them up for a tenth of a second. */
export async function* inTurns<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[]> {
  for (let at = 0; at < items.length; at += atOnce) {
    if (at > 0) await giveWay();
    yield items.slice(at, at + atOnce);
  }
}
