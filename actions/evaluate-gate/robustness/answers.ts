import type { FeatureBatch, PredictedBatch } from '../../../shared/domain/prediction.ts';
import { textOf } from '../check-rows.ts';
import { cutOf } from '../metrics/confusion.ts';
import type { BinaryKind, GateRows } from '../rows.ts';
import { labelSetAnswers, labelSetMargins, labelSetRows } from './label-sets.ts';

/** A model that answers batches of features, as a gate asks it. */
export interface AskedModel {
  predict(features: FeatureBatch): Promise<PredictedBatch>;
  /** In the order of the numbers it answers; undefined: in that of the labels. */
  readonly classes?: readonly string[] | undefined;
}

/** The answers to rows in the form in which the gate judges them. */
export interface Answers {
  /**
   * Probability of the positive class, value, score, or index of the likeliest class; of several
   * labels a row, how many it is given.
   */
  readonly values: Float64Array;
  /** Of several classes or labels: a column of probabilities each, in the order of the rows' names. */
  readonly shares?: readonly Float64Array[];
  /** Rows without a usable number. */
  readonly unanswered: number;
  /** Of a binary or multilabel task. Default: what the rows say of the challenger. */
  readonly kind?: BinaryKind | undefined;
}

/** What the numbers of a model stand for. */
export interface AnswerMeaning {
  /** The positive class, as the labels have it; of a binary task. */
  readonly positive?: string | undefined;
  /** What the answers are; of a binary or multilabel task. */
  readonly kind?: BinaryKind | undefined;
}

/** A model with what its numbers stand for, asked about rows of this task. */
export interface Respondent {
  answer(features: FeatureBatch): Promise<Answers>;
}

/** Ask a model about rows like these. */
export function respondent(
  model: AskedModel,
  rows: GateRows,
  meaning: AnswerMeaning = {},
): Respondent {
  const { kind } = meaning;
  return {
    answer: async (features) => ({
      ...readAnswers(await model.predict(features), rows, model, meaning),
      ...(kind === undefined ? {} : { kind }),
    }),
  };
}

function readAnswers(
  batch: PredictedBatch,
  rows: GateRows,
  { classes }: AskedModel,
  { positive, kind }: AnswerMeaning,
): Answers {
  const { rows: size, width, values } = batch;
  if (rows.task === 'multilabel') {
    const columnOf = (place: number) => column(values, size, width, place);
    const answered = labelSetAnswers(batch, rows, classes, columnOf);
    return { ...answered, unanswered: unusable(answered.shares, size) };
  }
  const isClass =
    rows.task === 'multiclass' || (rows.task === 'binary' && (width === 0 || kind === 'class'));
  if (isClass && width < 2) return named(classNames(batch), rows, positive);
  if (rows.task === 'multiclass') {
    const places = (classes ?? rows.classes).map((name) => rows.classes.indexOf(textOf(name)));
    const shares = rows.classes.map((_, of) => column(values, size, width, places.indexOf(of)));
    return { values: likeliest(shares, size), shares, unanswered: unusable(shares, size) };
  }
  const wanted = positive === undefined ? -1 : (classes ?? []).map(textOf).indexOf(positive);
  const answered = column(values, size, width, wanted < 0 ? Math.max(0, width - 1) : wanted);
  return { values: answered, unanswered: unusable([answered], size) };
}

/** The class of each row, as the model names it or as its only number says it. */
function classNames({ labels, values, width }: PredictedBatch): string[] {
  if (labels !== undefined) return labels.map(textOf);
  return width === 0 ? [] : Array.from(values, (value) => textOf(value));
}

/** Classes without probabilities. */
function named(names: readonly string[], rows: GateRows, positive = '1.0'): Answers {
  const values = Float64Array.from(names, (name) => {
    if (rows.task !== 'multiclass') return name === positive ? 1 : 0;
    const place = rows.classes.indexOf(name);
    return place < 0 ? rows.classes.length : place;
  });
  return { values, unanswered: 0 };
}

/** One of the numbers of each row; 0 where the model has no such number. */
function column(values: Float64Array, size: number, width: number, place: number): Float64Array {
  if (width === 1 && place === 0) return values;
  if (place < 0 || place >= width) return new Float64Array(size);
  return Float64Array.from({ length: size }, (_, row) => values[row * width + place] ?? 0);
}

function unusable(columns: readonly Float64Array[], size: number): number {
  let count = 0;
  for (let row = 0; row < size; row++) {
    if (!columns.every((values) => Number.isFinite(values[row]))) count++;
  }
  return count;
}

/** The class with the largest probability; the first of several. */
function likeliest(shares: readonly Float64Array[], size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, row) => {
    let best = 0;
    for (let of = 1; of < shares.length; of++) {
      if ((shares[of]?.[row] as number) > (shares[best]?.[row] as number)) best = of;
    }
    return best;
  });
}

/** Rows on which `challenger` stands in the challenger's place, and `champion` in the champion's. */
export function rowsAnswered(rows: GateRows, challenger: Answers, champion?: Answers): GateRows {
  const models = {
    challenger: challenger.values,
    ...(champion && { champion: champion.values }),
  };
  switch (rows.task) {
    case 'binary': {
      const { champion: _champion, championKind: _kind, ...own } = rows;
      const kindOf = ({ kind = rows.challengerKind }: Answers) => kind;
      const kinds = { challengerKind: kindOf(challenger) };
      return { ...own, ...models, ...kinds, ...(champion && { championKind: kindOf(champion) }) };
    }
    case 'multiclass': {
      const { champion: _champion, challengerShares: _own, championShares: _old, ...bare } = rows;
      return {
        ...bare,
        ...models,
        ...(challenger.shares && { challengerShares: challenger.shares }),
        ...(champion?.shares && { championShares: champion.shares }),
      };
    }
    case 'multilabel':
      return labelSetRows(rows, challenger, champion);
    case 'regression':
    case 'ranking': {
      const { champion: _champion, ...own } = rows;
      return { ...own, ...models };
    }
  }
}

/** How far each row's answer is from what the truth asks for: negative or zero where it is wrong. */
export function margins(rows: GateRows, answers: Answers, threshold: number): Float64Array {
  switch (rows.task) {
    case 'binary': {
      const marginOf = marginAt(cutOf(answers.kind ?? rows.challengerKind, threshold));
      return answers.values.map((value, row) => marginOf(value, rows.labels[row] as number));
    }
    case 'multiclass':
      return answers.values.map((_, row) => multiclassMargin(answers, rows.labels[row] ?? 0, row));
    case 'multilabel':
      return labelSetMargins(
        rows,
        answers,
        marginAt(cutOf(answers.kind ?? rows.challengerKind, threshold)),
      );
    case 'regression':
    case 'ranking':
      throw new TypeError(`an answer of a ${rows.task} task is not right or wrong by itself`);
  }
}

/** At the cut itself an answer counts as positive: a truth of 0 is then answered wrong. */
function marginAt(cut: number): (value: number, truth: number) => number {
  return (value, truth) => (truth === 1 ? above(value, cut) : cut - value);
}

/** value − cut, but above zero where they are equal. */
function above(value: number, cut: number): number {
  return value === cut ? Number.MIN_VALUE : value - cut;
}

function multiclassMargin({ values, shares }: Answers, label: number, row: number): number {
  if (shares === undefined) return values[row] === label ? 1 : -1;
  let rival = Number.NEGATIVE_INFINITY;
  shares.forEach((share, of) => {
    if (of !== label) rival = Math.max(rival, share[row] as number);
  });
  const distance = (shares[label]?.[row] as number) - rival;
  return distance === 0 && values[row] === label ? Number.MIN_VALUE : distance;
}

/** How far each answer moved: of several classes or labels, the probability that moved most. */
export function movements(rows: GateRows, before: Answers, after: Answers): Float64Array {
  const { shares } = before;
  if (shares === undefined) {
    const isNamed = rows.task === 'multiclass';
    return before.values.map((value, row) => {
      const moved = Math.abs((after.values[row] as number) - value);
      return isNamed ? Math.sign(moved) : moved;
    });
  }
  return before.values.map((_, row) =>
    Math.max(
      ...shares.map((share, of) =>
        Math.abs((after.shares?.[of]?.[row] ?? Number.NaN) - (share[row] as number)),
      ),
    ),
  );
}
