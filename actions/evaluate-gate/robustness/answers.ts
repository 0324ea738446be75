import type { FeatureBatch, PredictedBatch } from '../../../shared/domain/features.ts';
import { textOf } from '../check-rows.ts';
import { cutOf } from '../metrics/confusion.ts';
import type { GateRows } from '../rows.ts';

/** A model that answers batches of features, as a gate asks it. */
export interface AskedModel {
  predict(features: FeatureBatch): Promise<PredictedBatch>;
  /** In the order of the numbers it answers; undefined: in that of the labels. */
  readonly classes?: readonly string[] | undefined;
}

/** The answers to rows in the form in which the gate judges them. */
export interface Answers {
  /** Probability of the positive class, value, score, or index of the likeliest class. */
  readonly values: Float64Array;
  /** Of several classes: a column of probabilities each, in the order of the rows' classes. */
  readonly shares?: readonly Float64Array[];
  /** Rows without a usable number. */
  readonly unanswered: number;
}

/** What the numbers of a model stand for. */
export interface AnswerMeaning {
  /** The positive class, as the labels have it; of a binary task. */
  readonly positive?: string | undefined;
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
  return {
    answer: async (features) => readAnswers(await model.predict(features), rows, model, meaning),
  };
}

function readAnswers(
  { rows: size, width, values }: PredictedBatch,
  rows: GateRows,
  { classes }: AskedModel,
  { positive }: AnswerMeaning,
): Answers {
  if (rows.task === 'multiclass') {
    const places = (classes ?? rows.classes).map((name) => rows.classes.indexOf(textOf(name)));
    const shares = rows.classes.map((_, of) => column(values, size, width, places.indexOf(of)));
    return { values: likeliest(shares, size), shares, unanswered: unusable(shares, size) };
  }
  const named = positive === undefined ? -1 : (classes ?? []).map(textOf).indexOf(positive);
  const answered = column(values, size, width, width === 1 ? 0 : named < 0 ? width - 1 : named);
  return { values: answered, unanswered: unusable([answered], size) };
}

/** One of the numbers of each row; 0 where the model has no such number. */
function column(values: Float64Array, size: number, width: number, place: number): Float64Array {
  if (width === 1 && place === 0) return values;
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
export function rowsAnswered<R extends GateRows>(
  rows: R,
  challenger: Answers,
  champion?: Answers,
): R {
  const { champion: _old, ...own } = { ...rows, challenger: challenger.values };
  const versus = champion === undefined ? {} : { champion: champion.values };
  if (rows.task === 'multiclass') {
    const { championShares: _shares, ...bare } = own as typeof own & { championShares?: unknown };
    const shares = {
      challengerShares: challenger.shares,
      ...(champion?.shares && { championShares: champion.shares }),
    };
    return { ...bare, ...versus, ...shares } as unknown as R;
  }
  const kind = rows.task === 'binary' && champion ? { championKind: rows.challengerKind } : {};
  return { ...own, ...versus, ...kind } as unknown as R;
}

/** How far each row's answer is from what the truth asks for: negative or zero where it is wrong. */
export function margins(rows: GateRows, answers: Answers, threshold: number): Float64Array {
  switch (rows.task) {
    case 'binary': {
      const cut = cutOf(rows.challengerKind, threshold);
      return answers.values.map((value, row) =>
        // At the threshold itself a row counts as positive: a negative one is then wrong.
        rows.labels[row] === 1 ? above(value, cut) : cut - value,
      );
    }
    case 'multiclass':
      return answers.values.map((_, row) => multiclassMargin(answers, rows.labels[row] ?? 0, row));
    case 'regression':
    case 'ranking':
      throw new TypeError(`an answer of a ${rows.task} task is not right or wrong by itself`);
  }
}

/** value − cut, but above zero where they are equal. */
function above(value: number, cut: number): number {
  return value === cut ? Number.MIN_VALUE : value - cut;
}

function multiclassMargin({ values, shares = [] }: Answers, label: number, row: number): number {
  let rival = Number.NEGATIVE_INFINITY;
  shares.forEach((share, of) => {
    if (of !== label) rival = Math.max(rival, share[row] as number);
  });
  const distance = (shares[label]?.[row] as number) - rival;
  return distance === 0 && values[row] === label ? Number.MIN_VALUE : distance;
}

/** How far each answer moved: of several classes, the probability that moved most. */
export function movements(before: Answers, after: Answers): Float64Array {
  const pairs = before.shares?.map(
    (share, of) => [share, after.shares?.[of] ?? share] as const,
  ) ?? [[before.values, after.values] as const];
  return before.values.map((_, row) =>
    Math.max(...pairs.map(([old, own]) => Math.abs((own[row] as number) - (old[row] as number)))),
  );
}
