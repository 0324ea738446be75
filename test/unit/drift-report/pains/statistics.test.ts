import { describe, expect, test } from 'vitest';
import { ksTest } from '../../../../shared/stats/ks.ts';
import { psiTest } from '../../../../shared/stats/psi.ts';
import { codes, compare, csv, drifted, messagesOf, metricOf, normals, stateOf } from './compare.ts';

/*
 * What users of other tools report to hurt, each with the verdict it should have had: numbers and
 * p-values here, data and running beside it.
 */

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX';

const pains: readonly (readonly [string, () => Promise<void>])[] = [
  [
    'the more rows, the more columns drift, however little they moved',
    async () => {
      const ran = await compare(normals(30_000), normals(30_000, 0.1, 2));
      expect(ran.record?.verdict).toBe('pass');
      expect(stateOf(ran, 'x')).toBe('moved a little, for sure');
    },
  ],
  [
    'nobody says how many rows it takes',
    async () => {
      const ran = await compare(normals(1_000), normals(30, 0, 2));
      expect(messagesOf(ran)).toMatch(/30 rows .* Only a PSI of 0\.\d+ or more would show\./u);
    },
  ],
  [
    'with many columns, some drift by chance on every run',
    async () => {
      const header = [...letters].map((_, i) => `c${i}`).join(',');
      const wide = (seed: number): string =>
        csv(header, 300, (random) => [...letters].map(() => random.normal().toFixed(3)), seed);
      const ran = await compare(wide(1), wide(2));
      expect(drifted(ran)).toBe('[]');
      expect(ran.host.outputs.get('alert')).toBe('none');
    },
  ],
  [
    'a G-test stops with an error where the samples differ in size',
    async () => {
      const kinds = (rows: number, seed: number): string =>
        csv('k', rows, (random) => ['abc'[random.below(3)]], seed);
      const ran = await compare(kinds(900, 1), kinds(400, 2), { method: 'chi-squared' });
      expect(ran.record?.verdict).toBe('pass');
      expect(metricOf(ran.record, 'k').value).toBeGreaterThan(0);
    },
  ],
  [
    'a dozen current rows drift away',
    async () => {
      const ran = await compare(normals(2_000), normals(12, 0, 2));
      expect([ran.record?.verdict, drifted(ran)]).toEqual(['inconclusive', '[]']);
    },
  ],
  [
    'a division by zero, and not a number for an answer',
    async () => {
      const flat = csv('x', 200, (_, i) => [i < 200 ? 5 : 6]);
      const ran = await compare(flat, normals(200, 5), { method: 'wasserstein' });
      expect(stateOf(ran, 'x')).toBe('not computable');
      expect(messagesOf(ran)).toContain('not defined, because the reference has no spread');
      expect(ran.record?.verdict).toBe('inconclusive');
    },
  ],
  [
    'the same data gives another p-value on every run, or in another order',
    async () => {
      const [head, ...rows] = normals(700, 0.2, 2).trim().split('\n');
      const turned = [head, ...rows.reverse()].join('\n');
      const one = await compare(normals(700), normals(700, 0.2, 2), { method: 'ks' });
      const other = await compare(normals(700), turned, { method: 'ks' });
      expect(other.record?.metrics).toEqual(one.record?.metrics);
    },
  ],
  [
    'chi-squared is infinite with an unseen category, and wrong with rare ones',
    async () => {
      const rare = (seed: number, extra: string): string =>
        csv(
          'k',
          600,
          (r, i) => [i === 0 ? extra : letters[Math.floor(50 * r.uniform() ** 6)]],
          seed,
        );
      const ran = await compare(rare(1, 'a'), rare(3, 'never'), { method: 'chi-squared' });
      expect(Number.isFinite(metricOf(ran.record, 'k').value)).toBe(true);
      expect(['steady', 'undecided: too few rows']).toContain(stateOf(ran, 'k'));
    },
  ],
  [
    'a score that nobody can compute again from the documentation',
    async () => {
      const share = (ones: number): string => csv('k', 1_000, (_, i) => [i < ones ? 'yes' : 'no']);
      const ran = await compare(share(500), share(600));
      const [p, q] = [500.5 / 1_001, 600.5 / 1_001];
      const byHand = (p - q) * Math.log(p / q) + (q - p) * Math.log((1 - p) / (1 - q));
      expect(metricOf(ran.record, 'k').value).toBeCloseTo(byHand - (1 / 1_000 + 1 / 1_000), 12);
    },
  ],
  [
    'a divergence of 0.43 from ten rows is taken at its word',
    async () => {
      const ran = await compare(normals(500), normals(10, 0, 2), { method: 'js' });
      expect([stateOf(ran, 'x'), drifted(ran)]).toEqual(['too few rows', '[]']);
    },
  ],
  [
    'a number is only shown when there is an anomaly',
    async () => {
      const ran = await compare(normals(2_000), normals(2_000, 0, 2), {
        method: 'total-variation',
      });
      expect(ran.record?.verdict).toBe('pass');
      expect(metricOf(ran.record, 'x').value).toBeGreaterThan(0);
    },
  ],
  [
    'a goodness-of-fit test takes the reference for the truth, and fires on every second run',
    async () => {
      const kinds = (seed: number): string =>
        csv('k', 1_000, (random) => [letters[random.below(50)]], seed);
      let theirAlarms = 0;
      for (const seed of [2, 3, 4]) {
        const ours = await compare(kinds(1), kinds(seed), { method: 'chi-squared' });
        expect(drifted(ours)).toBe('[]');
        const theirs = await compare(kinds(1), kinds(seed), { method: 'evidently-chi-squared' });
        if (drifted(theirs) === '["k"]') theirAlarms++;
      }
      expect(theirAlarms).toBeGreaterThanOrEqual(2);
    },
  ],
  [
    'which correction for many tests was made, if any',
    async () => {
      const ran = await compare(normals(400), normals(400, 0, 2), {}, 'q: 0.1');
      const table = ran.record?.tables.find(({ id }) => id === 'drift');
      expect(table?.note).toContain('the p-value, adjusted over all columns, is at most 0.1');
      expect(ran.record?.inputs).toMatchObject({ q: 0.1 });
    },
  ],
  [
    'quantiles tie, and an empty cell makes the PSI infinite',
    async () => {
      const zeros = (seed: number, most: number): string =>
        csv('x', 800, (r) => [r.uniform() < 0.9 ? 0 : r.below(most)], seed);
      const ran = await compare(zeros(1, 9), zeros(2, 4));
      expect(Number.isFinite(metricOf(ran.record, 'x').value)).toBe(true);
      expect(drifted(ran)).toBe('[]');
      expect(psiTest([500, 0, 500], [500, 50, 450]).raw).toBeLessThan(1);
    },
  ],
  [
    'p-values jump where a test changes from its exact to its limiting form, or meets ties',
    async () => {
      const tied = (rows: number, late: number): number[] => [rows - late, late, 0, 40];
      const p = (rows: number): number =>
        ksTest(tied(rows, Math.round(0.3 * rows)), tied(rows, Math.round(0.35 * rows))).pValue;
      // 1,000 rows are where the limiting law takes over, but for ties as heavy as these.
      expect(Math.abs(p(958) - p(962))).toBeLessThan(0.05);
    },
  ],
  [
    'a PSI of 0.12 from a few rows stops the pipeline',
    async () => {
      const ran = await compare(normals(130, 0, 5), normals(130, 0.1, 8));
      const raw = metricOf(ran.record, 'x');
      expect(raw.low).toBeLessThan(0.1);
      expect(ran.host.outputs.get('alert')).toBe('none');
      expect(ran.exitCode).toBe(0);
    },
  ],
];

describe('no more pain with statistics:', () => {
  test.each(pains)('%s', (_, check) => check());
});

describe('Gaussian shifts', () => {
  // PSI of a shift by d standard deviations is d²; ten cells see a little less of it.
  test.each([
    [0, 400, 'steady'],
    [0, 60, 'undecided: too few rows'],
    [0.1, 20_000, 'moved a little, for sure'],
    [0.2, 20_000, 'moved a little, for sure'],
    [0.5, 20_000, 'drifted'],
    [1, 400, 'drifted'],
    [3, 60, 'drifted'],
  ])('of %s σ with %i rows a side: %s', async (shift, rows, state) => {
    const ran = await compare(normals(rows, 0, 11), normals(rows, shift, 12));
    expect(stateOf(ran, 'x')).toBe(state);
    if (state === 'drifted') expect(codes(ran)).toContain('warning drift');
  });
});
