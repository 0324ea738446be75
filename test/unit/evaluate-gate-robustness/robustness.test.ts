import { describe, expect, test } from 'vitest';
import { compareAuc } from '../../../actions/evaluate-gate/metrics/auc.ts';
import { type Answers, rowsAnswered } from '../../../actions/evaluate-gate/robustness/answers.ts';
import type { RobustnessReport } from '../../../actions/evaluate-gate/robustness/check.ts';
import { differenceOfChanges } from '../../../actions/evaluate-gate/robustness/difference-of-changes.ts';
import { perturb } from '../../../actions/evaluate-gate/robustness/perturb.ts';
import {
  robustnessFindings,
  robustnessSummary,
  robustnessTables,
} from '../../../actions/evaluate-gate/robustness/present.ts';
import { rowsAt } from '../../../actions/evaluate-gate/rows.ts';
import type { FeatureBatch } from '../../../shared/domain/prediction.ts';
import { externalError, usageError } from '../../../shared/kernel/action-error.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { ask, check, knowing, logistic, simulate } from './model.ts';

const world = simulate(1500, 1);
const bias = -0.08 * 48 - 0.15 * 30;
/** Knows the same, and takes a missing value for none: 0. */
const naive = logistic({ age: 0.08, income: 0.15 }, bias);

const of = (report: RobustnessReport, name: string) =>
  report.degradations.find((judged) => judged.name === name);
const messages = (report: RobustnessReport) =>
  robustnessFindings(report).map(({ message }) => message);

describe('what a perturbation costs', () => {
  test('fails beyond what is allowed, and the message says by how much', async () => {
    const perturbations = [{ kind: 'unit', share: 0.2, columns: ['income'] }];
    const report = await check(world, { perturbations, 'max-degradation': { auc: 0.02 } });
    expect(report.verdict).toBe('fail');
    expect(messages(report)).toEqual([
      expect.stringMatching(
        /^With 20 % of values × 1,000 in income, AUC changes by −0\.\d{4} \(95 % interval −0\.\d{4} to −0\.\d{4}\), beyond the allowed loss of 0\.02\.$/u,
      ),
    ]);
    expect(robustnessSummary(report)).toBe(messages(report)[0]);
  });

  test('is nothing where the model does not look', async () => {
    const perturbations = [{ kind: 'swapped', share: 1, columns: ['sex'] }];
    const report = await check(world, { perturbations, 'max-degradation': { auc: 0 } });
    expect(report.verdict).toBe('pass');
    const [judged] = report.degradations;
    expect(judged?.change).toMatchObject({ estimate: 0, low: 0, high: 0, outcome: 'no-worse' });
    expect(judged?.changedRows).toBe(1500);
  });

  test('has the paired interval of the metric', async () => {
    const perturbation = { kind: 'noise', deviations: 0.3, columns: ['income'] } as const;
    const report = await check(world, { perturbations: [perturbation] });
    const model = ask(world, knowing);
    const clean = await model.answer(world.features);
    const spoilt = await model.answer(
      perturb(world.features, perturbation, 7)?.features ?? world.features,
    );
    const rows = rowsAnswered(world.rows, spoilt, clean);
    if (rows.task !== 'binary') throw new Error('the rows are binary');
    const { difference } = compareAuc(rows, {
      ...{ level: 0.95, threshold: 0.5, seed: 1, replicates: 100 },
    });
    expect(report.degradations[0]?.change).toMatchObject(difference ?? {});
  });

  test('is only shown without a limit', async () => {
    const report = await check(world, {});
    expect(report.verdict).toBe('pass');
    expect(report.degradations).toHaveLength(8);
    const [table] = robustnessTables(report);
    expect(table?.rows.every((row) => row.at(-1) === 'no limit')).toBe(true);
    expect(table?.note).toContain('All 1,500 rows');
  });

  test('only warns where it is advisory', async () => {
    const policy = { 'max-degradation': { auc: 0.001 }, required: false };
    expect((await check(world, policy)).verdict).toBe('warn');
  });

  test('beyond what it costs the champion fails, and the champion is shown', async () => {
    const policy = {
      perturbations: [{ kind: 'missing', share: 0.3 }],
      'max-regression': { auc: 0.01 },
    };
    const report = await check(world, policy, naive, knowing);
    const judged = of(report, '30 % of values missing');
    expect(judged?.versus?.outcome).toBe('worse');
    expect(judged?.championChange).toBeGreaterThan(judged?.change?.estimate ?? 0);
    expect(messages(report)[0]).toMatch(
      /^With 30 % of values missing, AUC changes by −0\.\d+ .* more than the champion's, beyond the allowed 0\.01\.$/u,
    );
    const [table] = robustnessTables(report);
    expect(table?.columns.map(({ title }) => title)).toContain("champion's change");
    expect((await check(world, policy, knowing, naive)).verdict).toBe('pass');
  });

  test('that both models bear alike is no difference', async () => {
    const report = await check(world, { 'max-regression': { auc: 0 } }, knowing, knowing);
    expect(report.verdict).toBe('pass');
    for (const { versus } of report.degradations) expect(versus?.estimate).toBe(0);
  });
});

describe('a model that does not bear it', () => {
  const refusing = {
    predict: async (batch: Parameters<typeof knowing.predict>[0]) => {
      const [age] = batch.columns;
      if (age?.kind === 'number' && age.values.some(Number.isNaN)) {
        throw usageError('feature-missing', 'age must be there.');
      }
      return knowing.predict(batch);
    },
  };

  test('and refuses what was declared fails', async () => {
    const policy = { perturbations: [{ kind: 'missing' }], 'max-degradation': { auc: 0.1 } };
    const report = await check(world, policy, refusing);
    expect(report.verdict).toBe('fail');
    expect(messages(report)).toEqual([
      'Robustness, 10 % of values missing: the model refused these inputs: age must be there.',
    ]);
  });

  test('and refuses what nobody declared is warned of', async () => {
    const report = await check(world, { 'max-degradation': { auc: 0.5 } }, refusing);
    expect(report.verdict).toBe('warn');
    expect(of(report, '10 % of values missing')?.problem).toContain('refused');
  });

  test('and answers with no number fails where a limit is set', async () => {
    const silent = logistic({ age: 0.08, income: 0.15 }, bias, Number.NaN);
    const report = await check(world, { 'max-degradation': { auc: 0.5 } }, silent);
    expect(report.verdict).toBe('fail');
    expect(of(report, '10 % of values missing')?.problem).toMatch(
      /^the model answers \d+ rows with something that is not a number$/u,
    );
  });

  test('and whose server fails at odd inputs alone has refused them; one that is gone stops the gate', async () => {
    const gone = () => externalError('endpoint-unreachable', 'http://model answered 500.');
    const policy = { perturbations: [{ kind: 'missing' }], 'max-degradation': { auc: 0.1 } };
    let answered = 0;
    const failing = (stays: boolean) => ({
      predict: (batch: FeatureBatch) => {
        const [age] = batch.columns;
        const isOdd = age?.kind === 'number' && age.values.some(Number.isNaN);
        if (isOdd || (!stays && answered > 0)) throw gone();
        answered++;
        return knowing.predict(batch);
      },
    });
    const report = await check(world, policy, failing(true));
    expect(messages(report)[0]).toContain('the model refused these inputs: http://model answered');
    answered = 0;
    await expect(check(world, policy, failing(false))).rejects.toThrow('answered 500');
  });

  test('stops the gate where it refuses the rows as they are', async () => {
    const down = {
      predict: () => Promise.reject(usageError('refused', 'The model takes 5 features.')),
    };
    await expect(check(world, {}, down)).rejects.toThrow('The model takes 5 features.');
  });
});

test('a perturbation of a column that is not there fails and names the nearest', async () => {
  const report = await check(world, { perturbations: [{ kind: 'noise', columns: ['agee'] }] });
  expect(report.verdict).toBe('fail');
  expect(messages(report)).toEqual([
    'Robustness, noise of 0.1 standard deviations in agee: the model has no feature "agee". Did you mean "age"?',
  ]);
});

test('the interval of a difference of changes is as wide as a bootstrap of rows makes it', async () => {
  const [own, old] = await Promise.all(
    [naive, knowing].map(async (model) => {
      const asked = ask(world, model);
      const spoilt = perturb(world.features, { kind: 'missing', share: 0.3 }, 3);
      const clean = await asked.answer(world.features);
      const after: Answers = await asked.answer(spoilt?.features ?? world.features);
      return rowsAnswered(world.rows, after, clean);
    }),
  );
  if (own === undefined || old === undefined) throw new Error('both were asked');
  const options = { level: 0.95, threshold: 0.5, seed: 1, replicates: 100 };
  const { estimate, low, high } = differenceOfChanges(own, old, 'brier', options);
  const random = createRandom(9);
  const change = (rows: typeof own, indices: Int32Array): number => {
    const { labels, challenger, champion } = rowsAt(rows, indices);
    const loss = (answers: Float64Array = challenger) =>
      answers.reduce((sum, value, row) => sum + (value - (labels[row] as number)) ** 2, 0);
    return (loss() - loss(champion)) / labels.length;
  };
  const drawn = Float64Array.from({ length: 400 }, () => {
    const indices = Int32Array.from(world.rows.labels, () => random.below(1500));
    return change(own, indices) - change(old, indices);
  });
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const error = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 399);
  const halfWidth = (high - low) / 2 / 2.064;
  expect(estimate).toBeCloseTo(mean, 2);
  expect(halfWidth / error).toBeGreaterThan(0.7);
  expect(halfWidth / error).toBeLessThan(1.4);
});
