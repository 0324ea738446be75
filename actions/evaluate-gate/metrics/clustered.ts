import type { MetricName } from '../../../shared/domain/metric.ts';
import { brierLosses } from '../../../shared/stats/brier.ts';
import type { Confusion } from '../../../shared/stats/confusion.ts';
import { exactMean } from '../../../shared/stats/exact-sum.ts';
import { logLosses } from '../../../shared/stats/log-loss.ts';
import type { BinaryRows } from '../rows.ts';
import { averagePrecision } from './average-precision.ts';
import { compareCalibrationError } from './calibration-error.ts';
import type { MethodOptions, MetricComparison } from './comparison.ts';
import {
  cutOf,
  isClassMetric,
  metricOfClasses,
  ofChallenger,
  requireDefined,
} from './confusion.ts';
import { compareInfluence, type Influence, meanInfluence } from './influence.ts';
import { aucInfluence, requireTwoOfEach } from './roc-influence.ts';

type Measure = (labels: Uint8Array, predictions: Float64Array) => Influence;

const ofScores: Partial<Record<MetricName, Measure>> = {
  auc: aucInfluence,
  'average-precision': (labels, scores) => {
    requireTwoOfEach(labels);
    return averagePrecision(labels, scores);
  },
  'log-loss': (labels, shares) => meanOf(logLosses(labels, shares)),
  brier: (labels, shares) => meanOf(brierLosses(labels, shares)),
};

function meanOf(losses: Float64Array): Influence {
  return meanInfluence(losses, exactMean(losses));
}

/**
 * A metric of a binary task whose rows come in clusters. Every one goes by its influences: DeLong's
 * and McNemar's tests and a bootstrap of counts take rows as independent.
 *
 * @throws NotComputable
 */
export function compareClustered(
  name: MetricName,
  rows: BinaryRows,
  options: MethodOptions,
): MetricComparison | undefined {
  if (name === 'expected-calibration-error') return compareCalibrationError(rows, options);
  const measure = ofScores[name];
  if (measure !== undefined) {
    return compareInfluence(
      rows,
      (model) => measure(rows.labels, rows[model] ?? rows.challenger),
      options,
      { low: 0, ...(name === 'log-loss' ? {} : { high: 1 }) },
    );
  }
  if (!isClassMetric(name)) return undefined;
  const metric = metricOfClasses(name, options);
  return compareInfluence(
    rows,
    (model) => {
      const kind = model === 'challenger' ? rows.challengerKind : (rows.championKind ?? 'class');
      const cut = cutOf(kind, options.threshold);
      const influence = classInfluence(rows.labels, rows[model] ?? rows.challenger, cut, metric);
      requireDefined(influence.value, model);
      return influence;
    },
    options,
  );
}

/** Step of the numeric derivative, as a share of all rows: metrics of counts are smooth in it. */
const step = 1e-5;

/** Any smooth function of a confusion matrix: a row moves it as one more row in its cell does. */
export function classInfluence(
  labels: Uint8Array,
  predictions: Float64Array,
  cut: number,
  metric: (confusion: Confusion) => number,
): Influence {
  const rows = labels.length;
  const cells = new Float64Array(8);
  const cellOf = Uint8Array.from(labels, (label, row) =>
    (predictions[row] as number) >= cut ? 4 * label + 1 : 4 * label,
  );
  for (const cell of cellOf) cells[cell] = (cells[cell] as number) + 1;
  const value = metric(ofChallenger(cells));
  const slope = (cell: number) => {
    const at = (by: number) =>
      metric(ofChallenger(cells.map((size, other) => (other === cell ? size + by : size))));
    const width = step * rows;
    return (rows * (at(width) - at(-width))) / (2 * width);
  };
  const slopes = Float64Array.from({ length: 8 }, (_, cell) =>
    (cells[cell] as number) > 0 ? slope(cell) : 0,
  );
  return { value, influence: Float64Array.from(cellOf, (cell) => slopes[cell] as number) };
}
