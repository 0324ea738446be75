import { expect } from 'vitest';

/** How far apart two numbers are, relative to the expected one; 0 for equal ones. */
export function relativeError(actual: number, expected: number): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  return Math.abs(actual - expected) / Math.abs(expected);
}

/** The accuracy that the statistics promise against their reference. */
export const GOLDEN = 1e-9;

/** Fails with the numbers and `what` where they differ by more than the promised accuracy. */
export function expectGolden(
  actual: number,
  expected: number,
  what: unknown,
  tolerance = GOLDEN,
): void {
  const message = `${JSON.stringify(what)}: ${actual} instead of ${expected}`;
  expect(relativeError(actual, expected), message).toBeLessThanOrEqual(tolerance);
}

/** Rows of arguments with the reference's value last. */
export function expectTable(
  table: readonly (readonly number[])[],
  compute: (...args: number[]) => number,
): void {
  expect(table.length).toBeGreaterThan(0);
  for (const row of table) {
    const args = row.slice(0, -1);
    expectGolden(compute(...args), row.at(-1) ?? Number.NaN, args);
  }
}
