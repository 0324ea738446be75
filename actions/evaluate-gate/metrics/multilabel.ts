import { exactMean } from '../../../shared/stats/exact-sum.ts';
import type { MultilabelRows } from '../rows.ts';
import type { MethodOptions, MetricComparison } from './comparison.ts';
import { compareInfluence, type Influence, meanInfluence } from './influence.ts';

/** Labels as 0 and 1, a column a label. */
type Columns = readonly Float64Array[];

/** One model's answers beside the truth; `shares` are what its answers were cut from. */
interface Answered {
  readonly truths: Columns;
  readonly answers: Columns;
  readonly shares: Columns;
  readonly rows: number;
}

/** True labels, given labels and labels that are both: of a row, or of a label. */
interface Overlap {
  readonly actual: Float64Array;
  readonly given: Float64Array;
  readonly both: Float64Array;
}

const meanOf = (values: Float64Array): Influence => meanInfluence(values, exactMean(values));

const ratio = (above: number, below: number): number => (below === 0 ? 0 : above / below);

/** Of every row. */
function overlapByRow({ truths, answers, rows }: Answered): Overlap {
  const [actual, given, both] = [0, 0, 0].map(() => new Float64Array(rows)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  truths.forEach((truth, label) => {
    const answer = answers[label] as Float64Array;
    for (let row = 0; row < rows; row++) {
      const [t, a] = [truth[row] as number, answer[row] as number];
      actual[row] = (actual[row] as number) + t;
      given[row] = (given[row] as number) + a;
      both[row] = (both[row] as number) + t * a;
    }
  });
  return { actual, given, both };
}

/** The parts of a rate: what is counted, out of what. */
type Rate = (
  actual: number,
  given: number,
  both: number,
) => readonly [above: number, below: number];

const rates = {
  f1: (actual, given, both) => [2 * both, actual + given],
  precision: (_, given, both) => [both, given],
  recall: (actual, _, both) => [both, actual],
} as const satisfies Record<string, Rate>;

/** The rate of all rows and labels together: a sum over a sum. */
function micro(rate: Rate): (answered: Answered) => Influence {
  return (answered) => {
    const { actual, given, both } = overlapByRow(answered);
    return ratioOfSums(actual, given, both, rate);
  };
}

/** A row moves a ratio of sums by its part above what the ratio gives it. 0 of 0 is 0. */
function ratioOfSums(
  actual: Float64Array,
  given: Float64Array,
  both: Float64Array,
  rate: Rate,
): Influence {
  const [above, below] = [new Float64Array(both.length), new Float64Array(both.length)];
  for (let row = 0; row < both.length; row++) {
    const parts = rate(actual[row] as number, given[row] as number, both[row] as number);
    [above[row], below[row]] = parts;
  }
  const scale = exactMean(below);
  if (scale === 0) return { value: 0, influence: new Float64Array(both.length) };
  const value = exactMean(above) / scale;
  const influence = above.map((part, row) => (part - value * (below[row] as number)) / scale);
  return { value, influence };
}

/** The mean of each row's rate; 0 where it is 0 of 0. */
function samples(rate: Rate): (answered: Answered) => Influence {
  return (answered) => {
    const { actual, given, both } = overlapByRow(answered);
    return meanOf(
      both.map((own, row) => ratio(...rate(actual[row] as number, given[row] as number, own))),
    );
  };
}

/** The mean of each label's rate: every label counts the same, or as much as it has rows. */
function byLabel(rate: Rate, average: 'macro' | 'weighted'): (answered: Answered) => Influence {
  return ({ truths, answers, rows }) => {
    const parts = truths.map((truth, label) => {
      const answer = answers[label] as Float64Array;
      const both = truth.map((value, row) => value * (answer[row] as number));
      return { truth, share: exactMean(truth), ...ratioOfSums(truth, answer, both, rate) };
    });
    const total = parts.reduce((sum, { share }) => sum + share, 0);
    const weightOf = (share: number) =>
      average === 'macro' ? 1 / parts.length : ratio(share, total);
    const value = parts.reduce((sum, part) => sum + weightOf(part.share) * part.value, 0);
    const influence = new Float64Array(rows);
    for (const part of parts) {
      const weight = weightOf(part.share);
      // A row of a label also makes the label weigh more.
      const reweighted = average === 'macro' ? 0 : ratio(part.value - value, total);
      for (let row = 0; row < rows; row++) {
        const moved = weight * (part.influence[row] as number);
        influence[row] =
          (influence[row] as number) + moved + reweighted * (part.truth[row] as number);
      }
    }
    return { value, influence };
  };
}

/** Rows whose every label is right. */
function subsetAccuracy(answered: Answered): Influence {
  const { actual, given, both } = overlapByRow(answered);
  return meanOf(both.map((own, row) => (own === actual[row] && own === given[row] ? 1 : 0)));
}

/** The share of labels, of all rows, that are wrong. */
function hammingLoss(answered: Answered): Influence {
  const { actual, given, both } = overlapByRow(answered);
  const labels = answered.truths.length;
  return meanOf(
    both.map((own, row) => ((actual[row] as number) + (given[row] as number) - 2 * own) / labels),
  );
}

/** Labels both true and given over labels that are either. */
const jaccard: Rate = (actual, given, both) => [both, actual + given - both];

/**
 * Of each true label, the share of true ones among the labels scored at least as high; 1 for a row of
 * which no label or every label is true.
 */
function labelRankingAveragePrecision({ truths, shares, rows }: Answered): Influence {
  const precisions = Float64Array.from({ length: rows }, (_, row) => {
    const scores = shares.map((column) => column[row] as number);
    const isTrue = truths.map((column) => column[row] === 1);
    const relevant = isTrue.filter(Boolean).length;
    if (relevant === 0 || relevant === scores.length) return 1;
    let sum = 0;
    scores.forEach((score, label) => {
      if (!isTrue[label]) return;
      let [above, right] = [0, 0];
      scores.forEach((other, place) => {
        if (other < score) return;
        above++;
        if (isTrue[place]) right++;
      });
      sum += right / above;
    });
    return sum / relevant;
  });
  return meanOf(precisions);
}

/** Each is scikit-learn's of the same name, with 0 for 0 of 0. */
const measures = {
  'subset-accuracy': subsetAccuracy,
  'hamming-loss': hammingLoss,
  jaccard: samples(jaccard),
  'label-ranking-average-precision': labelRankingAveragePrecision,
  'f1-micro': micro(rates.f1),
  'f1-macro': byLabel(rates.f1, 'macro'),
  'f1-weighted': byLabel(rates.f1, 'weighted'),
  'f1-samples': samples(rates.f1),
  'precision-micro': micro(rates.precision),
  'precision-macro': byLabel(rates.precision, 'macro'),
  'precision-weighted': byLabel(rates.precision, 'weighted'),
  'precision-samples': samples(rates.precision),
  'recall-micro': micro(rates.recall),
  'recall-macro': byLabel(rates.recall, 'macro'),
  'recall-samples': samples(rates.recall),
} as const;

export type LabelSetMetric = keyof typeof measures;

export function isLabelSetMetric(name: string): name is LabelSetMetric {
  return Object.hasOwn(measures, name);
}

/** A metric of sets of labels, by the influences of rows. */
export function compareLabelSets(
  name: LabelSetMetric,
  rows: MultilabelRows,
  options: MethodOptions,
): MetricComparison {
  const measure = (model: 'challenger' | 'champion') => {
    const shares =
      (model === 'challenger' ? rows.challengerShares : rows.championShares) ??
      rows.challengerShares;
    const kind = model === 'challenger' ? rows.challengerKind : rows.championKind;
    const cut = kind === 'probability' ? options.threshold : 0.5;
    const answers = shares.map((column) => column.map((share) => (share >= cut ? 1 : 0)));
    const { truths, labels } = rows;
    return measures[name]({ truths, shares, answers, rows: labels.length });
  };
  return compareInfluence(rows, measure, options, { low: 0, high: 1 });
}
