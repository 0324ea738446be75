import fc from 'fast-check';
import { expect, test } from 'vitest';
import { observedShares, truePositiveRates } from '../../../actions/evaluate-gate/curves.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { auc } from '../../../shared/stats/roc.ts';
import { scoreOrder } from '../../../shared/stats/score-order.ts';

test('a ROC curve by hand: steps up for a positive, right for a negative, slanted for a tie', () => {
  const labels = Uint8Array.from([1, 0, 1, 0]);
  expect(truePositiveRates(labels, Float64Array.from([4, 3, 2, 1]), [0, 0.5, 1])).toEqual([
    0.5, 1, 1,
  ]);
  expect(truePositiveRates(labels, Float64Array.from([1, 1, 1, 1]), [0, 0.25, 1])).toEqual([
    0, 0.25, 1,
  ]);
});

test('the area under the drawn ROC curve is the AUC', () => {
  const draw = fc.tuple(fc.integer(), fc.integer({ min: 20, max: 60 }));
  fc.assert(
    fc.property(draw, ([seed, size]) => {
      const random = createRandom(seed);
      const labels = Uint8Array.from({ length: size }, (_, i) => (i % 2 === 0 ? 1 : 0));
      const scores = Float64Array.from(labels, (label) => random.below(12) + 3 * label);
      const negatives = Math.floor(size / 2);
      // Every corner of the curve lies on this grid, so trapezia are exact but at vertical steps.
      const fine = Array.from({ length: negatives * 400 + 1 }, (_, i) => i / (negatives * 400));
      const rates = truePositiveRates(labels, scores, fine);
      let area = 0;
      for (let i = 1; i < fine.length; i++) {
        area +=
          (((rates[i] ?? 0) + (rates[i - 1] ?? 0)) / 2) * ((fine[i] ?? 0) - (fine[i - 1] ?? 0));
        expect(rates[i]).toBeGreaterThanOrEqual((rates[i - 1] ?? 0) - 1e-12);
      }
      expect(rates.at(-1)).toBe(1);
      expect(area).toBeCloseTo(auc({ labels, scores }), 2);
    }),
    { seed: 3, numRuns: 20 },
  );
});

test('calibration: the share of positives in each tenth, and null where there is no row', () => {
  const labels = Uint8Array.from([1, 0, 1, 1]);
  const shares = observedShares(labels, Float64Array.from([0.05, 0.05, 0.95, 1]));
  expect(shares).toEqual([0.5, null, null, null, null, null, null, null, null, 1]);
});

test('rows are ordered by score as a comparison would order them', () => {
  const score = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, 1, -1));
  fc.assert(
    fc.property(fc.array(score, { maxLength: 200 }), (values) => {
      const scores = Float64Array.from(values);
      const byComparison = values
        .map((value, row) => ({ value, row }))
        .sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.row - b.row))
        .map(({ row }) => row);
      expect([...scoreOrder(scores)]).toEqual(byComparison);
    }),
    { seed: 4 },
  );
  expect(() => scoreOrder(Float64Array.of(1, Number.NaN))).toThrow('score of row 1 is NaN');
});
