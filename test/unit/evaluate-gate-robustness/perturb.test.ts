import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spreadOf } from '../../../actions/evaluate-gate/robustness/columns.ts';
import { perturb } from '../../../actions/evaluate-gate/robustness/perturb.ts';
import type { Perturbation } from '../../../actions/evaluate-gate/robustness/policy.ts';
import { typoIn } from '../../../actions/evaluate-gate/robustness/typo.ts';
import type { FeatureBatch, FeatureColumn } from '../../../shared/domain/prediction.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { simulate } from './model.ts';

const { features } = simulate(4000, 2);

function columnOf({ columns }: FeatureBatch, name: string): FeatureColumn {
  const found = columns.find((column) => column.name === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return found;
}

function numbers(batch: FeatureBatch, name: string): Float64Array {
  const column = columnOf(batch, name);
  if (column.kind !== 'number') throw new Error(`${name} holds texts`);
  return column.values;
}

function spoil(perturbation: Perturbation, seed = 1): FeatureBatch {
  const found = perturb(features, perturbation, seed);
  if (found === undefined) throw new Error('no column is of the kind for it');
  return found.features;
}

describe('a perturbation', () => {
  test('of noise moves numbers by the stated standard deviations, and texts not at all', () => {
    const noisy = spoil({ kind: 'noise', deviations: 0.5 });
    const before = numbers(features, 'income');
    const values = numbers(noisy, 'income').map((value, row) => value - (before[row] as number));
    const moved = spreadOf({ name: 'moved', kind: 'number', values });
    const spread = spreadOf({ name: 'income', kind: 'number', values: before });
    expect(moved?.mean).toBeCloseTo(0, 0);
    expect((moved?.deviation ?? 0) / (spread?.deviation ?? 1)).toBeCloseTo(0.5, 1);
    expect(columnOf(noisy, 'sex')).toEqual(columnOf(features, 'sex'));
  });

  test('keeps whole numbers whole', () => {
    for (const kind of ['noise', 'unit', 'out-of-range'] as const) {
      expect(numbers(spoil({ kind, share: 1 }), 'age').every(Number.isInteger)).toBe(true);
    }
  });

  test('leaves out about the stated share of values, of texts too', () => {
    const holes = spoil({ kind: 'missing', share: 0.2 });
    const missing = numbers(holes, 'income').filter(Number.isNaN).length / features.rows;
    expect(missing).toBeGreaterThan(0.18);
    expect(missing).toBeLessThan(0.22);
    const sex = columnOf(holes, 'sex').values as (string | null)[];
    expect(sex.filter((value) => value === null).length / features.rows).toBeCloseTo(0.2, 1);
  });

  test('of a wrong unit multiplies, in the named column alone', () => {
    const wrong = spoil({ kind: 'unit', factor: 2.54, share: 1, columns: ['income'] });
    const before = numbers(features, 'income');
    expect(numbers(wrong, 'income')).toEqual(before.map((value) => value * 2.54));
    expect(columnOf(wrong, 'age')).toEqual(columnOf(features, 'age'));
  });

  test('out of range lies beyond every value, by the stated width', () => {
    const [lowest, highest] = [18, 77];
    const values = numbers(spoil({ kind: 'out-of-range', share: 1 }), 'age');
    expect(new Set(values)).toEqual(new Set([2 * lowest - highest, 2 * highest - lowest]));
  });

  test('swaps a category for another that occurs, and keeps missing ones missing', () => {
    const before = columnOf(features, 'city').values;
    const after = columnOf(spoil({ kind: 'swapped', share: 1 }), 'city').values;
    after.forEach((value, row) => {
      if (before[row] === null) expect(value).toBeNull();
      else
        expect(['Paris', 'Lyon', 'Nice'].filter((city) => city !== before[row])).toContain(value);
    });
  });

  test('is not tried where no column is of its kind', () => {
    const bare = { rows: 2, columns: [columnOf(features, 'age')].map((column) => column) };
    expect(perturb(bare, { kind: 'typos' }, 1)).toBeUndefined();
  });

  test('that names an unknown column says which one was meant', () => {
    expect(() => spoil({ kind: 'noise', columns: ['incme'] })).toThrow(
      'the model has no feature "incme". Did you mean "income"?',
    );
    expect(() => spoil({ kind: 'noise', columns: ['sex'] })).toThrow(
      'the feature "sex" holds texts, and this needs numbers',
    );
  });

  test('is the same at every run, and another column changes nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('noise', 'missing', 'unit', 'swapped'),
        fc.nat(),
        (kind, seed) => {
          const alone: FeatureBatch = {
            rows: features.rows,
            columns: features.columns.filter(({ name }) => ['age', 'sex'].includes(name)),
          };
          const whole = perturb(features, { kind }, seed)?.features ?? features;
          const part = perturb(alone, { kind }, seed)?.features ?? alone;
          for (const name of ['age', 'sex']) {
            expect(columnOf(part, name)).toEqual(columnOf(whole, name));
          }
        },
      ),
      { numRuns: 12, seed: 5 },
    );
  });
});

describe('a typo', () => {
  test('changes every text that has characters, by one of them, and never makes it missing', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12 }), fc.nat(), (text, seed) => {
        const slipped = typoIn(text, createRandom(seed));
        expect(slipped).not.toBe(text);
        expect(slipped).not.toBe('');
        expect(Math.abs([...slipped].length - [...text].length)).toBeLessThanOrEqual(1);
        expect(typoIn(text, createRandom(seed))).toBe(slipped);
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});
