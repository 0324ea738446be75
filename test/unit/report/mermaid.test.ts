import { expect, test } from 'vitest';
import type { Series } from '../../../shared/domain/record.ts';
import { mermaidChart } from '../../../shared/report/mermaid.ts';

function seriesOf(x: (number | string)[], values: (number | null)[]): Series {
  return {
    id: 'roc',
    title: 'ROC curve',
    kind: 'line',
    x: { title: 'false positive rate', values: x },
    y: { title: 'true positive rate' },
    lines: [{ name: 'challenger', values }],
  };
}

const axisOf = (series: Series): string | undefined =>
  /x-axis .*$/mu.exec(mermaidChart(series) ?? '')?.[0];

test('the axis of a ROC curve reads as false positive rates', () => {
  const rates = Array.from({ length: 41 }, (_, i) => i / 40);
  expect(axisOf(seriesOf(rates, rates))).toBe('x-axis "false positive rate" 0 --> 1');
});

test('without the first and the last point the axis is as short as the curve', () => {
  const centres = [0.05, 0.15, 0.25, 0.35];
  const axis = axisOf(seriesOf(centres, [null, 0.1, 0.2, 0.3]));
  expect(axis).toBe('x-axis "false positive rate" 0.15 --> 0.35');
});

test('what is no number, or not at equal steps, is counted', () => {
  const counted = 'x-axis "false positive rate" 1 --> 3';
  expect(axisOf(seriesOf(['May', 'June', 'July'], [1, 2, 3]))).toBe(counted);
  expect(axisOf(seriesOf([1, 10, 100], [1, 2, 3]))).toBe(counted);
  expect(axisOf(seriesOf([0, 1, 2, 3], [1, 2, null, 3]))).toBe(counted);
});
