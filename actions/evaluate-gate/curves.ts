import type { Series } from '../../shared/domain/record.ts';
import { countClasses } from '../../shared/stats/roc.ts';
import { scoreOrder } from '../../shared/stats/score-order.ts';
import { seriesTitles } from './messages.ts';
import { binOf, calibrationBins } from './metrics/calibration-error.ts';
import type { BinaryRows, GateRows } from './rows.ts';

/** Points of a ROC curve: enough for the eye, few enough for a comment. */
const rocPoints = 41;

/** Curves that show how the models differ: ROC, and calibration where predictions are shares. */
export function curvesOf(rows: GateRows): Series[] {
  if (rows.task !== 'binary') return [];
  const curves: Series[] = [];
  if (![rows.challengerKind, rows.championKind].includes('class')) curves.push(rocSeries(rows));
  const kinds = [rows.challengerKind, rows.championKind ?? 'probability'];
  if (kinds.every((kind) => kind === 'probability')) curves.push(calibrationSeries(rows));
  return curves;
}

function linesOf(rows: BinaryRows, draw: (scores: Float64Array) => (number | null)[]) {
  const { champion, challenger } = rows;
  return [
    ...(champion === undefined ? [] : [{ name: 'champion', values: draw(champion) }]),
    { name: 'challenger', values: draw(challenger) },
  ];
}

function rocSeries(rows: BinaryRows): Series {
  const grid = Array.from({ length: rocPoints }, (_, i) => i / (rocPoints - 1));
  return {
    id: 'roc',
    title: seriesTitles.roc,
    kind: 'line',
    x: { title: seriesTitles.falsePositiveRate, values: grid },
    y: { title: seriesTitles.truePositiveRate },
    lines: linesOf(rows, (scores) => truePositiveRates(rows.labels, scores, grid)),
  };
}

/**
 * True positive rates at given false positive rates, straight between the points that thresholds
 * can reach.
 */
export function truePositiveRates(
  labels: Uint8Array,
  scores: Float64Array,
  grid: readonly number[],
): number[] {
  const { positives, negatives } = countClasses(labels);
  const order = scoreOrder(scores);
  const rates: number[] = [];
  let [hits, alarms] = [0, 0];
  let place = order.length - 1;
  let before = { hits, alarms };
  for (const target of grid) {
    while (place >= 0 && alarms / negatives <= target) {
      before = { hits, alarms };
      const score = scores[order[place] as number];
      for (; place >= 0 && scores[order[place] as number] === score; place--) {
        if (labels[order[place] as number] === 1) hits++;
        else alarms++;
      }
    }
    const from = before.alarms / negatives;
    const to = alarms / negatives;
    const share = to > from ? Math.min(1, Math.max(0, (target - from) / (to - from))) : 1;
    rates.push((before.hits + share * (hits - before.hits)) / positives);
  }
  return rates;
}

function calibrationSeries(rows: BinaryRows): Series {
  const centres = Array.from(
    { length: calibrationBins },
    (_, bin) => (bin + 0.5) / calibrationBins,
  );
  return {
    id: 'calibration',
    title: seriesTitles.calibration,
    kind: 'line',
    x: { title: seriesTitles.predicted, values: centres },
    y: { title: seriesTitles.observed },
    lines: [
      { name: 'perfect', values: centres },
      ...linesOf(rows, (probabilities) => observedShares(rows.labels, probabilities)),
    ],
  };
}

/** Share of positive rows in ten equal ranges of the predicted probability; null without rows. */
export function observedShares(labels: Uint8Array, probabilities: Float64Array): (number | null)[] {
  const hits = new Float64Array(calibrationBins);
  const sizes = new Float64Array(calibrationBins);
  for (let row = 0; row < labels.length; row++) {
    const bin = binOf(probabilities[row] as number);
    sizes[bin] = (sizes[bin] as number) + 1;
    hits[bin] = (hits[bin] as number) + (labels[row] as number);
  }
  return Array.from(sizes, (size, bin) => (size === 0 ? null : (hits[bin] as number) / size));
}
