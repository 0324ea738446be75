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
export function flippedRows(rows: GateRows, threshold: number): readonly FlippedRow[] {
  if (rows.champion === undefined) return [];
  switch (rows.task) {
    case 'binary':
      return flippedOfTwo(rows, rows.champion, threshold);
    case 'multiclass':
      return flippedOfMany(rows, rows.champion);
    case 'regression':
      return largerErrors(rows, rows.champion);
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

function byWorst(a: FlippedRow, b: FlippedRow): number {
  return order.indexOf(a.direction) - order.indexOf(b.direction) || b.moved - a.moved;
}

/** The worst of rows that come in key order; of a million rows half may have flipped. */
class WorstRows {
  private kept: FlippedRow[] = [];
  /** The last of a full list: who is no worse has no place on it. */
  private last: FlippedRow | undefined;

  hasPlaceFor(direction: FlippedRow['direction'], moved: number): boolean {
    const { last } = this;
    if (last === undefined) return true;
    return direction === last.direction
      ? moved > last.moved
      : order.indexOf(direction) < order.indexOf(last.direction);
  }

  add(one: FlippedRow): void {
    this.kept.push(one);
    if (this.kept.length === 2 * mostListed) this.trim();
  }

  list(): readonly FlippedRow[] {
    this.trim();
    return this.kept;
  }

  /** The sort is stable: of equals the first in key order stays ahead. */
  private trim(): void {
    this.kept = this.kept.sort(byWorst).slice(0, mostListed);
    this.last = this.kept[mostListed - 1];
  }
}

function flippedOfTwo(
  rows: BinaryRows,
  champion: Float64Array,
  threshold: number,
): readonly FlippedRow[] {
  const { labels, challenger, challengerKind, championKind = 'class' } = rows;
  // A score has no threshold from which on it says yes.
  if (challengerKind === 'score' || championKind === 'score') return [];
  const [ownCut, oldCut] = [cutOf(challengerKind, threshold), cutOf(championKind, threshold)];
  const flipped = new WorstRows();
  for (let row = 0; row < labels.length; row++) {
    const truth = labels[row] as number;
    const own = challenger[row] as number;
    const old = champion[row] as number;
    const isRight = own >= ownCut === (truth === 1);
    if (isRight === (old >= oldCut === (truth === 1))) continue;
    const moved = Math.abs(own - old);
    const direction = turn(isRight);
    if (!flipped.hasPlaceFor(direction, moved)) continue;
    flipped.add({ row, direction, truth, champion: old, challenger: own, moved });
  }
  return flipped.list();
}

function flippedOfMany(rows: MulticlassRows, champion: Float64Array): readonly FlippedRow[] {
  const { labels, challenger, challengerShares, championShares } = rows;
  const flipped = new WorstRows();
  for (let row = 0; row < labels.length; row++) {
    const truth = labels[row] as number;
    const [own, old] = [challenger[row] as number, champion[row] as number];
    const isRight = own === truth;
    if (isRight === (old === truth)) continue;
    const [after, before] = [challengerShares?.[truth]?.[row], championShares?.[truth]?.[row]];
    const moved = after === undefined || before === undefined ? 1 : Math.abs(after - before);
    const direction = turn(isRight);
    if (!flipped.hasPlaceFor(direction, moved)) continue;
    flipped.add({ row, direction, truth, champion: old, challenger: own, moved });
  }
  return flipped.list();
}

function turn(isRight: boolean): FlippedRow['direction'] {
  return isRight ? 'wrong → right' : 'right → wrong';
}

function largerErrors(
  { labels, challenger }: RegressionRows,
  champion: Float64Array,
): readonly FlippedRow[] {
  const larger = new WorstRows();
  for (let row = 0; row < labels.length; row++) {
    const truth = labels[row] as number;
    const [own, old] = [challenger[row] as number, champion[row] as number];
    const moved = Math.abs(own - truth) - Math.abs(old - truth);
    if (!(moved > 0) || !larger.hasPlaceFor('larger error', moved)) continue;
    larger.add({ row, direction: 'larger error', truth, champion: old, challenger: own, moved });
  }
  return larger.list();
}
