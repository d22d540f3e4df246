import { describe, expect, it } from '@jest/globals';
import { issueStatuses } from '@vocloop/contracts';
import { allowedFrom, moves, transition } from './lifecycle.js';

/** The whole table: a status is where the move leads, `=` leaves it as it is, `-` is refused. */
const life = `
             triage  route   acknowledge   start        resolve   verify    close   reopen       regress
open         triaged routed  acknowledged  in_progress  resolved  -         -       -            -
triaged      =       routed  acknowledged  in_progress  resolved  -         -       -            -
routed       -       =       acknowledged  in_progress  resolved  -         -       -            -
acknowledged -       -       =             in_progress  resolved  -         -       -            -
in_progress  -       -       -             =            resolved  -         -       =            -
resolved     -       -       -             -            =         verified  closed  in_progress  regressed
verified     -       -       -             -            -         =         closed  in_progress  regressed
closed       -       -       -             -            -         -         =       in_progress  regressed
regressed    triaged routed  acknowledged  in_progress  resolved  -         -       -            =`;

const [head, ...rows] = life.trim().split('\n').map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([from, ...results]) => results.map((result, at) => ({ from: from!, move: head![at]!, result })));

describe('the life of an issue', () => {
  it('has a row for every status and a column for every move', () => {
    expect(rows.map(([from]) => from)).toEqual([...issueStatuses]);
    expect(head).toEqual([...moves]);
    expect(cells).toHaveLength(issueStatuses.length * moves.length);
  });

  it.each(cells)('$from, $move: $result', ({ from, move, result }) => {
    const made = transition(from as never, move as never);
    const seen = made.outcome === 'moved' ? made.to : made.outcome === 'unchanged' ? '=' : '-';
    expect(seen).toBe(result);
  });

  it('names in a refusal what is allowed instead', () => {
    const refused = transition('open', 'close');
    expect(refused).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('resolve it first') });
    expect(refused.outcome === 'refused' && refused.allowed).toEqual(allowedFrom('open'));
  });

  it('never leaves a status without a way on', () => {
    for (const status of issueStatuses) expect(allowedFrom(status).length).toBeGreaterThan(0);
  });
});
