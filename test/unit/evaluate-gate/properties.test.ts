import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideGate } from '../../../actions/evaluate-gate/decide.ts';
import type { BinaryRows } from '../../../actions/evaluate-gate/rows.ts';
import { evaluateSchema } from '../../../shared/config/sections/evaluate.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { gateBoth, predict, simulate } from './predictions.ts';

const names = ['auc', 'average-precision', 'log-loss', 'brier', 'accuracy', 'f1', 'recall'];
const policy = evaluateSchema.parse({
  metrics: Object.fromEntries(names.map((name) => [name, { 'max-regression': 0.01 }])),
});

/** Rows with ties, and with both classes. */
const rowsOf = (seed: number, size: number): BinaryRows => {
  const random = createRandom(seed);
  const labels = Uint8Array.from({ length: size }, (_, i) =>
    i < 3 ? 1 : i < 6 ? 0 : random.below(2),
  );
  const scores = () =>
    Float64Array.from(labels, (label, i) =>
      i < 2 ? 0.99 : (Math.round(20 * (0.3 * label + 0.7 * random.uniform())) + 1) / 22,
    );
  return {
    task: 'binary',
    labels,
    challenger: scores(),
    challengerKind: 'probability',
    champion: scores(),
    championKind: 'probability',
    slices: [],
  };
};

const anyRows = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 60, max: 300 }))
  .map(([seed, size]) => rowsOf(seed, size));

test('swapping champion and challenger turns the sign of every difference, and never helps both', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const { challenger, champion = challenger } = rows;
      const there = decideGate(rows, policy).metrics;
      const back = decideGate({ ...rows, challenger: champion, champion: challenger }, policy);
      there.forEach(({ name, comparison, judgements }, i) => {
        const other = back.metrics[i];
        const [a, b] = [comparison?.difference, other?.comparison?.difference];
        if (a === undefined || b === undefined) throw new Error(`${name} has no difference`);
        expect(a.estimate, name).toBeCloseTo(-b.estimate, 12);
        // Resampled intervals turn with the sign up to the draw.
        expect(Math.abs(a.low + b.high), name).toBeLessThan(0.15 * (a.high - a.low) + 1e-12);
        expect(comparison?.champion, name).toBeCloseTo(
          other?.comparison?.challenger.estimate ?? Number.NaN,
          12,
        );
        const outcomes = [judgements[0]?.outcome, other?.judgements[0]?.outcome];
        expect(outcomes).not.toEqual(['better', 'better']);
        expect(outcomes).not.toEqual(['worse', 'worse']);
      });
    }),
    { seed: 1, numRuns: 4 },
  );
});

test('the order of rows in the files changes nothing, to the last bit', async () => {
  const rows = simulate(500, 3);
  const challenger = predict(rows, 0, 0.6);
  const champion = predict(rows, 1, 0.9);
  const text = `metrics: {${names.map((name) => ` ${name}: { max-regression: 0.01 }`).join(',')} }`;
  const first = await gateBoth(challenger, champion, text, { slices: 'origin' });
  expect(first.record?.metrics.length).toBe(names.length + 3);
  for (const seed of [1, 2]) {
    const random = createRandom(seed);
    const shuffled = <T>(items: readonly T[]): T[] =>
      items
        .map((item) => ({ item, place: random.uniform() }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item);
    const again = await gateBoth(shuffled(challenger), shuffled(champion), text, {
      slices: 'origin',
    });
    expect(again.record?.metrics).toEqual(first.record?.metrics);
    expect(again.record?.summary).toBe(first.record?.summary);
  }
});
