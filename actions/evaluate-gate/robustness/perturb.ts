import type { FeatureBatch, FeatureColumn } from '../../../shared/domain/prediction.ts';
import { createRandom, type Random, seedFor } from '../../../shared/stats/random.ts';
import {
  findColumn,
  NotApplicable,
  type NumberColumn,
  type Spread,
  spreadOf,
  type TextColumn,
  valuesOf,
  withColumns,
} from './columns.ts';
import { messages } from './messages.ts';
import { type Perturbation, shareOf } from './policy.ts';
import { typoIn } from './typo.ts';

export interface Perturbed {
  readonly features: FeatureBatch;
  /** Names of the columns it is about. */
  readonly columns: readonly string[];
  /** Rows with at least one value that is another now. */
  readonly changedRows: number;
}

/** A text of more different values than this is prose or a name: there is no category to swap. */
const mostCategories = 50;

/**
 * The features, spoilt as a perturbation says. The same seed spoils the same values in the same
 * way, and another column changes none of them.
 *
 * @returns undefined where no column is of the kind this perturbation is about
 * @throws NotApplicable where the policy names a column that is not there or of another kind
 */
export function perturb(
  features: FeatureBatch,
  perturbation: Perturbation,
  seed: number,
): Perturbed | undefined {
  const chosen = chosenColumns(features, perturbation);
  if (chosen.length === 0) return undefined;
  const { columns: _named, 'max-degradation': _limits, ...drawn } = perturbation;
  const spoilt = chosen.map((column) =>
    spoil(
      column,
      perturbation,
      createRandom(seedFor(seed, JSON.stringify(Object.entries(drawn).sort()), column.name)),
    ),
  );
  return {
    features: withColumns(features, spoilt),
    columns: chosen.map(({ name }) => name),
    changedRows: countChanged(features.rows, chosen, spoilt),
  };
}

function chosenColumns(features: FeatureBatch, { kind, columns }: Perturbation): FeatureColumn[] {
  if (columns === undefined) return features.columns.filter((column) => isAbout(kind, column));
  const found = columns.map((name) => findColumn(features, name));
  const wrong = found.find((column) => !canTake(kind, column));
  if (wrong === undefined) return found;
  const needs = kind === 'typos' ? 'texts' : 'numbers';
  throw new NotApplicable(messages.wrongKind(wrong.name, wrong.kind, needs));
}

/** Which columns a perturbation is about where the policy names none. */
function isAbout(kind: Perturbation['kind'], column: FeatureColumn): boolean {
  if (kind === 'missing') return true;
  if (kind === 'typos') return column.kind === 'text';
  if (kind === 'swapped') {
    const values = column.kind === 'text' ? valuesOf(column).length : 0;
    return values >= 2 && values <= mostCategories;
  }
  return column.kind === 'number' && (spreadOf(column)?.deviation ?? 0) > 0;
}

function canTake(kind: Perturbation['kind'], column: FeatureColumn): boolean {
  if (kind === 'missing' || kind === 'swapped') return true;
  return column.kind === (kind === 'typos' ? 'text' : 'number');
}

function spoil(column: FeatureColumn, perturbation: Perturbation, random: Random): FeatureColumn {
  const share = shareOf(perturbation);
  if (perturbation.kind === 'swapped') return swap(column, share, random);
  if (column.kind === 'text') {
    const change = (text: string) => (perturbation.kind === 'typos' ? typoIn(text, random) : null);
    return { ...column, values: spoilTexts(column, share, random, change) };
  }
  const spread = spreadOf(column);
  if (spread === undefined) return column;
  const change = numberChange(perturbation, spread, random);
  const values = column.values.map((value) => {
    // The draw comes first, so that which values are missing does not shift the others' draws.
    const isHit = random.uniform() < share;
    return isHit && !Number.isNaN(value) ? change(value) : value;
  });
  return { ...column, values };
}

function numberChange(
  perturbation: Perturbation,
  { deviation, lowest, highest, isWhole }: Spread,
  random: Random,
): (value: number) => number {
  // A model of whole numbers may not take others, and no clerk records an age of 34.27.
  const kept = isWhole ? Math.round : (value: number) => value;
  switch (perturbation.kind) {
    case 'noise': {
      const reach = (perturbation.deviations ?? 0.1) * deviation;
      return (value) => kept(value + reach * random.normal());
    }
    case 'unit': {
      const factor = perturbation.factor ?? 1000;
      return (value) => kept(value * factor);
    }
    case 'out-of-range': {
      const beyond = (perturbation.ranges ?? 1) * (highest - lowest);
      return () => kept(random.uniform() < 0.5 ? lowest - beyond : highest + beyond);
    }
    default:
      return () => Number.NaN;
  }
}

function spoilTexts(
  { values }: TextColumn,
  share: number,
  random: Random,
  change: (text: string) => string | null,
): (string | null)[] {
  return values.map((value) =>
    random.uniform() < share && value !== null ? change(value) : value,
  );
}

/** Another of the column's values, drawn as often as it occurs. */
function swap(column: FeatureColumn, share: number, random: Random): FeatureColumn {
  if (valuesOf(column).length < 2) return column;
  const swapped = <T extends number | string | null>(value: T, all: ArrayLike<T>): T => {
    if (!(random.uniform() < share) || value === null || Number.isNaN(value)) return value;
    for (;;) {
      const other = all[random.below(all.length)] as T;
      if (other !== value && other !== null && !Number.isNaN(other)) return other;
    }
  };
  return column.kind === 'number'
    ? ({ ...column, values: column.values.map((v) => swapped(v, column.values)) } as NumberColumn)
    : { ...column, values: column.values.map((value) => swapped(value, column.values)) };
}

function countChanged(
  rows: number,
  before: readonly FeatureColumn[],
  after: readonly FeatureColumn[],
): number {
  let changed = 0;
  for (let row = 0; row < rows; row++) {
    if (before.some(({ values }, i) => !Object.is(values[row], after[i]?.values[row]))) changed++;
  }
  return changed;
}
