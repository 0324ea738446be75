import { exactMean } from '../../../shared/stats/exact-sum.ts';
import { mcnemarTest } from '../../../shared/stats/mcnemar.ts';
import type { MulticlassRows } from '../rows.ts';
import { type MethodOptions, type MetricComparison, NotComputable } from './comparison.ts';
import { compareInfluence, type Influence, meanInfluence } from './influence.ts';
import { reasons } from './messages.ts';
import { aucInfluence } from './roc-influence.ts';

/** Rows by class and answer; answers that no label has are the last column. */
export interface ClassTable {
  /** Cell `label · width + answer`. */
  readonly cells: Float64Array;
  readonly classes: number;
  /** `classes` + 1. */
  readonly width: number;
  readonly rows: number;
  /** Rows of each class. */
  readonly actual: Float64Array;
  /** Rows given each answer. */
  readonly predicted: Float64Array;
}

export function classTable(labels: Uint8Array, answers: Float64Array, classes: number): ClassTable {
  const width = classes + 1;
  const cells = new Float64Array(width * width);
  const actual = new Float64Array(width);
  const predicted = new Float64Array(width);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number;
    const answer = answers[row] as number;
    cells[label * width + answer] = (cells[label * width + answer] as number) + 1;
    actual[label] = (actual[label] as number) + 1;
    predicted[answer] = (predicted[answer] as number) + 1;
  }
  return { cells, classes, width, rows: labels.length, actual, predicted };
}

const at = (values: ArrayLike<number>, place: number): number => values[place] as number;

export interface ClassRates {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** One class against the rest; 0, as in scikit-learn, for a class that is never predicted. */
export function ratesOf(table: ClassTable, of: number): ClassRates {
  const hits = at(table.cells, of * table.width + of);
  const [rows, answers] = [at(table.actual, of), at(table.predicted, of)];
  return {
    precision: answers === 0 ? 0 : hits / answers,
    recall: rows === 0 ? 0 : hits / rows,
    f1: hits === 0 ? 0 : (2 * hits) / (rows + answers),
  };
}

/** The derivative of a class's rate by one more row with this label and this answer. */
function slopeOf(
  table: ClassTable,
  rate: keyof ClassRates,
  of: number,
  label: number,
  answer: number,
): number {
  const value = ratesOf(table, of)[rate];
  const isHit = label === of && answer === of ? 1 : 0;
  const isActual = label === of ? 1 : 0;
  const isAnswer = answer === of ? 1 : 0;
  const [rows, answers] = [at(table.actual, of), at(table.predicted, of)];
  const share = (gain: number, size: number) => (size === 0 ? 0 : gain / size);
  switch (rate) {
    case 'precision':
      return share(isHit - value * isAnswer, answers);
    case 'recall':
      return share(isHit - value * isActual, rows);
    case 'f1':
      return share(2 * isHit - value * (isActual + isAnswer), rows + answers);
  }
}

type Average = 'macro' | 'weighted';

/** A metric's value, and its derivative by one more row of a cell. */
interface CellMetric {
  readonly value: number;
  readonly slope: (label: number, answer: number) => number;
}

type OfTable = (table: ClassTable) => CellMetric;

/**
 * The mean of a rate over the classes that have rows: every class counts the same, or as much as it
 * has rows. A class without rows says nothing, and answers that name it are wrong anyway.
 */
function averaged(rate: keyof ClassRates, average: Average): OfTable {
  return (table) => {
    const present = Array.from({ length: table.classes }, (_, i) => i).filter(
      (of) => at(table.actual, of) > 0,
    );
    const rates = new Map(present.map((of) => [of, ratesOf(table, of)[rate]]));
    const weight = (of: number) =>
      average === 'macro' ? 1 / present.length : at(table.actual, of) / table.rows;
    const value = present.reduce((sum, of) => sum + weight(of) * (rates.get(of) ?? 0), 0);
    const slope = (label: number, answer: number): number => {
      const touched = label === answer ? [label] : [label, answer];
      const moved = touched
        .filter((of) => rates.has(of))
        .reduce((sum, of) => sum + weight(of) * slopeOf(table, rate, of, label, answer), 0);
      const reweighted = average === 'macro' ? 0 : ((rates.get(label) ?? 0) - value) / table.rows;
      return moved + reweighted;
    };
    return { value, slope };
  };
}

function accuracy({ cells, width, rows, classes }: ClassTable): CellMetric {
  let right = 0;
  for (let of = 0; of < classes; of++) right += at(cells, of * width + of);
  const value = right / rows;
  return { value, slope: (label, answer) => ((label === answer ? 1 : 0) - value) / rows };
}

/**
 * Matthews correlation of several classes.
 *
 * @throws NotComputable where all rows have one label or get one answer
 * @see J. Gorodkin, Comparing two K-category assignments by a K-category correlation coefficient,
 *   Computational Biology and Chemistry 28 (2004)
 */
function matthewsCorrelation(table: ClassTable): CellMetric {
  const { rows, actual, predicted } = table;
  const right = accuracy(table).value * rows;
  const dot = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, value, i) => sum + value * at(b, i), 0);
  const above = right * rows - dot(actual, predicted);
  const ofAnswers = rows * rows - dot(predicted, predicted);
  const ofLabels = rows * rows - dot(actual, actual);
  if (ofAnswers === 0 || ofLabels === 0) {
    throw new NotComputable(reasons.oneClass);
  }
  const below = Math.sqrt(ofAnswers * ofLabels);
  const value = above / below;
  const slope = (label: number, answer: number): number => {
    const hit = label === answer ? rows : 0;
    const moved = hit + right - at(actual, answer) - at(predicted, label);
    const spread =
      (rows - at(predicted, answer)) / ofAnswers + (rows - at(actual, label)) / ofLabels;
    return moved / below - value * spread;
  };
  return { value, slope };
}

/** Agreement beyond chance, scikit-learn's `cohen_kappa_score`. */
function cohenKappa(table: ClassTable): CellMetric {
  const { actual, predicted, rows } = table;
  const right = accuracy(table);
  const chance = actual.reduce((sum, own, of) => sum + own * at(predicted, of), 0) / rows ** 2;
  const beyond = 1 - chance;
  if (beyond === 0) throw new NotComputable(reasons.oneClassAndAnswer);
  const slope = (label: number, answer: number): number => {
    const moved = (at(predicted, label) + at(actual, answer)) / rows ** 2 - (2 * chance) / rows;
    return right.slope(label, answer) / beyond - ((1 - right.value) * moved) / beyond ** 2;
  };
  return { value: (right.value - chance) / beyond, slope };
}

const ofTable = {
  accuracy,
  'balanced-accuracy': averaged('recall', 'macro'),
  'recall-macro': averaged('recall', 'macro'),
  'f1-macro': averaged('f1', 'macro'),
  'f1-weighted': averaged('f1', 'weighted'),
  'precision-macro': averaged('precision', 'macro'),
  'precision-weighted': averaged('precision', 'weighted'),
  'cohen-kappa': cohenKappa,
  mcc: matthewsCorrelation,
} as const satisfies Record<string, OfTable>;

export type AnswerMetric = keyof typeof ofTable;

/** A metric of the predicted classes, scikit-learn's of the same name. @throws NotComputable */
export function compareAnswers(
  name: AnswerMetric,
  rows: MulticlassRows,
  options: MethodOptions,
): MetricComparison {
  const measure = (model: 'challenger' | 'champion') =>
    influenceOf(rows, rows[model] ?? rows.challenger, ofTable[name]);
  const compared = compareInfluence(rows, measure, options, {
    low: name === 'mcc' || name === 'cohen-kappa' ? -1 : 0,
    high: 1,
  });
  if (name !== 'accuracy' || rows.champion === undefined || rows.clusters !== undefined) {
    return compared;
  }
  const { rightToWrong, wrongToRight } = answerFlips(rows);
  return { ...compared, exactP: mcnemarTest(rightToWrong, wrongToRight).pValue };
}

function influenceOf(rows: MulticlassRows, answers: Float64Array, metric: OfTable): Influence {
  const { labels, classes } = rows;
  const table = classTable(labels, answers, classes.length);
  const { value, slope } = metric(table);
  const { width } = table;
  const slopes = table.cells.map((size, cell) =>
    size === 0 ? 0 : table.rows * slope(Math.floor(cell / width), cell % width),
  );
  const influence = answers.map((answer, row) =>
    at(slopes, (labels[row] as number) * width + answer),
  );
  return { value, influence };
}

/** Rows whose answer turned from right to wrong, and from wrong to right. */
export function answerFlips({ labels, challenger, champion = challenger }: MulticlassRows) {
  let rightToWrong = 0;
  let wrongToRight = 0;
  for (let row = 0; row < labels.length; row++) {
    const [own, old] = [challenger[row] === labels[row], champion[row] === labels[row]];
    if (old && !own) rightToWrong++;
    if (own && !old) wrongToRight++;
  }
  return { rightToWrong, wrongToRight };
}

/** The smallest probability that a loss is taken of, as in scikit-learn: the double's epsilon. */
const leastShare = Number.EPSILON;

/** Mean log loss in nats, scikit-learn's `log_loss`. */
export function compareMulticlassLogLoss(
  rows: MulticlassRows,
  options: MethodOptions,
): MetricComparison {
  const measure = (model: 'challenger' | 'champion') => {
    const losses = multiclassLogLosses(rows, sharesOf(rows, model));
    return meanInfluence(losses, exactMean(losses));
  };
  return compareInfluence(rows, measure, options, { low: 0 });
}

/** The log loss of each row. */
export function multiclassLogLosses(
  { labels }: MulticlassRows,
  shares: readonly Float64Array[],
): Float64Array {
  return Float64Array.from(labels, (label, row) => {
    const share = shares[label]?.[row] ?? 0;
    return -Math.log(Math.min(1 - leastShare, Math.max(leastShare, share)));
  });
}

/**
 * The mean over classes of the area under the ROC curve of one class against the rest:
 * scikit-learn's `roc_auc_score(multi_class="ovr", average="macro")`.
 *
 * @throws NotComputable where a class has no two rows
 */
export function compareAucOvr(rows: MulticlassRows, options: MethodOptions): MetricComparison {
  const measure = (model: 'challenger' | 'champion') => aucOvr(rows, sharesOf(rows, model));
  return compareInfluence(rows, measure, options, { low: 0, high: 1 });
}

function aucOvr({ labels, classes }: MulticlassRows, shares: readonly Float64Array[]): Influence {
  const influence = new Float64Array(labels.length);
  let value = 0;
  const present = classes.flatMap((_, of) => (labels.includes(of) ? [of] : []));
  for (const of of present) {
    const own = labels.map((label) => (label === of ? 1 : 0));
    const area = aucInfluence(own, shares[of] ?? new Float64Array(labels.length));
    value += area.value / present.length;
    for (let row = 0; row < influence.length; row++) {
      influence[row] = (influence[row] as number) + at(area.influence, row) / present.length;
    }
  }
  return { value, influence };
}

function sharesOf(rows: MulticlassRows, model: 'challenger' | 'champion') {
  return (model === 'challenger' ? rows.challengerShares : rows.championShares) ?? [];
}

/**
 * Rows whose class is among the likeliest, scikit-learn's `top_k_accuracy_score`: of equal
 * probabilities the later class counts as likelier, as there.
 */
export function compareTopAccuracy(
  depth: number,
  rows: MulticlassRows,
  options: MethodOptions,
): MetricComparison {
  const measure = (model: 'challenger' | 'champion') => {
    const shares = sharesOf(rows, model);
    const hits = Float64Array.from(rows.labels, (label, row) => {
      const own = shares[label]?.[row] ?? 0;
      const above = shares.filter(
        (column, of) => at(column, row) > own || (at(column, row) === own && of > label),
      );
      return above.length < depth ? 1 : 0;
    });
    return meanInfluence(hits, exactMean(hits));
  };
  return compareInfluence(rows, measure, options, { low: 0, high: 1 });
}
