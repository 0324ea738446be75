import { expect, test } from 'vitest';
import { type CoverageCase, coverageOf } from '../../bench/statistics/coverage.ts';
import { coverageCases, falseBetter } from '../../bench/statistics/gate.statistics.ts';

/*
 * The full simulation, of 10,000 comparisons a row, is `npm run bench:statistics`, and its table lies
 * beside it. Here one metric of each method runs on fewer worlds, so that a broken interval shows.
 */

const worlds = 250;
/** Four standard errors of as many worlds: about one false alarm in 16,000 runs of other seeds. */
const reach = 4 * Math.sqrt((0.05 * 0.95) / worlds);

const quick: readonly (readonly [metric: string, world: string])[] = [
  ['auc', 'binary'],
  ['f1', 'binary'],
  ['expected-calibration-error', 'binary'],
  ['average-precision', 'binary'],
  ['auc', 'clustered'],
  ['f1-macro', 'multiclass'],
  ['f1-macro', 'multilabel'],
  ['median-absolute-error', 'values'],
  ['ndcg', 'ranking'],
];

function caseOf(metric: string, world: string): CoverageCase {
  const found = coverageCases.find((asked) => asked.metric === metric && asked.worldName === world);
  if (found === undefined) throw new TypeError(`no case of ${metric} on ${world} rows`);
  const rows = metric === 'expected-calibration-error' ? 3000 : Math.min(found.rows, 600);
  // Only a draw with no difference needs no true one to be found first.
  return { ...found, rows, edge: 0, options: { ...found.options, replicates: 300 } };
}

test.each(quick)(
  'the interval of %s on %s rows holds the truth 95 times in 100',
  (metric, world) => {
    const { held } = coverageOf(caseOf(metric, world), worlds, 7);
    expect(held).toBeGreaterThan(0.95 - reach);
    expect(held).toBeLessThan(0.95 + reach);
  },
);

test('of four required metrics none is called better without cause', () => {
  expect(falseBetter(100)).toBeLessThanOrEqual(0.1);
});
