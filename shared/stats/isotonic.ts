/** A rising step-free curve through (x, y), flat beyond its ends. */
export interface IsotonicCurve {
  /** Ascending. */
  readonly x: readonly number[];
  /** Never falling. */
  readonly y: readonly number[];
}

/**
 * Isotonic regression by pooling adjacent violators: the never falling means that lie closest to
 * the targets in squared error, as `sklearn.isotonic.IsotonicRegression` fits them.
 *
 * @param x ascending, without repeats
 * @param targets mean target at each x
 * @param weights rows at each x, above zero
 * @throws RangeError without values or on different lengths
 * @see M. Ayer et al., Annals of Mathematical Statistics 26 (1955)
 */
export function isotonicRegression(
  x: ArrayLike<number>,
  targets: ArrayLike<number>,
  weights: ArrayLike<number>,
): IsotonicCurve {
  const n = x.length;
  if (n === 0) throw new RangeError('isotonic regression: no values');
  if (targets.length !== n || weights.length !== n) {
    throw new RangeError(`${targets.length} targets, ${weights.length} weights for ${n} values`);
  }
  const blocks: { total: number; weight: number; from: number; to: number }[] = [];
  for (let i = 0; i < n; i++) {
    const weight = weights[i] as number;
    let block = { total: (targets[i] as number) * weight, weight, from: i, to: i };
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      if (last.total / last.weight < block.total / block.weight) break;
      blocks.pop();
      block = {
        total: last.total + block.total,
        weight: last.weight + block.weight,
        from: last.from,
        to: block.to,
      };
    }
    blocks.push(block);
  }
  const ends = blocks.flatMap(({ total, weight, from, to }) => {
    const y = total / weight;
    const first = { x: x[from] as number, y };
    return from === to ? [first] : [first, { x: x[to] as number, y }];
  });
  return { x: ends.map((end) => end.x), y: ends.map((end) => end.y) };
}

/** The curve at a value: a straight line between its points, its ends beyond them. */
export function onCurve({ x, y }: IsotonicCurve, value: number): number {
  let low = 0;
  let high = x.length - 1;
  if (value <= (x[low] as number)) return y[low] as number;
  if (value >= (x[high] as number)) return y[high] as number;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((x[middle] as number) <= value) low = middle;
    else high = middle;
  }
  const [x0, x1] = [x[low] as number, x[high] as number];
  const [y0, y1] = [y[low] as number, y[high] as number];
  return y0 + ((value - x0) / (x1 - x0)) * (y1 - y0);
}
