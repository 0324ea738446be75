import type { Random } from '../../../shared/stats/random.ts';
import type { BinaryRows } from '../rows.ts';

/** Sums over rows, and the covariance that resampling the rows gives them. */
export interface Sums {
  readonly sums: Float64Array;
  /** Row by row, `sums.length` squared. */
  readonly covariance: Float64Array;
}

type Contribute = (row: number, add: (place: number, value: number) => void) => void;

/**
 * Add up a few quantities a row, with their covariance: of rows within their class, which keeps its
 * number, or of whole clusters.
 *
 * @param size how many quantities there are
 * @param contribute adds what a row has of each; most are zero
 */
export function covarianceOfSums(rows: BinaryRows, size: number, contribute: Contribute): Sums {
  const { labels, clusters } = rows;
  const order = inClusters(rows);
  const groups = [new Moments(size), new Moments(size)] as const;
  const sums = new Float64Array(size);
  const unit = new Unit(size);
  const add = (at: number, value: number): void => {
    unit.add(at, value);
    sums[at] = (sums[at] as number) + value;
  };
  for (let place = 0; place < labels.length; place++) {
    const row = order === undefined ? place : (order[place] as number);
    contribute(row, add);
    if (clusters !== undefined && clusters[order?.[place + 1] ?? -1] === clusters[row]) continue;
    (clusters === undefined && labels[row] === 1 ? groups[1] : groups[0]).add(unit);
    unit.clear();
  }
  const covariance = new Float64Array(size * size);
  for (const group of groups) group.addTo(covariance);
  return { sums, covariance };
}

/** The rows of each cluster one after another; undefined where there are no clusters. */
function inClusters({ clusters }: BinaryRows): Int32Array | undefined {
  if (clusters === undefined) return undefined;
  const order = Int32Array.from(clusters, (_, row) => row);
  return order.sort((a, b) => (clusters[a] as number) - (clusters[b] as number));
}

/** What one row or cluster adds to the sums: few of many places, which are remembered. */
class Unit {
  readonly values: Float64Array;
  readonly places: Int32Array;
  used = 0;
  private readonly isUsed: Uint8Array;

  constructor(size: number) {
    this.values = new Float64Array(size);
    this.places = new Int32Array(size);
    this.isUsed = new Uint8Array(size);
  }

  add(at: number, value: number): void {
    this.values[at] = (this.values[at] as number) + value;
    if (this.isUsed[at] === 1) return;
    this.isUsed[at] = 1;
    this.places[this.used++] = at;
  }

  clear(): void {
    for (let i = 0; i < this.used; i++) {
      const at = this.places[i] as number;
      this.values[at] = 0;
      this.isUsed[at] = 0;
    }
    this.used = 0;
  }
}

/** Sums of vectors and of their products. */
class Moments {
  private readonly size: number;
  private units = 0;
  private readonly sums: Float64Array;
  private readonly products: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.sums = new Float64Array(size);
    this.products = new Float64Array(size * size);
  }

  add({ values, places, used }: Unit): void {
    const { size, sums, products } = this;
    this.units++;
    for (let i = 0; i < used; i++) {
      const at = places[i] as number;
      const own = values[at] as number;
      sums[at] = (sums[at] as number) + own;
      for (let j = 0; j < used; j++) {
        const other = places[j] as number;
        const cell = at * size + other;
        products[cell] = (products[cell] as number) + own * (values[other] as number);
      }
    }
  }

  /** Add the covariance of the sum of as many units, drawn anew. */
  addTo(covariance: Float64Array): void {
    const { size, sums, products, units } = this;
    if (units < 2) return;
    const unbiased = units / (units - 1);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const product = products[i * size + j] as number;
        const apart = product - ((sums[i] as number) * (sums[j] as number)) / units;
        covariance[i * size + j] = (covariance[i * size + j] as number) + unbiased * apart;
      }
    }
  }
}

/** Normal vectors with this mean and covariance. */
export function drawNormals(
  mean: Float64Array,
  covariance: Float64Array,
  draws: number,
  random: Random,
): Float64Array[] {
  const size = mean.length;
  const root = choleskyOf(covariance, size);
  const normals = new Float64Array(size);
  return Array.from({ length: draws }, () => {
    for (let i = 0; i < size; i++) normals[i] = random.normal();
    return mean.map((value, i) => {
      let sum = value;
      for (let j = 0; j <= i; j++) sum += (root[i * size + j] as number) * (normals[j] as number);
      return sum;
    });
  });
}

/** The lower triangle whose square a covariance is; what does not vary by itself gets zeros. */
function choleskyOf(covariance: Float64Array, size: number): Float64Array {
  const root = new Float64Array(size * size);
  const at = (i: number, j: number) => root[i * size + j] as number;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = covariance[i * size + j] as number;
      for (let k = 0; k < j; k++) rest -= at(i, k) * at(j, k);
      if (i === j) {
        const isNothing = rest <= 1e-12 * (covariance[i * size + i] as number);
        root[i * size + i] = isNothing ? 0 : Math.sqrt(rest);
      } else root[i * size + j] = at(j, j) === 0 ? 0 : rest / at(j, j);
    }
  }
  return root;
}
