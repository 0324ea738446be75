import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CaseRepeats, meanOfCases } from '../../../shared/stats/mean-of-cases.ts';
import { createRandom, type Random } from '../../../shared/stats/random.ts';
import { twoSidedT } from '../../../shared/stats/student-t.ts';

function expectClose(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
}

const cases: CaseRepeats[] = [
  { challenger: [1, 1, 0], champion: [1, 0, 0] },
  { challenger: [0.5, 0.7, 0.6], champion: [0.9, 0.8, 0.7] },
  { challenger: [1, 1, 1], champion: [1, 1, 0] },
  { challenger: [0.2, 0.1, 0.3], champion: [0.2, 0.2, 0.2] },
  { challenger: [0, 1, 1], champion: [1, 1, 1] },
];

describe("Student's t", () => {
  it.each([
    // SciPy 1.17.1: stats.t.ppf((1 + level) / 2, df)
    [0.95, 1, 12.706204736174694],
    [0.95, 2, 4.302652729749462],
    [0.95, 9, 2.262157162798205],
    [0.95, 49, 2.0095752371292392],
    [0.99, 3, 5.840909309733355],
    [0.9, 199, 1.6525467461665633],
    [0.95, 100_000, 1.9599877075346095],
    [0.999, 7, 5.407882520861828],
  ])('at level %f with %i degrees of freedom is that of SciPy', (level, freedom, expected) => {
    expectClose(twoSidedT(level, freedom), expected);
  });

  it('refuses an impossible level or degrees of freedom', () => {
    expect(() => twoSidedT(1, 5)).toThrow('level');
    expect(() => twoSidedT(0.95, 0)).toThrow('degrees of freedom are 0');
  });
});

describe('the mean of cases', () => {
  it('has the interval of a paired t test on case means', () => {
    // SciPy 1.17.1: stats.ttest_rel(challenger means, champion means).confidence_interval(0.95)
    const found = meanOfCases({ cases });
    expectClose(found.estimate, 0.026666666666666616);
    expectClose(found.low, -0.3508572738619393);
    expectClose(found.high, 0.40419060719527256);
    expectClose(found.standardError, 0.13597385369580758);
    // NumPy: mean(var(x, ddof=1) / 3 + var(y, ddof=1) / 3) / var(differences, ddof=1)
    expectClose(found.withinShare ?? 0, 0.9831730769230768);
  });

  it('of one model has the interval of a t test of one sample', () => {
    const own = meanOfCases({ cases: cases.map(({ challenger }) => ({ challenger })) });
    expectClose(own.estimate, 0.6266666666666667);
    expectClose(own.low, 0.2725565170417103);
    expectClose(own.high, 0.980776816291623);
  });

  it('that never varies is as sure as the exact binomial bound allows', () => {
    // SciPy 1.17.1: stats.binomtest(0, 5).proportion_ci(0.95, 'exact').high
    const unseen = 0.5218237501049814;
    const all = Array.from({ length: 5 }, () => ({ challenger: [1, 1] }));
    const own = meanOfCases({ cases: all, range: [0, 1] });
    expect(own).toMatchObject({ estimate: 1, high: 1, standardError: 0 });
    expectClose(own.low, 1 - unseen);
    const worse = all.map(() => ({ challenger: [0], champion: [1] }));
    expectClose(meanOfCases({ cases: worse, range: [0, 1] }).high, -1 + 2 * unseen);
  });

  it('weighs cases alike, however often each ran', () => {
    const uneven = [{ challenger: [1] }, { challenger: [0, 0, 0, 0] }, { challenger: [1, 1] }];
    expect(meanOfCases({ cases: uneven }).estimate).toBeCloseTo(2 / 3, 12);
    expect(meanOfCases({ cases: uneven }).withinShare).toBe(0);
  });

  it('does not depend on the order of cases, and turns its sign with the sides', () => {
    const score = fc.double({ min: 0, max: 1, noNaN: true });
    const repeats = fc.array(score, { minLength: 1, maxLength: 4 });
    const some = fc.array(fc.record({ challenger: repeats, champion: repeats }), {
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(some, (drawn) => {
        const found = meanOfCases({ cases: drawn, range: [0, 1] });
        const reversed = meanOfCases({ cases: drawn.toReversed(), range: [0, 1] });
        expect(reversed.estimate).toBeCloseTo(found.estimate, 12);
        expect(reversed.low).toBeCloseTo(found.low, 12);
        expect(found.low).toBeLessThanOrEqual(found.estimate);
        expect(found.high).toBeGreaterThanOrEqual(found.estimate);
        const swapped = meanOfCases({
          cases: drawn.map(({ challenger, champion }) => ({
            challenger: champion,
            champion: challenger,
          })),
          range: [0, 1],
        });
        expect(swapped.high).toBeCloseTo(-found.low, 12);
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('refuses what has no mean or no spread', () => {
    expect(() => meanOfCases({ cases: [{ challenger: [1] }] })).toThrow('1 cases');
    const empty = [{ challenger: [1] }, { challenger: [] }];
    expect(() => meanOfCases({ cases: empty })).toThrow('no repeats');
    const broken = [{ challenger: [1] }, { challenger: [Number.NaN] }];
    expect(() => meanOfCases({ cases: broken })).toThrow('not a finite number');
  });
});

interface World {
  readonly name: string;
  readonly repeats: number;
  /** What a case's champion and challenger repeats are drawn from: their means. */
  draw(random: Random): { champion: () => number; challenger: () => number };
  /** The mean difference over all cases there could be. */
  readonly truth: number;
}

const worlds: readonly World[] = [
  {
    name: 'pass or fail, five repeats, cases of every difficulty',
    repeats: 5,
    draw(random) {
      const easy = random.uniform();
      return {
        champion: () => Number(random.uniform() < easy),
        challenger: () => Number(random.uniform() < 0.9 * easy + 0.08),
      };
    },
    truth: 0.03,
  },
  {
    name: 'pass or fail, once, most cases alike',
    repeats: 1,
    draw(random) {
      const kind = random.uniform();
      const [champion, challenger] = kind < 0.12 ? [1, 0] : kind < 0.3 ? [0, 1] : [1, 1];
      return { champion: () => champion, challenger: () => challenger };
    },
    truth: 0.06,
  },
  {
    name: 'graded scores, three repeats, noise of case and of repeat',
    repeats: 3,
    draw(random) {
      const base = 0.5 + 0.15 * random.normal();
      const gain = 0.02 + 0.05 * random.normal();
      return {
        champion: () => base + 0.1 * random.normal(),
        challenger: () => base + gain + 0.1 * random.normal(),
      };
    },
    truth: 0.02,
  },
];

describe('95 % intervals over 50 cases', () => {
  it.each(worlds)('cover the truth 94 to 96 times in 100: $name', ({ repeats, draw, truth }) => {
    const random = createRandom(20_260_101);
    const simulations = 8000;
    let covered = 0;
    for (let run = 0; run < simulations; run++) {
      const drawn = Array.from({ length: 50 }, (): CaseRepeats => {
        const { champion, challenger } = draw(random);
        return {
          champion: Array.from({ length: repeats }, champion),
          challenger: Array.from({ length: repeats }, challenger),
        };
      });
      const { low, high } = meanOfCases({ cases: drawn });
      if (low <= truth && truth <= high) covered += 1;
    }
    expect(covered / simulations).toBeGreaterThanOrEqual(0.94);
    expect(covered / simulations).toBeLessThanOrEqual(0.96);
  });
});
