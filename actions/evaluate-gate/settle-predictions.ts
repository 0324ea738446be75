import { type LabelMeaning, textOf } from './check-rows.ts';
import { columnNotFound, probabilityColumnMissing } from './input-errors.ts';
import type { Layout, Side } from './layout.ts';

export interface Settled {
  readonly layout: Layout;
  readonly meaning: LabelMeaning;
}

/**
 * Decide, now that the labels are known, which columns of each side are its predictions: for a
 * binary label one column, which may be that of the positive class's probability; for several
 * classes a column of classes, a column of probabilities for each class, or both.
 *
 * @throws ActionError (usage): `column-not-found`, `probability-column-missing`
 */
export function settlePredictions(layout: Layout, meaning: LabelMeaning): Settled {
  if (meaning.task === 'multilabel') return { layout, meaning };
  const sides = layout.sides.map((side) => settleSide(side, meaning));
  if (meaning.task !== 'multiclass') return { layout: { ...layout, sides }, meaning };
  const named = sides.flatMap(({ shares = [] }) => shares.map((share) => textOf(share.named)));
  const classes = [...new Set([...meaning.classes, ...named])].toSorted();
  return { layout: { ...layout, sides }, meaning: { ...meaning, classes } };
}

function settleSide(side: Side, meaning: LabelMeaning): Side {
  if (side.name === 'data') return side;
  const { shares = [], ...rest } = side;
  if (meaning.task === 'multiclass') return { ...rest, shares: classShares(side, meaning.classes) };
  if (meaning.task === 'regression') return withRange(rest, shares);
  if (rest.prediction !== undefined) return rest;
  const own =
    meaning.task === 'binary'
      ? shares.find(({ named }) => textOf(named) === meaning.positive)
      : undefined;
  if (own !== undefined) return { ...rest, prediction: own.column };
  throw noPrediction(side);
}

/** An interval beside the value: both ends, or none. */
function withRange(side: Side, shares: NonNullable<Side['shares']>): Side {
  if (side.prediction === undefined) throw noPrediction({ ...side, shares });
  const [low, high] = ['low', 'high'].map(
    (end) => shares.find(({ named }) => named === end)?.column,
  );
  return low === undefined || high === undefined ? side : { ...side, range: { low, high } };
}

function classShares(side: Side, classes: readonly string[]): NonNullable<Side['shares']> {
  const { shares = [], prediction, name } = side;
  const named = new Set(shares.map((share) => textOf(share.named)));
  const without = classes.filter((value) => !named.has(value));
  if (without.length === 0) return shares;
  if (without.length === classes.length) {
    if (prediction !== undefined) return [];
    throw noPrediction(side);
  }
  throw probabilityColumnMissing(name, prediction?.name ?? prefixOf(side), without);
}

function prefixOf({ shares: [first] = [] }: Side): string {
  return first === undefined ? 'prediction' : first.column.name.slice(0, -first.named.length - 1);
}

function noPrediction(side: Side): Error {
  const known = side.shares?.map(({ column }) => column.name) ?? [];
  return columnNotFound(side.name, prefixOf(side), 'prediction', known);
}
