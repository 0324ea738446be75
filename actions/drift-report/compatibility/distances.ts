/*
 * Distances between two lists of shares as SciPy and the tools write them. Other than those of
 * shared/stats they take what they are given: shares that were filled in need not add up to 1.
 */

/** Σ (p − q) ln(p / q). */
export function stabilityIndex(p: Float64Array, q: Float64Array): number {
  return sumOver(p, (share, i) => (share - at(q, i)) * Math.log(share / at(q, i)));
}

/** SciPy's `entropy(p, q)`: both are made to add up to 1 first. */
export function relativeEntropy(p: Float64Array, q: Float64Array): number {
  const [own, other] = [normalised(p), normalised(q)];
  return sumOver(own, (share, i) => (share === 0 ? 0 : share * Math.log(share / at(other, i))));
}

/** SciPy's `jensenshannon(p, q)`, a square root, in nats; divide by √ln 2 for base 2. */
export function jensenShannon(p: Float64Array, q: Float64Array): number {
  return Math.sqrt(Math.max(0, jensenShannonNats(p, q)));
}

/** The divergence itself, in nats. */
export function jensenShannonNats(p: Float64Array, q: Float64Array): number {
  const [own, other] = [normalised(p), normalised(q)];
  const middle = own.map((share, i) => (share + at(other, i)) / 2);
  return (relativeEntropyOf(own, middle) + relativeEntropyOf(other, middle)) / 2;
}

/** √(1 − Σ √(p q)), the sum kept within [0, 1]. */
export function hellingerByOverlap(p: Float64Array, q: Float64Array): number {
  const overlap = sumOver(p, (share, i) => Math.sqrt(share * at(q, i)));
  return Math.sqrt(1 - Math.min(1, Math.max(0, overlap)));
}

/** √(½ Σ (√p − √q)²). */
export function hellingerByRoots(p: Float64Array, q: Float64Array): number {
  return Math.sqrt(sumOver(p, (share, i) => (Math.sqrt(share) - Math.sqrt(at(q, i))) ** 2) / 2);
}

export function largestGap(p: Float64Array, q: Float64Array): number {
  return p.reduce((gap, share, i) => Math.max(gap, Math.abs(share - at(q, i))), 0);
}

/** Area between two distribution functions over ascending values. */
export function areaBetween(
  values: Float64Array,
  p: Float64Array,
  q: Float64Array,
  of: (gap: number) => number = Math.abs,
): number {
  let gap = 0;
  let area = 0;
  for (let i = 0; i + 1 < values.length; i++) {
    gap += at(p, i) - at(q, i);
    area += of(gap) * (at(values, i + 1) - at(values, i));
  }
  return area;
}

function relativeEntropyOf(p: Float64Array, q: Float64Array): number {
  return sumOver(p, (share, i) => (share === 0 ? 0 : share * Math.log(share / at(q, i))));
}

function normalised(p: Float64Array): Float64Array {
  const total = sumOver(p, (share) => share);
  return p.map((share) => share / total);
}

function sumOver(p: Float64Array, of: (share: number, i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += of(at(p, i), i);
  return sum;
}

function at(list: Float64Array, i: number): number {
  return list[i] as number;
}
