import { describe, expect, test } from 'vitest';
import {
  binomialLowerTail,
  binomialQuantile,
  binomialUpperTail,
} from '../../../shared/stats/binomial-distribution.ts';
import { errorShareTest } from '../../../shared/stats/binomial-e-process.ts';
import { delongTest } from '../../../shared/stats/delong.ts';
import { ksTest } from '../../../shared/stats/ks.ts';
import { newcombe } from '../../../shared/stats/newcombe.ts';
import { nonInferiority } from '../../../shared/stats/non-inferiority.ts';
import { pairedMeanDifference } from '../../../shared/stats/paired-bootstrap.ts';
import { permutationTest } from '../../../shared/stats/permutation.ts';
import { psiTest, smoothedPsi } from '../../../shared/stats/psi.ts';
import { compareQuantiles } from '../../../shared/stats/quantile-from-histogram.ts';
import { createRandom, type Random } from '../../../shared/stats/random.ts';
import { drawBinomial, drawMultinomial } from '../../../shared/stats/random-draws.ts';

/*
 * Do the rates come out that the methods promise? Each simulation is seeded; a bound is the one
 * that a method with exactly the nominal rate would cross once in a thousand seeds.
 */

function share(runs: number, seed: number, happens: (random: Random) => boolean): number {
  const random = createRandom(seed);
  let count = 0;
  for (let run = 0; run < runs; run++) if (happens(random)) count++;
  return count;
}

function expectRate(count: number, runs: number, rate: number): void {
  expectAtMost(count, runs, rate);
  expectAtLeast(count, runs, rate);
}

function expectAtMost(count: number, runs: number, rate: number): void {
  const message = `${count} of ${runs}, at a nominal rate of ${rate}`;
  expect(binomialUpperTail(count, runs, rate), message).toBeGreaterThan(0.0005);
}

function expectAtLeast(count: number, runs: number, rate: number): void {
  const message = `${count} of ${runs}, at a nominal rate of ${rate}`;
  expect(binomialLowerTail(count, runs, rate), message).toBeGreaterThan(0.0005);
}

function multinomial(random: Random, rows: number, weights: readonly number[]): Float64Array {
  const into = new Float64Array(weights.length);
  drawMultinomial(
    random,
    rows,
    weights,
    weights.reduce((sum, weight) => sum + weight, 0),
    into,
  );
  return into;
}

const EVEN = new Array<number>(10).fill(1);
const ZIPF = Array.from({ length: 12 }, (_, i) => 1 / (i + 1) ** 1.5);

describe('without drift, alarms come at the nominal rate', () => {
  test('PSI by chi-squared: a thousand and a hundred million rows', () => {
    for (const rows of [1_000, 100_000_000]) {
      const alarms = share(1_000, 1, (random) => {
        const [a, b] = [multinomial(random, rows, EVEN), multinomial(random, rows, EVEN)];
        return psiTest(a, b).pValue <= 0.05;
      });
      expectRate(alarms, 1_000, 0.05);
    }
  });

  test('PSI by permutation: sparse categories, 60 and 90 rows', () => {
    const alarms = share(1_000, 2, (random) => {
      const [a, b] = [multinomial(random, 60, ZIPF), multinomial(random, 90, ZIPF)];
      const seed = random.uint32();
      return permutationTest(a, b, smoothedPsi, { replicates: 199, seed }).pValue <= 0.05;
    });
    expectRate(alarms, 1_000, 0.05);
  });

  test.each([0.01, 0.05, 0.2])('PSI by a permutation that stops early, at %d', (level) => {
    const alarms = share(1_000, 7, (random) => {
      const [a, b] = [multinomial(random, 60, ZIPF), multinomial(random, 90, ZIPF)];
      const options = { replicates: 999, enough: 10, seed: random.uint32() };
      return permutationTest(a, b, smoothedPsi, options).pValue <= level;
    });
    expectRate(alarms, 1_000, level);
  });

  test('Kolmogorov-Smirnov by permutation: ties', () => {
    // D of tied counts takes few values, so the test may fall short of its level, not exceed it.
    const alarms = share(600, 3, (random) => {
      const [a, b] = [multinomial(random, 200, ZIPF), multinomial(random, 150, ZIPF)];
      const seed = random.uint32();
      return ksTest(a, b, { replicates: 199, seed }).pValue <= 0.05;
    });
    expectAtMost(alarms, 600, 0.05);
    expectAtLeast(alarms, 600, 0.03);
  });

  test('Kolmogorov-Smirnov, exact: no ties', () => {
    const alarms = share(2_000, 4, (random) => {
      const member = Array.from(
        { length: 90 },
        (_, i) => [random.uniform(), i < 40 ? 1 : 0] as const,
      )
        .sort(([a], [b]) => a - b)
        .map(([, own]) => own);
      return (
        ksTest(
          member,
          member.map((own) => 1 - own),
        ).pValue <= 0.05
      );
    });
    expectAtMost(alarms, 2_000, 0.05);
    expectAtLeast(alarms, 2_000, 0.03);
  });

  test('Kolmogorov-Smirnov, limiting law: 400 cells, 4,000 and 2,000 rows', () => {
    const cells = new Array<number>(400).fill(1);
    const alarms = share(1_000, 5, (random) => {
      const [a, b] = [multinomial(random, 4_000, cells), multinomial(random, 2_000, cells)];
      return ksTest(a, b).pValue <= 0.05;
    });
    expectAtMost(alarms, 1_000, 0.05);
    expectAtLeast(alarms, 1_000, 0.025);
  });
});

describe('with drift', () => {
  /** Shares whose PSI from the even ones is known. */
  const moved = EVEN.map((_, i) => 1 + 0.3 * Math.cos(i));
  const total = moved.reduce((sum, weight) => sum + weight, 0);
  const truth = moved.reduce((sum, weight) => {
    const p = weight / total;
    return sum + (p - 0.1) * Math.log(p / 0.1);
  }, 0);

  test("PSI's one-sided bounds each hold 95 times in 100", () => {
    const runs = 1_000;
    let [below, above] = [0, 0];
    share(runs, 6, (random) => {
      const result = psiTest(multinomial(random, 3_000, EVEN), multinomial(random, 3_000, moved));
      if (result.low <= truth) below++;
      if (result.high >= truth) above++;
      return false;
    });
    expectAtLeast(below, runs, 0.94);
    expectAtLeast(above, runs, 0.94);
  });

  test('the bias correction centres PSI on the true one', () => {
    let sum = 0;
    share(500, 7, (random) => {
      sum += psiTest(multinomial(random, 800, EVEN), multinomial(random, 800, moved)).estimate;
      return false;
    });
    expect(Math.abs(sum / 500 - truth)).toBeLessThan(0.05 * truth);
  });
});

describe('intervals of a difference cover at their level', () => {
  test('skewed per-row differences, closed form and non-inferiority at its limit', () => {
    const runs = 2_000;
    let passed = 0;
    const covered = share(runs, 8, (random) => {
      const differences = Float64Array.from({ length: 300 }, () => random.normal() ** 2 - 1);
      const difference = pairedMeanDifference({ differences, method: 'closed-form' });
      // A true difference of 0 seen from a limit that it just reaches.
      const judged = { ...difference, estimate: difference.estimate + 0.1 };
      const verdict = nonInferiority({
        difference: { ...judged, low: judged.low + 0.1, high: judged.high + 0.1 },
        level: 0.95,
        better: 'lower',
        allowedRegression: 0.1,
        rows: 300,
      }).verdict;
      if (verdict === 'no-worse' || verdict === 'better') passed++;
      return difference.low <= 0 && difference.high >= 0;
    });
    expectRate(covered, runs, 0.945);
    // One side of a 95% interval.
    expectAtMost(passed, runs, 0.03);
  });

  test('skewed per-row differences, bootstrap', () => {
    const covered = share(250, 9, (random) => {
      const differences = Float64Array.from({ length: 100 }, () => random.normal() ** 2 - 1);
      const seed = random.uint32();
      const { low, high } = pairedMeanDifference({
        differences,
        method: 'bootstrap',
        replicates: 1_000,
        seed,
      });
      return low <= 0 && high >= 0;
    });
    expectRate(covered, 250, 0.945);
  });

  test("DeLong's interval of an AUC difference", () => {
    const covered = share(1_500, 10, (random) => {
      const labels = Uint8Array.from({ length: 200 }, (_, i) => (i < 60 ? 1 : 0));
      const shared = Float64Array.from(labels, (label) => label + random.normal());
      const champion = shared.map((x) => x + random.normal());
      const challenger = shared.map((x) => x + random.normal());
      const { low, high } = delongTest(labels, champion, challenger).difference;
      return low <= 0 && high >= 0;
    });
    expectRate(covered, 1_500, 0.945);
  });

  test("Newcombe's interval of a rare share", () => {
    const covered = share(2_000, 11, (random) => {
      const a = { hits: drawBinomial(random, 500, 0.02), rows: 500 };
      const b = { hits: drawBinomial(random, 800, 0.03), rows: 800 };
      const { low, high } = newcombe(a, b);
      return low <= 0.01 && high >= 0.01;
    });
    expectRate(covered, 2_000, 0.955);
  });

  test('the ratio of two latency quantiles, never below its level', () => {
    const upperBounds = Array.from({ length: 80 }, (_, i) => 1.1 ** (i - 20));
    const histogram = (random: Random, rows: number) => {
      const counts = new Array<number>(80).fill(0);
      for (let i = 0; i < rows; i++) {
        const bucket = Math.ceil(Math.log(-Math.log(1 - random.uniform())) / Math.log(1.1)) + 20;
        const cell = Math.min(79, Math.max(0, bucket));
        counts[cell] = (counts[cell] ?? 0) + 1;
      }
      return { upperBounds, counts };
    };
    const covered = share(500, 12, (random) => {
      const compared = compareQuantiles(histogram(random, 400), histogram(random, 1_200), 0.95);
      return compared.ratio.low <= 1 && compared.ratio.high >= 1;
    });
    expectAtLeast(covered, 500, 0.95);
  });
});

describe('the rollout test, looked at after every tenth error', () => {
  /** Errors seen when the canary was rolled back, or undefined. */
  function errorsToRollBack(random: Random, ratio: number, most: number): number | undefined {
    let [canaryErrors, stableErrors] = [0, 0];
    const odds = (0.1 / 0.9) * ratio;
    for (let errors = 10; errors <= most; errors += 10) {
      const onCanary = drawBinomial(random, 10, odds / (1 + odds));
      canaryErrors += onCanary;
      stableErrors += 10 - onCanary;
      const stages = [{ canaryShare: 0.1, canaryErrors, stableErrors }];
      if (errorShareTest(stages).rollBack) return errors;
    }
    return undefined;
  }

  test('falsely rolls back at most 5 of 100 canaries that are as good as stable', () => {
    const rolledBack = share(200, 13, (random) => errorsToRollBack(random, 1, 300) !== undefined);
    expectAtMost(rolledBack, 200, 0.05);
  });

  test('rolls back a canary three times as bad within 150 errors', () => {
    const found = share(100, 14, (random) => errorsToRollBack(random, 3, 150) !== undefined);
    expect(found).toBeGreaterThanOrEqual(binomialQuantile(0.001, 100, 0.95));
  });
});
