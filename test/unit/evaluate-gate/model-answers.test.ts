import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  classOrder,
  countNotFinite,
  csvHeader,
  csvRows,
  predictionColumns,
} from '../../../actions/evaluate-gate/models/answers.ts';
import { chooseFeatures } from '../../../actions/evaluate-gate/models/features.ts';
import type { PredictedBatch } from '../../../shared/domain/prediction.ts';

function answers(rows: readonly (readonly number[])[], labels?: readonly string[]): PredictedBatch {
  const width = rows[0]?.length ?? 0;
  const values = Float64Array.from(rows.flat());
  return { rows: rows.length, width, values, ...(labels && { labels }) };
}

describe('the classes that probabilities stand for', () => {
  const unlabelled = { ordered: undefined, labels: ['cat', 'ape', 'bee'] };

  test('are those that the model names beside them, in whatever order', () => {
    const rows = [
      [0.7, 0.2, 0.1],
      [0.1, 0.1, 0.8],
      [0.2, 0.6, 0.2],
    ];
    expect(classOrder('m', answers(rows, ['cat', 'bee', 'ape']), unlabelled)).toEqual([
      ...['cat', 'ape', 'bee'],
    ]);
  });

  test('are ascending where the model names none: numbers by size, texts by character', () => {
    const rows = [[0.7, 0.2, 0.1]];
    expect(classOrder('m', answers(rows), unlabelled)).toEqual(['ape', 'bee', 'cat']);
    const numbers = { ordered: undefined, labels: ['10', '9', '-1'] };
    expect(classOrder('m', answers(rows), numbers)).toEqual(['-1', '9', '10']);
  });

  test('are ascending where those that it names agree, also as other numbers', () => {
    const numbers = { ordered: undefined, labels: ['1.0', '0.0'] };
    const rows = [[0.1, 0.9]];
    expect(classOrder('m', answers(rows, ['1']), numbers)).toEqual(['0.0', '1.0']);
    expect(() => classOrder('m', answers(rows, ['0']), numbers)).toThrow(
      'The order of the 2 probabilities of m cannot be told from its answers.',
    );
  });

  test('are not told by a row whose two largest are equal', () => {
    const rows = [
      [0.5, 0.5],
      [0.2, 0.8],
      [0.9, 0.1],
    ];
    const known = { ordered: undefined, labels: [] };
    expect(classOrder('m', answers(rows, ['b', 'b', 'a']), known)).toEqual(['a', 'b']);
  });

  test('must be as many as the numbers', () => {
    expect(() => classOrder('m', answers([[1, 2]]), unlabelled)).toThrow(
      'm answers with 2 numbers a row, and there are 3 classes: ape, bee, cat.',
    );
    expect(() =>
      classOrder('m', answers([[1, 2]]), { ordered: ['a', 'b', 'c'], labels: [] }),
    ).toThrow('there are 3 classes: a, b, c');
  });
});

describe('answers as a table', () => {
  test('hold every number exactly, and any key', () => {
    const line = fc.tuple(fc.string(), fc.double({ noNaN: true }), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const batch = answers(lines.map(([, a, b]) => [a, b]));
        const text = csvRows(
          lines.map(([key]) => key),
          batch,
        );
        const read = [...text.matchAll(/("(?:[^"]|"")*"|[^",\n\r]*),([^,]*),([^\n]*)\n/gu)];
        expect(
          read.map(([, key = '']) => key.replace(/^"|"$/gu, '').replaceAll('""', '"')),
        ).toEqual(lines.map(([key]) => key));
        expect(read.map(([, , a, b]) => [Number(a) + 0, Number(b) + 0])).toEqual(
          lines.map(([, a, b]) => [a + 0, b + 0]),
        );
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  test('are named by their class, which may hold a comma', () => {
    expect(csvHeader(['id', ...predictionColumns('p', ['late, very', 'on time'])])).toBe(
      'id,"p.late, very",p.on time\n',
    );
    expect(csvRows(['a'], { ...answers([[]], ['x"y']), rows: 1 })).toBe('a,"x""y"\n');
  });

  test('that are not finite are counted by row', () => {
    const rows = [
      [Number.NaN, Number.NaN],
      [0, Number.POSITIVE_INFINITY],
      [0.4, 0.6],
    ];
    expect(countNotFinite(answers(rows))).toBe(2);
  });
});

describe('the features of a model', () => {
  const columns = ['id', 'hour', 'late', 'day', 'store'].map((name) => ({ name, type: 'integer' }));
  const choice = { columns, label: 'late', taken: ['id', 'day', 'store'], configured: undefined };
  const silent = { source: 'm', features: undefined, featureCount: undefined };

  test('are every column without a role of its own, else as said, else as the model says', () => {
    expect(chooseFeatures(silent, choice)).toEqual(['hour']);
    const configured = ['store', 'hour'];
    expect(chooseFeatures(silent, { ...choice, configured })).toEqual(configured);
    const own = { ...silent, features: ['day'] };
    expect(chooseFeatures(own, { ...choice, configured })).toEqual(['day']);
  });

  test('are never the label, whoever names it', () => {
    expect(() => chooseFeatures({ ...silent, features: ['late'] }, choice)).toThrow(
      'm wants "late" as a feature, which is the label: it was trained on the answer.',
    );
    expect(() => chooseFeatures(silent, { ...choice, configured: ['late'] })).toThrow(
      'the model would be told the answer',
    );
  });

  test('must be there at all', () => {
    const taken = ['id', 'hour', 'day', 'store'];
    expect(() => chooseFeatures(silent, { ...choice, taken })).toThrow(
      'The data has no column that m could be given',
    );
  });
});
