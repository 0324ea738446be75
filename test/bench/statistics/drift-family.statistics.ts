import { separation } from '../../../actions/drift-report/multivariate/classifier.ts';
import type { Samples } from '../../../actions/drift-report/multivariate/features.ts';
import { reconstruction } from '../../../actions/drift-report/multivariate/reconstruction.ts';
import { createRandom, type Random } from '../../../shared/stats/random.ts';
import { type FamilyCase, falseDiscoveryRate, mostRejected } from './drift-simulation.ts';
import type { Statistics, StatisticsCase } from './statistics.ts';

const q = 0.05;

function family(one: FamilyCase): StatisticsCase {
  const words = `${one.columns} columns, ${one.driftedShare * 100} % of them drifted, correlation ${one.correlation}`;
  return {
    name: `family ${one.driftedShare} ${one.correlation}`,
    run() {
      const rate = falseDiscoveryRate(one);
      // Each run's share lies between 0 and 1: its spread is at most that of a coin.
      const bound = q + 3.3 * Math.sqrt((q * (1 - q)) / one.runs);
      return {
        cells: [words, String(one.rows), String(one.runs), 'false among found', rate.toFixed(4)],
        isMet: rate <= bound,
      };
    },
  };
}

/** Three columns, two of them correlated; the correlation of the current ones may differ. */
export function jointSamples(random: Random, rows: number, correlation: number): Samples {
  const side = (own: number): Float64Array[] => {
    const a = Float64Array.from({ length: rows }, () => random.normal());
    const b = a.map((value) => own * value + Math.sqrt(1 - own * own) * random.normal());
    return [a, b, a.map(() => Math.floor(3 * random.uniform()))];
  };
  const [before, now] = [side(0.6), side(correlation)];
  return {
    names: ['a', 'b', 'c'],
    places: Float64Array.from({ length: rows }, () => random.uniform()),
    columns: before.map((reference, i) => ({
      kind: 'number',
      reference,
      current: now[i] as Float64Array,
    })),
  };
}

function joint(test: string, rows: number, correlation: number, runs: number): StatisticsCase {
  const isSame = correlation === 0.6;
  return {
    name: `joint ${test} ${rows} ${correlation}`,
    run() {
      const random = createRandom(17);
      let low = 0;
      for (let run = 0; run < runs; run++) {
        const samples = jointSamples(random, rows, correlation);
        const found = test === 'classifier' ? separation(samples) : reconstruction(samples);
        if (found.pValue <= q) low++;
      }
      const rate = low / runs;
      return {
        cells: [
          `${test}, correlation 0.6 and ${correlation}`,
          String(rows),
          String(runs),
          isSame ? 'p ≤ 0.05 without change' : 'p ≤ 0.05 with it',
          rate.toFixed(4),
        ],
        isMet: isSame ? rate <= mostRejected(q, runs) : rate >= 0.8,
      };
    },
  };
}

export const statistics: Statistics = {
  title: 'Drift: many columns, and all together',
  text: 'Above, Benjamini-Hochberg at 0.05 over the columns of one table; kept: no more than 5 % false ones among what is found, up to the noise of the runs. Below, the classifier and the principal components of the joint comparison; kept: no more false alarms than 5 %, and a correlation that turned round is found.',
  columns: ['case', 'rows a side', 'runs', 'figure', 'rate'],
  cases: [
    ...[0, 0.1, 0.2].flatMap((driftedShare) =>
      [0, 0.5, 0.9].map((correlation) =>
        family({ columns: 20, driftedShare, correlation, rows: 1_000, runs: 200 }),
      ),
    ),
    joint('classifier', 200, 0.6, 300),
    joint('classifier', 1_000, 0.6, 100),
    joint('classifier', 200, -0.6, 100),
    joint('components', 200, 0.6, 1_000),
    joint('components', 200, -0.6, 300),
  ],
};
