import { benjaminiHochberg } from '../../../shared/stats/benjamini-hochberg.ts';
import { type Separation, separation } from './classifier.ts';
import type { Samples } from './features.ts';
import { type Reconstruction, reconstruction } from './reconstruction.ts';

/** Fewer rows a side than this are not compared as a whole. */
export const leastSampled = 200;

export interface MultivariatePolicy {
  /** Rows of each side that are looked at. */
  readonly rows: number;
  /** The area under the ROC curve from which two samples can be told apart well enough to matter. */
  readonly auc: number;
  /** Of the two tests together. */
  readonly q: number;
}

export type Outcome = 'changed' | 'a-little' | 'same' | 'undecided';

export interface JointVerdict<M> {
  readonly measured: M;
  readonly adjustedP: number;
  readonly limit: number;
  readonly outcome: Outcome;
  /** The columns that carry the change, the most telling first; empty without one. */
  readonly carriers: readonly string[];
}

export interface Multivariate {
  readonly rows: { readonly reference: number; readonly current: number };
  readonly columns: readonly string[];
  readonly classifier: JointVerdict<Separation>;
  readonly components: JointVerdict<Reconstruction>;
}

/** Columns named in a finding. */
const mostCarriers = 3;
/** A column that carries less than this share of what the first one does is not named. */
const leastCarried = 0.25;

/**
 * Judge all columns together, by two tests of their own family: can a classifier tell the samples
 * apart, and do the reference's correlations still hold. Each needs what a column needs: surely not
 * chance, and surely at least as large as matters.
 *
 * @param samples at least `leastSampled` rows a side, two columns or more
 */
export function judgeTogether(samples: Samples, policy: MultivariatePolicy): Multivariate {
  const told = separation(samples);
  const rebuilt = reconstruction(samples);
  const [p = 1, other = 1] = benjaminiHochberg([told.pValue, rebuilt.pValue]);
  const apart = outcomeOf(p <= policy.q, told.low, told.high, policy.auc);
  const [near, far] = distances(rebuilt);
  const moved = outcomeOf(other <= policy.q, near, far, rebuilt.limit);
  return {
    rows: {
      reference: samples.places.length,
      current: samples.columns[0]?.current.length ?? 0,
    },
    columns: samples.names,
    classifier: {
      measured: told,
      adjustedP: p,
      limit: policy.auc,
      outcome: apart,
      carriers:
        apart === 'changed'
          ? carriers(told.carriedBy().map(({ name, drop }) => ({ name, part: drop })))
          : [],
    },
    components: {
      measured: rebuilt,
      adjustedP: other,
      limit: rebuilt.limit,
      outcome: moved,
      carriers:
        moved === 'changed'
          ? carriers(
              rebuilt.carriedBy.map(({ name, growth }) => ({ name, part: Math.abs(growth) })),
            )
          : [],
    },
  };
}

function outcomeOf(isSure: boolean, low: number, high: number, limit: number): Outcome {
  if (isSure && low >= limit) return 'changed';
  if (high >= limit) return 'undecided';
  return isSure ? 'a-little' : 'same';
}

/** How far the change is from none, at least and at most: errors may also become smaller. */
function distances({ low, high }: Reconstruction): [number, number] {
  const sizes = [Math.abs(low), Math.abs(high)];
  return [low <= 0 && high >= 0 ? 0 : Math.min(...sizes), Math.max(...sizes)];
}

function carriers(parts: readonly { name: string; part: number }[]): string[] {
  const most = parts[0]?.part ?? 0;
  return parts
    .filter(({ part }) => part > 0 && part >= leastCarried * most)
    .slice(0, mostCarriers)
    .map(({ name }) => name);
}
