import { normalCdf } from '../../../shared/stats/normal.ts';
import { principalComponents } from '../../../shared/stats/principal-components.ts';
import { type Samples, standardised } from './features.ts';

/** How much worse (or better) the reference's principal components fit the current rows. */
export interface Reconstruction {
  /** Mean error over the reference's own mean error, minus 1. */
  readonly change: number;
  /** One-sided bounds, each at 95 %. */
  readonly low: number;
  readonly high: number;
  readonly pValue: number;
  /** The change that pieces of the reference show by themselves: three standard deviations. */
  readonly limit: number;
  /** Growth of each column's squared error; the most changed first. */
  readonly carriedBy: readonly { readonly name: string; readonly growth: number }[];
}

/** Share of the variance that the kept components hold. */
const keptVariance = 0.65;
const pieces = 10;
/** No limit below this: ten pieces may agree by chance. */
const leastLimit = 0.05;
/** The normal quantile of 95 %. */
const oneSided = 1.6448536269514722;

/**
 * Rebuild rows from the reference's principal components, and compare the errors of current rows
 * with those of reference rows that the components have not seen: correlations that changed leave
 * them larger, or smaller.
 *
 * @param samples at least 100 rows a side; two columns or more
 */
export function reconstruction(samples: Samples): Reconstruction {
  const columns = samples.columns.map(standardised);
  const rows = samples.places.length;
  const half = rows >> 1;
  const basis = componentsOf(
    columns.map(({ reference }) => reference.subarray(0, half)),
    half,
  );
  const held = columns.map(({ reference }) => reference.subarray(half));
  const before = errorsOf(held, basis);
  const now = errorsOf(
    columns.map(({ current }) => current),
    basis,
  );
  const [own, other] = [momentsOf(before.norms), momentsOf(now.norms)];
  const noise = Math.hypot(own.error, other.error);
  const difference = other.mean - own.mean;
  const change = difference / own.mean;
  // The ratio's error, to first order.
  const error = Math.hypot(other.error / own.mean, (other.mean * own.error) / own.mean ** 2);
  const carriedBy = samples.names.map((name, i) => ({
    name,
    growth: (now.squares[i] as number) - (before.squares[i] as number),
  }));
  return {
    change: own.mean === 0 ? 0 : change,
    low: own.mean === 0 ? 0 : change - oneSided * error,
    high: own.mean === 0 ? 0 : change + oneSided * error,
    pValue: noise === 0 ? 1 : 2 * normalCdf(-Math.abs(difference) / noise),
    limit: limitOf(before.norms, samples.places.subarray(half), own.mean),
    carriedBy: carriedBy.sort(
      (a, b) => Math.abs(b.growth) - Math.abs(a.growth) || (a.name < b.name ? -1 : 1),
    ),
  };
}

/** As few directions as hold the kept share of the variance. */
function componentsOf(columns: readonly Float64Array[], rows: number): Float64Array[] {
  const size = columns.length;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) {
        sum += (columns[i]?.[row] as number) * (columns[j]?.[row] as number);
      }
      matrix[i * size + j] = sum / rows;
      matrix[j * size + i] = sum / rows;
    }
  }
  const { directions, variances } = principalComponents(matrix, size);
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  let held = 0;
  return directions.filter((_, i) => {
    const isNeeded = held < keptVariance * total;
    held += variances[i] as number;
    return isNeeded;
  });
}

interface Errors {
  /** Length of each row's error. */
  readonly norms: Float64Array;
  /** Mean squared error of each column. */
  readonly squares: Float64Array;
}

function errorsOf(columns: readonly Float64Array[], basis: readonly Float64Array[]): Errors {
  const rows = columns[0]?.length ?? 0;
  const norms = new Float64Array(rows);
  const squares = new Float64Array(columns.length);
  const left = new Float64Array(columns.length);
  for (let row = 0; row < rows; row++) {
    columns.forEach((column, i) => {
      left[i] = column[row] as number;
    });
    for (const direction of basis) {
      const along = direction.reduce(
        (sum, part, i) => sum + part * (columns[i]?.[row] as number),
        0,
      );
      direction.forEach((part, i) => {
        left[i] = (left[i] as number) - along * part;
      });
    }
    norms[row] = Math.sqrt(left.reduce((sum, part) => sum + part * part, 0));
    left.forEach((part, i) => {
      squares[i] = (squares[i] as number) + (part * part) / rows;
    });
  }
  return { norms, squares };
}

function momentsOf(values: Float64Array): { mean: number; error: number } {
  const rows = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / rows;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (rows - 1);
  return { mean, error: Math.sqrt(variance / rows) };
}

/** Three standard deviations of the mean errors of ten pieces, as the reference lies in its files. */
function limitOf(norms: Float64Array, places: Float64Array, mean: number): number {
  const order = [...places.keys()].sort((a, b) => (places[a] as number) - (places[b] as number));
  const means = Array.from({ length: pieces }, (_, piece) => {
    const [from, to] = [piece, piece + 1].map((i) => Math.floor((i * order.length) / pieces));
    return momentsOf(Float64Array.from(order.slice(from, to), (row) => norms[row] as number)).mean;
  });
  const { mean: middle } = momentsOf(Float64Array.from(means));
  const variance = means.reduce((sum, value) => sum + (value - middle) ** 2, 0) / pieces;
  return mean === 0 ? leastLimit : Math.max(leastLimit, (3 * Math.sqrt(variance)) / mean);
}
