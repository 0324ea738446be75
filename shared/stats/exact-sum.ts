/**
 * The correctly rounded sum, which therefore does not depend on the order of the values. Nearly
 * always the sum of the rounding errors is known well enough to round by; else all parts are kept.
 *
 * @param values finite numbers
 * @throws RangeError where a value is NaN or infinite
 * @see D. Knuth, The Art of Computer Programming 2 (1997), 4.2.2, theorem B; J. R. Shewchuk, Adaptive
 *   Precision Floating-Point Arithmetic (1997)
 */
export function exactSum(values: ArrayLike<number>): number {
  return certainSum(values) ?? sumOfParts(values);
}

/**
 * The sum, where its rounding is beyond doubt: the errors of all additions are known exactly, and
 * their own sum to within its number of terms times 2^-53 times their magnitudes, of which twice is
 * allowed for, and twice again for the rounding of the bounds.
 */
function certainSum(values: ArrayLike<number>): number | undefined {
  let sum = 0;
  let errors = 0;
  let magnitudes = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i] as number;
    const next = sum + x;
    const added = next - sum;
    const error = sum - (next - added) + (x - added);
    errors += error;
    magnitudes += Math.abs(error);
    sum = next;
  }
  const doubt = 2 * values.length * Number.EPSILON * magnitudes;
  const rounded = sum + (errors - doubt);
  // Not so for a value that is not finite, which the slow way names, and for a zero with its sign.
  return rounded !== 0 && rounded === sum + (errors + doubt) ? rounded : undefined;
}

function sumOfParts(values: ArrayLike<number>): number {
  // Non-overlapping parts of the sum so far, in ascending magnitude.
  const parts: number[] = [];
  for (let i = 0; i < values.length; i++) {
    let x = values[i] as number;
    if (!Number.isFinite(x)) throw new RangeError(`value ${i} is ${x}, not a finite number`);
    let kept = 0;
    for (let p = 0; p < parts.length; p++) {
      let y = parts[p] as number;
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) parts[kept++] = low;
      x = high;
    }
    parts.length = kept;
    parts.push(x);
  }
  return roundParts(parts);
}

/** The mean of finite numbers, independent of their order. @throws RangeError without values */
export function exactMean(values: ArrayLike<number>): number {
  if (values.length === 0) throw new RangeError('no values to average');
  return exactSum(values) / values.length;
}

/** Adds the parts from the largest down, correcting the one case where that rounds twice. */
function roundParts(parts: readonly number[]): number {
  let i = parts.length - 1;
  if (i < 0) return 0;
  let high = parts[i] as number;
  let low = 0;
  while (i > 0) {
    const x = high;
    const y = parts[--i] as number;
    high = x + y;
    low = y - (high - x);
    if (low !== 0) break;
  }
  const next = i > 0 ? (parts[i - 1] as number) : 0;
  // Half-way cases: the parts below decide which neighbour is nearer.
  if ((low < 0 && next < 0) || (low > 0 && next > 0)) {
    const doubled = low * 2;
    const rounded = high + doubled;
    if (doubled === rounded - high) return rounded;
  }
  return high;
}
