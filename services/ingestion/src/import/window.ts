import type { FeedbackInput } from '@vocloop/contracts';

/** A row that is to be sent, by its line. */
export interface Line {
  readonly line: number;
  readonly item: FeedbackInput;
}

/** How much goes into one request. */
export interface Most {
  readonly rows: number;
  readonly bytes: number;
}

const LANES = 4;

/**
 * Rows that are on their way together: each lane is a request, and all of them are under way at once. What must stay in order (one id, one customer,
 * one conversation) shares a lane, in the order of the file. The same rows always make the same lanes, so that they can be sent again under the same keys.
 */
export class Window {
  private readonly filling = Array.from({ length: LANES }, () => ({ lines: [] as Line[], bytes: 0 }));
  private readonly laneOf = new Map<string, (typeof this.filling)[number]>();

  constructor(private readonly most: Most) {}

  /** The requests. */
  get lanes(): readonly (readonly Line[])[] {
    return this.filling.map(({ lines }) => lines).filter(({ length }) => length > 0);
  }

  /** Adds a row; false where it must wait for the next window, as its lane is full or it would have to be in two. */
  add(row: Line): boolean {
    const orders = ordersOf(row.item);
    const bound = new Set(orders.flatMap((order) => this.laneOf.get(order) ?? []));
    const lane = [...bound][0] ?? this.filling.reduce((least, it) => (it.lines.length < least.lines.length ? it : least));
    if (bound.size > 1 || lane.lines.length >= this.most.rows || lane.bytes >= this.most.bytes) return false;
    for (const order of orders) this.laneOf.set(order, lane);
    lane.lines.push(row);
    lane.bytes += 2 * (row.item.text?.length ?? 0) + 500;
    return true;
  }
}

/** What a row must stay in order with. */
const ordersOf = ({ source, externalId, conversation, customer }: FeedbackInput): string[] => {
  const key = conversation ?? customer;
  return [...(externalId === undefined ? [] : [`id ${source} ${spelling(externalId)}`]), ...(key === undefined ? [] : [`key ${spelling(key)}`])];
};

/** Spellings of one address or number, which masking makes the same, are the same. */
const spelling = (name: string): string => name.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
