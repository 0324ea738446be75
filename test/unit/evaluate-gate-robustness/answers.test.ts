import { describe, expect, test } from 'vitest';
import {
  margins,
  movements,
  respondent,
  rowsAnswered,
} from '../../../actions/evaluate-gate/robustness/answers.ts';
import type { BinaryRows, MulticlassRows } from '../../../actions/evaluate-gate/rows.ts';
import type { FeatureBatch } from '../../../shared/domain/prediction.ts';

const binary: BinaryRows = {
  ...{ task: 'binary', labels: Uint8Array.of(1, 0), challengerKind: 'probability', slices: [] },
  challenger: new Float64Array(2),
};
const multiclass: MulticlassRows = {
  ...{ task: 'multiclass', classes: ['early', 'late', 'on time'], slices: [] },
  ...{ labels: Uint8Array.of(1, 2), challenger: new Float64Array(2) },
};
const features: FeatureBatch = { rows: 2, columns: [] };

describe('what a model answers', () => {
  test('of two probabilities is that of the positive class, wherever the model has it', async () => {
    const predict = async () => ({
      rows: 2,
      width: 2,
      values: Float64Array.of(0.9, 0.1, 0.3, 0.7),
    });
    const classes = ['1', '0'];
    const model = respondent({ predict, classes }, binary, { positive: '1.0' });
    expect((await model.answer(features)).values).toEqual(Float64Array.of(0.9, 0.3));
    const unnamed = respondent({ predict }, binary, { positive: '1.0' });
    expect((await unnamed.answer(features)).values).toEqual(Float64Array.of(0.1, 0.7));
  });

  test('of several classes is put in the order of the labels', async () => {
    const values = Float64Array.of(0.2, 0.7, 0.1, 0.5, 0.1, 0.4);
    const predict = async () => ({ rows: 2, width: 3, values });
    const model = respondent({ predict, classes: ['on time', 'late', 'early'] }, multiclass);
    const answers = await model.answer(features);
    expect(answers.values).toEqual(Float64Array.of(1, 2));
    expect(answers.shares?.[0]).toEqual(Float64Array.of(0.1, 0.4));
    const [first, second] = margins(multiclass, answers, 0.5);
    expect(first).toBeCloseTo(0.5, 12);
    expect(second).toBeCloseTo(0.1, 12);
  });

  test('may lack a class, which then has no probability in any row', async () => {
    const values = Float64Array.of(0.2, 0.8, 0.6, 0.4);
    const predict = async () => ({ rows: 2, width: 2, values });
    const model = respondent({ predict, classes: ['on time', 'late'] }, multiclass);
    const { shares } = await model.answer(features);
    expect(shares?.[0]).toEqual(Float64Array.of(0, 0));
    expect(shares?.[1]).toEqual(Float64Array.of(0.8, 0.4));
  });

  test('may be classes alone; one that no label has is wrong', async () => {
    const predict = async () => ({
      ...{ rows: 2, width: 0, values: new Float64Array(), labels: ['late', 'lost'] },
    });
    const answers = await respondent({ predict }, multiclass).answer(features);
    expect(answers.values).toEqual(Float64Array.of(1, 3));
    expect([...margins(multiclass, answers, 0.5)]).toEqual([1, -1]);
    const before = { ...answers, values: Float64Array.of(1, 0) };
    expect([...movements(multiclass, before, answers)]).toEqual([0, 1]);
  });

  test('that is not a number is counted', async () => {
    const predict = async () => ({ rows: 2, width: 1, values: Float64Array.of(0.4, Number.NaN) });
    expect((await respondent({ predict }, binary).answer(features)).unanswered).toBe(1);
  });
});

test('at the threshold itself a row counts as positive', () => {
  const answers = { values: Float64Array.of(0.5, 0.5), unanswered: 0 };
  const [positive, negative] = margins(binary, answers, 0.5);
  expect(positive).toBeGreaterThan(0);
  expect(negative).toBe(0);
});

test('answers of another kind keep theirs beside each other', () => {
  const classes = { values: Float64Array.of(1, 0), unanswered: 0, kind: 'class' as const };
  const shares = { values: Float64Array.of(0.8, 0.3), unanswered: 0 };
  expect(rowsAnswered(binary, classes, shares)).toMatchObject({
    ...{ challengerKind: 'class', championKind: 'probability' },
    ...{ challenger: classes.values, champion: shares.values },
  });
});
