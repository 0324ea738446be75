import { describe, expect, test } from 'vitest';
import {
  cellsOf,
  classesOf,
  isHeldOut,
  type Values,
} from '../../../../actions/data-validate/leakage/cells.ts';
import { groupedAuc, telling } from '../../../../actions/data-validate/leakage/giveaway.ts';
import { delongInterval } from '../../../../shared/stats/delong.ts';
import { createRandom } from '../../../../shared/stats/random.ts';

const rows = 4_000;
const random = createRandom(5);
const uniform = Float64Array.from({ length: rows }, () => random.uniform());
const truth = Array.from(uniform, (x) => (x > 0.7 ? 'late' : 'on time'));

function told(values: Values, labels: Values = truth) {
  return telling(cellsOf(values), classesOf(labels));
}

test('the area and its interval from counts are those of DeLong from rows', () => {
  const scores = [0.1, 0.5, 0.5, 0.9];
  const counts = [
    [7, 3],
    [12, 9],
    [4, 6],
    [2, 11],
  ].map((line) => Float64Array.from(line));
  const labels: number[] = [];
  const ranked: number[] = [];
  counts.forEach((line, cell) => {
    line.forEach((count, label) => {
      for (let i = 0; i < count; i++) {
        labels.push(label);
        ranked.push(scores[cell] ?? 0);
      }
    });
  });
  const expected = delongInterval(Uint8Array.from(labels), Float64Array.from(ranked));
  const found = groupedAuc(counts, scores, 0.95);
  expect(found.estimate).toBeCloseTo(expected.estimate, 12);
  expect(found.low).toBeCloseTo(expected.low, 12);
  expect(found.high).toBeCloseTo(expected.high, 12);
});

test('about half of any run of rows is held out, whatever its period', () => {
  for (const period of [1, 2, 7, 24, 64, 1000]) {
    let heldOut = 0;
    for (let i = 0; i < 2_000; i++) heldOut += isHeldOut(i * period) ? 1 : 0;
    expect(heldOut / 2_000, String(period)).toBeGreaterThan(0.45);
    expect(heldOut / 2_000, String(period)).toBeLessThan(0.55);
  }
});

describe('a feature that gives the label away', () => {
  test('is found when it is the label under another name', () => {
    const found = told(truth.map((label) => (label === 'late' ? 'L' : 'O')));
    expect(found?.auc?.estimate).toBe(1);
    // Six hundred late rows held out: 0.025 to the power of 1/600.
    expect(found?.auc?.low).toBeCloseTo(0.994, 3);
    expect(found?.information.low).toBeGreaterThan(0.98);
  });

  test('is found when the label is a threshold of it, or a band in its middle', () => {
    expect(told(uniform)?.auc?.low).toBeGreaterThan(0.99);
    const band = Array.from(uniform, (x) => (x > 0.4 && x < 0.6 ? 1 : 0));
    expect(told(uniform, band)?.auc?.low).toBeGreaterThan(0.98);
  });

  test('is found when only its being missing tells', () => {
    const gaps = truth.map((label, i) => (label === 'late' ? null : `c${i % 9}`));
    expect(told(gaps)?.auc?.estimate).toBe(1);
    const numbers = Float64Array.from(truth, (label) => (label === 'late' ? Number.NaN : 4));
    expect(told(numbers)?.auc?.estimate).toBe(1);
  });

  test('is found of a label with several classes, and of a number', () => {
    const classes = Array.from(uniform, (x) => `class ${Math.floor(x * 5)}`);
    const ofClasses = told(uniform, classes);
    expect(ofClasses?.auc).toBeUndefined();
    expect(ofClasses?.information.low).toBeGreaterThan(0.9);
    const inMiles = uniform.map((x) => 3 + 1.609 * x);
    expect(told(inMiles, uniform)?.information.low).toBeGreaterThan(0.9);
  });
});

describe('a feature that knows nothing', () => {
  test('has an area of one half and no information, also where every value is another', () => {
    const other = createRandom(6);
    for (const values of [
      Float64Array.from({ length: rows }, () => other.uniform()),
      Array.from({ length: rows }, (_, i) => `name ${i}`),
      Array.from({ length: rows }, () => `kind ${other.below(300)}`),
    ]) {
      const found = told(values);
      expect(found?.auc?.low).toBeLessThanOrEqual(0.5);
      expect(found?.auc?.high).toBeGreaterThanOrEqual(0.5);
      expect(found?.information.estimate).toBeLessThan(0.01);
    }
  });

  test('of many such columns, about as many intervals miss one half as 95 % allows', () => {
    const other = createRandom(7);
    let missed = 0;
    for (let i = 0; i < 200; i++) {
      const found = told(Float64Array.from({ length: rows }, () => other.below(6)));
      if ((found?.auc?.low ?? 0) > 0.5 || (found?.auc?.high ?? 1) < 0.5) missed += 1;
    }
    // 10 of 200 are expected; more than 21 come about once in 1,000 times.
    expect(missed).toBeLessThan(22);
  });

  test('information has an interval that holds what is to be known', () => {
    // The label follows a coin that is right in nine of ten rows: 1 - H(0.9) / ln 2 of it is known.
    const other = createRandom(8);
    const labels = Array.from({ length: rows }, () => other.below(2));
    const signal = labels.map((label) => (other.uniform() < 0.9 ? label : 1 - label));
    const known = 1 + (0.9 * Math.log(0.9) + 0.1 * Math.log(0.1)) / Math.log(2);
    const found = told(signal, labels);
    expect(found?.information.low).toBeLessThan(known);
    expect(found?.information.high).toBeGreaterThan(known);
  });
});

test('too few rows, and one class only, decide nothing', () => {
  expect(told(uniform.slice(0, 80), truth.slice(0, 80))).toBeUndefined();
  expect(told(uniform, new Array(rows).fill('late'))).toBeUndefined();
  const rare = truth.map((_, i) => (i < 12 ? 'late' : 'on time'));
  expect(told(uniform, rare)).toBeUndefined();
});
