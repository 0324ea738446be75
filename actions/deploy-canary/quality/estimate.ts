import type { LabelledAnswer } from '../../../shared/domain/rollout.ts';
import { brierLosses } from '../../../shared/stats/brier.ts';
import { delongInterval } from '../../../shared/stats/delong.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { logLosses } from '../../../shared/stats/log-loss.ts';
import { meanOfCases } from '../../../shared/stats/mean-of-cases.ts';
import { wilson } from '../../../shared/stats/wilson.ts';

/** How labels and answers are read: the same settings as the gate's. */
export interface Reading {
  readonly task: 'binary' | 'multiclass' | 'regression';
  /** The label that counts as positive. undefined: 1 or true. */
  readonly positive: string | undefined;
  /** The probability from which an answer counts as positive. */
  readonly threshold: number;
  /** Class names in the order of the model's probabilities, where they are stated. */
  readonly classes: readonly string[] | undefined;
}

/** An answer beside its label, as numbers. */
interface Scored {
  /** Binary: 1 for the positive class, else 0. Regression: the value. NaN: no number. */
  readonly truth: number;
  /** Binary: the probability or score. Regression: the value. NaN: no number. */
  readonly answer: number;
  readonly isHit: boolean;
}

type Estimator = (rows: readonly Scored[], level: number, reading: Reading) => Estimate;

/**
 * Metrics of a policy that labelled answers of one version give with an interval of their own, so
 * that two versions, which answer different rows, can be compared.
 */
const estimators: Readonly<Record<Reading['task'], Readonly<Record<string, Estimator>>>> = {
  binary: {
    auc: (rows, level) => delongInterval(truthsOf(rows), answersOf(rows), level),
    'log-loss': (rows, level) => mean(logLosses(truthsOf(rows), answersOf(rows)), level),
    brier: (rows, level) => mean(brierLosses(truthsOf(rows), answersOf(rows)), level, [0, 1]),
    accuracy: (rows, level) => share(rows, ({ isHit }) => isHit, level),
    recall: (rows, level) =>
      share(
        rows.filter(({ truth }) => truth === 1),
        ({ isHit }) => isHit,
        level,
      ),
    specificity: (rows, level) =>
      share(
        rows.filter(({ truth }) => truth === 0),
        ({ isHit }) => isHit,
        level,
      ),
    precision: (rows, level, { threshold }) =>
      share(
        rows.filter(({ answer }) => answer >= threshold),
        ({ isHit }) => isHit,
        level,
      ),
  },
  multiclass: { accuracy: (rows, level) => share(rows, ({ isHit }) => isHit, level) },
  regression: {
    mae: (rows, level) =>
      mean(
        rows.map(({ truth, answer }) => Math.abs(answer - truth)),
        level,
      ),
    mse: (rows, level) => mean(rows.map(squaredError), level),
    // The root rises with what it is taken of, so the interval's ends are roots too.
    rmse: (rows, level) => {
      const { estimate, low, high } = mean(rows.map(squaredError), level);
      return {
        estimate: Math.sqrt(estimate),
        low: Math.sqrt(Math.max(0, low)),
        high: Math.sqrt(high),
      };
    },
  },
};

/** Whether live answers can tell a metric of a policy. */
export function isEstimated(task: Reading['task'], name: string): boolean {
  return Object.hasOwn(estimators[task], name);
}

/**
 * A metric of one version's labelled answers, with an interval.
 *
 * @param level of the two-sided interval
 * @returns undefined where the answers are too few or of one class only
 * @throws TypeError on a metric that is not estimated: ask `isEstimated` first
 */
export function estimateMetric(
  name: string,
  answers: readonly LabelledAnswer[],
  level: number,
  reading: Reading,
): Estimate | undefined {
  const estimator = estimators[reading.task][name];
  if (estimator === undefined) throw new TypeError(`${name} is not told by live answers`);
  const rows = answers.flatMap((answer) => scored(answer, reading) ?? []);
  try {
    return estimator(rows, level, reading);
  } catch (error) {
    // The estimators refuse too few rows, and rows of one class, with this.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const truthsOf = (rows: readonly Scored[]): Uint8Array =>
  Uint8Array.from(rows, ({ truth }) => truth);

const answersOf = (rows: readonly Scored[]): Float64Array =>
  Float64Array.from(rows, ({ answer }) => answer);

const squaredError = ({ truth, answer }: Scored): number => (answer - truth) ** 2;

function mean(
  values: ArrayLike<number>,
  level: number,
  range?: readonly [number, number],
): Estimate {
  const cases = Array.from(values, (value) => ({ challenger: [value] }));
  return meanOfCases({ cases, level, range });
}

function share(rows: readonly Scored[], isHit: (row: Scored) => boolean, level: number): Estimate {
  return wilson({ hits: rows.filter(isHit).length, rows: rows.length }, level);
}

/** undefined: an answer without a number where one is needed. */
function scored({ label, prediction }: LabelledAnswer, reading: Reading): Scored | undefined {
  const { values, width, labels } = prediction;
  if (reading.task === 'multiclass') {
    const answered = labels?.[0] ?? likeliest(values, reading.classes);
    if (answered === undefined) return undefined;
    return { truth: Number.NaN, answer: Number.NaN, isHit: answered === classText(label) };
  }
  // Two numbers are the probabilities of both classes.
  const answer = width === 2 && reading.task === 'binary' ? values[1] : values[0];
  if (answer === undefined || !Number.isFinite(answer)) return undefined;
  if (reading.task === 'regression') {
    const truth = Number(label);
    return Number.isFinite(truth) ? { truth, answer, isHit: truth === answer } : undefined;
  }
  const truth = isPositive(label, reading.positive) ? 1 : 0;
  return { truth, answer, isHit: answer >= reading.threshold === (truth === 1) };
}

function isPositive(label: LabelledAnswer['label'], positive: string | undefined): boolean {
  const text = classText(label);
  return positive === undefined ? text === '1' || text === 'true' : text === positive;
}

/** `1` for 1 and 1.0, `true` for true, texts as they are. */
const classText = (label: LabelledAnswer['label']): string => String(label);

/** The class of the largest probability; a single number is the class itself. */
function likeliest(
  values: Float64Array,
  classes: readonly string[] | undefined,
): string | undefined {
  if (values.length === 1) return String(values[0]);
  const at = values.indexOf(Math.max(...values));
  return classes?.[at] ?? (at < 0 ? undefined : String(at));
}
