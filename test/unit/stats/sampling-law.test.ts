import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orient, twoSidedP } from '../../../actions/evaluate-gate/judge.ts';
import { pairedMeanDifference } from '../../../shared/stats/paired-bootstrap.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { lawInterval, lawPValue, type SamplingLaw } from '../../../shared/stats/sampling-law.ts';
import { studentTwoSidedP, twoSidedT } from '../../../shared/stats/student-t.ts';
import golden from '../../golden/student-t.json' with { type: 'json' };

const laws = fc.record({
  standardError: fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
  degreesOfFreedom: fc.double({ min: 1, max: 1e5, noNaN: true }),
  acceleration: fc.double({ min: -1 / 6, max: 1 / 6, noNaN: true }),
  lean: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe("Student's t", () => {
  test.each(golden.cases)("has SciPy's p-value of $t with $df degrees of freedom", (one) => {
    expect(studentTwoSidedP(one.t, one.df) / one.p).toBeCloseTo(1, 9);
  });

  test('gives the level back that its quantile was asked for', () => {
    const levels = fc.double({ min: 0.01, max: 0.9999, noNaN: true });
    const freedoms = fc.double({ min: 0.5, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(levels, freedoms, (level, freedom) => {
        const p = studentTwoSidedP(twoSidedT(level, freedom), freedom);
        expect(p / (1 - level)).toBeCloseTo(1, 8);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('knows its ends, and refuses what is none', () => {
    expect(studentTwoSidedP(0, 3)).toBe(1);
    expect(studentTwoSidedP(Number.NEGATIVE_INFINITY, 3)).toBe(0);
    expect(studentTwoSidedP(1.96, 1e15)).toBeCloseTo(0.05, 4);
    expect(() => studentTwoSidedP(1, 0)).toThrow(/degrees of freedom are 0/u);
    expect(() => studentTwoSidedP(Number.NaN, 3)).toThrow(/NaN/u);
  });
});

describe('the law of a mean', () => {
  test('has a p-value of 1 − level at both ends of its interval, at any level', () => {
    const levels = fc.double({ min: 0.5, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(laws, levels, (law, level) => {
        const { low, high } = lawInterval(3, law, level);
        for (const end of [low, high]) {
          expect(lawPValue(3, law, end) / (1 - level)).toBeCloseTo(1, 6);
        }
        expect(low).toBeLessThan(3);
        expect(high).toBeGreaterThan(3);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test('is that of the same mean seen from the other side', () => {
    fc.assert(
      fc.property(laws, fc.double({ min: -5, max: 5, noNaN: true }), (law, value) => {
        const difference = { estimate: 0.5, ...lawInterval(0.5, law, 0.95), law };
        const turned = twoSidedP(orient(difference, 'lower'), -value, 0.95);
        expect(turned).toBeCloseTo(twoSidedP(difference, value, 0.95), 12);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test("without skewness and lean is Student's own", () => {
    const differences = Float64Array.of(-3, -1, 1, 3, 0, -2, 2);
    const { law, low, high, standardError } = pairedMeanDifference({
      differences,
      method: 'closed-form',
    });
    expect(law).toMatchObject({ acceleration: 0, lean: 0, degreesOfFreedom: 6 });
    // Divided by rows − 1: 28 / 6 / 7.
    expect(standardError).toBeCloseTo(Math.sqrt(28 / 42), 12);
    expect([low, high]).toEqual([-high, high]);
    expect(high).toBeCloseTo(twoSidedT(0.95, 6) * standardError, 12);
  });

  test('holds of differences whose powers are too small to write', () => {
    const differences = Float64Array.of(1e-140, -2e-140, 3e-140, 1e-140);
    const { low, high, law } = pairedMeanDifference({ differences, method: 'closed-form' });
    expect(law).toMatchObject({ acceleration: 0, lean: 0 });
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(1e-140);
  });

  test('counts as few degrees of freedom as the stratum has that the variance comes from', () => {
    const random = createRandom(4);
    const strata = Uint8Array.from({ length: 200 }, (_, row) => (row < 4 ? 1 : 0));
    const differences = Float64Array.from(strata, (rare) => (rare ? 5 : 0.01) * random.normal());
    const { law } = pairedMeanDifference({ differences, strata, method: 'closed-form' });
    expect(law?.degreesOfFreedom).toBeGreaterThan(2.9);
    expect(law?.degreesOfFreedom).toBeLessThan(3.2);
  });
});

/** Heavy tails to both sides, or a long one to one side; the mean is 0. */
const populations = {
  'heavy tails': (random: ReturnType<typeof createRandom>) => random.normal() ** 3,
  'a long tail': (random: ReturnType<typeof createRandom>) => -Math.log(random.uniform()) - 1,
};

test.each(Object.entries(populations))(
  'far tails of 100 rows with %s are no more frequent than they say, unlike those of plain BCa',
  (_, draw) => {
    const runs = 8000;
    const random = createRandom(11);
    const hits = { law: 0, plain: 0 };
    for (let i = 0; i < runs; i++) {
      const differences = Float64Array.from({ length: 100 }, () => draw(random));
      const { estimate, law } = pairedMeanDifference({ differences, method: 'closed-form' });
      if (law === undefined) throw new TypeError('these rows vary');
      if (lawPValue(estimate, law, 0) <= 0.0025) hits.law++;
      if (plainP(estimate, law) <= 0.0025) hits.plain++;
    }
    // 20 expected; four standard errors.
    expect(hits.law).toBeLessThan(38);
    expect(hits.plain).toBeGreaterThan(38);
  },
);

/** Read off the 95 % interval of the linear expansion by the normal law. */
function plainP(estimate: number, { standardError, acceleration }: SamplingLaw): number {
  const shift = acceleration * (2 * 1.96 ** 2 + 1);
  const reach = 1.96 - Math.sign(estimate) * shift;
  return studentTwoSidedP((1.96 * Math.abs(estimate)) / standardError / reach, 1e15);
}
