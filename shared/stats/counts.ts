/** Counts of rows per cell; any array or typed array of non-negative whole numbers. */
export type Counts = ArrayLike<number>;

/**
 * Adds up counts after checking each one.
 *
 * @param counts rows per cell, length at least 1
 * @param name what the counts are, for the message
 * @returns the number of rows
 * @throws RangeError where there is no cell, or a count is negative, fractional or not finite
 */
export function totalCount(counts: Counts, name: string): number {
  if (counts.length === 0) throw new RangeError(`${name}: no cells to count`);
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number;
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`${name}: cell ${i} holds ${count}, not a whole number of rows`);
    }
    total += count;
  }
  return total;
}

/** The same cells counted in two samples, without the cells that are empty in both. */
export interface PairedCells {
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly referenceTotal: number;
  readonly currentTotal: number;
}

/**
 * Checks two count vectors over the same cells and drops the cells that neither sample fills: such
 * a cell carries no evidence, yet would add a degree of freedom.
 *
 * @throws RangeError on different lengths, impossible counts, or a sample without rows
 */
export function pairCells(reference: Counts, current: Counts): PairedCells {
  if (reference.length !== current.length) {
    throw new RangeError(
      `reference has ${reference.length} cells and current ${current.length}; they must be the same cells`,
    );
  }
  const referenceTotal = totalCount(reference, 'reference');
  const currentTotal = totalCount(current, 'current');
  if (referenceTotal === 0) throw new RangeError('reference: no rows in any cell');
  if (currentTotal === 0) throw new RangeError('current: no rows in any cell');
  const kept = { reference: [] as number[], current: [] as number[] };
  for (let i = 0; i < reference.length; i++) {
    const a = reference[i] as number;
    const b = current[i] as number;
    if (a + b === 0) continue;
    kept.reference.push(a);
    kept.current.push(b);
  }
  return { ...kept, referenceTotal, currentTotal };
}

/** @throws RangeError where `value` is not strictly between 0 and 1 */
export function requireOpenProbability(value: number, name: string): number {
  if (!(value > 0 && value < 1)) {
    throw new RangeError(`${name} is ${value}, but must lie strictly between 0 and 1`);
  }
  return value;
}

/** @throws RangeError where `value` is not a whole number of at least `least` */
export function requireCount(value: number, name: string, least = 0): number {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} is ${value}, but must be a whole number of at least ${least}`);
  }
  return value;
}

/** @throws RangeError where `value` is NaN or infinite */
export function requireFinite(value: number, name: string): number {
  if (!Number.isFinite(value)) throw new RangeError(`${name} is ${value}, not a finite number`);
  return value;
}
