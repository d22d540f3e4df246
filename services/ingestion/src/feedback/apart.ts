/** What becomes of each of a group: its receipt, or the error that it alone caused. */
export type Outcome<Receipt> = { readonly receipt: Receipt } | { readonly error: unknown };

/** Somebody else has just inserted the same: the same work, begun anew, finds it. */
export class Collision extends Error {
  constructor() {
    super('two transactions inserted the same');
  }
}

const ATTEMPTS = 5;

/** Hands a group to `take`, which takes all or none. Where that fails by the fault of one, halves find it, and the others go through; what is `hopeless` fails all. */
export async function takeApart<Item, Receipt>(items: readonly Item[], take: (items: readonly Item[]) => Promise<readonly Receipt[]>, hopeless: (error: unknown) => boolean): Promise<Outcome<Receipt>[]> {
  if (items.length === 0) return [];
  try {
    return (await again(() => take(items))).map((receipt) => ({ receipt }));
  } catch (error) {
    if (items.length === 1 || hopeless(error)) return items.map(() => ({ error }));
    const half = Math.ceil(items.length / 2);
    return [...(await takeApart(items.slice(0, half), take, hopeless)), ...(await takeApart(items.slice(half), take, hopeless))];
  }
}

/** Again, where another process was in the way. */
async function again<Result>(work: () => Promise<Result>, attempt = 1): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (attempt >= ATTEMPTS || !metAnother(error)) throw error;
    return again(work, attempt + 1);
  }
}

/** True where what failed may go through if it is begun anew: somebody else was first, or two waited for each other. */
const metAnother = (error: unknown): boolean => error instanceof Collision || /^40(001|P01)$/.test(sqlStateOf(error) ?? '');

/** The SQLSTATE of what the database refused. */
export const sqlStateOf = (error: unknown): string | undefined => {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  return [code, driverError?.code].find((it): it is string => typeof it === 'string');
};
