import { cutOf } from '../metrics/confusion.ts';
import type { BinaryRows, GateRows, MulticlassRows, RegressionRows } from '../rows.ts';

/** A row on which the challenger answers worse than the champion, or better. */
export interface FlippedRow {
  /** Index into the rows. */
  readonly row: number;
  readonly direction: 'right → wrong' | 'wrong → right' | 'larger error';
  readonly truth: number;
  readonly champion: number;
  readonly challenger: number;
  /** How far the answer moved: in probability, in units of the label; 1 between bare classes. */
  readonly moved: number;
}

/** People look at a few cases to understand; a longer list is a data set. */
export const mostListed = 20;

/**
 * The rows that flipped, those that became wrong first and of these the ones that moved furthest; for
 * a regression those whose error grew most. Of equals the first in key order.
 */
export function flippedRows(rows: GateRows, threshold: number): FlippedRow[] {
  if (rows.champion === undefined) return [];
  switch (rows.task) {
    case 'binary':
      return worst(flippedOfTwo(rows, rows.champion, threshold));
    case 'multiclass':
      return worst(flippedOfMany(rows, rows.champion));
    case 'regression':
      return worst(largerErrors(rows, rows.champion));
    // A ranked item is neither right nor wrong, and a row of many labels is partly both.
    case 'ranking':
    case 'multilabel':
      return [];
  }
}

const order: readonly FlippedRow['direction'][] = [
  'larger error',
  'right → wrong',
  'wrong → right',
];

/** Of a million rows half may have flipped: what cannot be listed any more is let go now and then. */
function add(flipped: FlippedRow[], one: FlippedRow): void {
  flipped.push(one);
  if (flipped.length >= 500 * mostListed) flipped.splice(0, flipped.length, ...worst(flipped));
}

function worst(flipped: readonly FlippedRow[]): FlippedRow[] {
  const rank = ({ direction }: FlippedRow) => order.indexOf(direction);
  return flipped
    .toSorted((a, b) => rank(a) - rank(b) || b.moved - a.moved || a.row - b.row)
    .slice(0, mostListed);
}

function flippedOfTwo(rows: BinaryRows, champion: Float64Array, threshold: number): FlippedRow[] {
  const { labels, challenger, challengerKind, championKind = 'class' } = rows;
  // A score has no threshold from which on it says yes.
  if (challengerKind === 'score' || championKind === 'score') return [];
  const [ownCut, oldCut] = [cutOf(challengerKind, threshold), cutOf(championKind, threshold)];
  const flipped: FlippedRow[] = [];
  for (let row = 0; row < labels.length; row++) {
    const [truth, own, old] = [
      labels[row] as number,
      challenger[row] as number,
      champion[row] as number,
    ];
    const isRight = own >= ownCut === (truth === 1);
    if (isRight === (old >= oldCut === (truth === 1))) continue;
    const moved = Math.abs(own - old);
    add(flipped, { row, direction: turn(isRight), truth, champion: old, challenger: own, moved });
  }
  return flipped;
}

function flippedOfMany(rows: MulticlassRows, champion: Float64Array): FlippedRow[] {
  const { labels, challenger, challengerShares, championShares } = rows;
  const flipped: FlippedRow[] = [];
  for (let row = 0; row < labels.length; row++) {
    const truth = labels[row] as number;
    const [own, old] = [challenger[row] as number, champion[row] as number];
    const isRight = own === truth;
    if (isRight === (old === truth)) continue;
    const [after, before] = [challengerShares?.[truth]?.[row], championShares?.[truth]?.[row]];
    const moved = after === undefined || before === undefined ? 1 : Math.abs(after - before);
    add(flipped, { row, direction: turn(isRight), truth, champion: old, challenger: own, moved });
  }
  return flipped;
}

function turn(isRight: boolean): FlippedRow['direction'] {
  return isRight ? 'wrong → right' : 'right → wrong';
}

function largerErrors(
  { labels, challenger }: RegressionRows,
  champion: Float64Array,
): FlippedRow[] {
  const larger: FlippedRow[] = [];
  for (let row = 0; row < labels.length; row++) {
    const truth = labels[row] as number;
    const [own, old] = [challenger[row] as number, champion[row] as number];
    const moved = Math.abs(own - truth) - Math.abs(old - truth);
    if (!(moved > 0)) continue;
    add(larger, { row, direction: 'larger error', truth, champion: old, challenger: own, moved });
  }
  return larger;
}
