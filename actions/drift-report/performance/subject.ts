/** What the label and the prediction are. */
export type Subject =
  | {
      readonly task: 'binary';
      /** The positive class as `textOfClass` writes it. */
      readonly positive: string;
      /** `score`: numbers that only rank. */
      readonly kind: 'probability' | 'score';
    }
  | { readonly task: 'classes'; readonly classes: readonly string[] }
  | { readonly task: 'regression' };

/** What was found out about both columns. */
export interface Facts {
  /** As configured. */
  readonly task: string | undefined;
  readonly positive: string | number | boolean | undefined;
  readonly isLabelNumeric: boolean;
  /** Classes of the label on either side as `textOfClass` writes them; cut off beyond a limit. */
  readonly labels: readonly string[];
  readonly isPredictionNumeric: boolean;
  /** Of finite predictions on either side. */
  readonly range: { readonly low: number; readonly high: number } | undefined;
  /** Predictions that are no value of the label. */
  readonly foreign: number;
}

/** Why performance cannot be followed. */
export type Obstacle =
  | 'task-not-followed'
  | 'label-not-numeric'
  | 'prediction-not-numeric'
  | 'too-many-classes'
  | 'positive-unknown'
  | 'one-class'
  | 'no-labels';

/** More classes than this are no classes. */
export const mostClasses = 50;

/** What the two columns are, or why that cannot be told. */
export function subjectOf(facts: Facts): Subject | Obstacle {
  const { task, labels, isLabelNumeric, isPredictionNumeric } = facts;
  const isNumbers = task === 'regression' || task === 'forecasting';
  if (task !== undefined && !isNumbers && task !== 'binary' && task !== 'multiclass') {
    return 'task-not-followed';
  }
  if (labels.length === 0) return 'no-labels';
  if (isNumbers) {
    if (!isLabelNumeric) return 'label-not-numeric';
    return isPredictionNumeric ? { task: 'regression' } : 'prediction-not-numeric';
  }
  if (task === 'multiclass') return classesOf(labels);
  if (labels.length > 2) {
    if (task === 'binary') return 'too-many-classes';
    const isRegression = isLabelNumeric && isPredictionNumeric && facts.foreign > 0;
    return isRegression ? { task: 'regression' } : classesOf(labels);
  }
  // Predictions that are all values of the label are classes, 0 and 1 included.
  return isPredictionNumeric && facts.foreign > 0 ? binaryOf(facts) : classesOf(labels);
}

function classesOf(labels: readonly string[]): Subject | Obstacle {
  if (labels.length > mostClasses) return 'too-many-classes';
  return { task: 'classes', classes: labels.toSorted() };
}

function binaryOf({ labels, positive, range }: Facts): Subject | Obstacle {
  const wanted = positive === undefined ? '1.0' : textOfClass(positive);
  // Where only 0 was seen yet, what the other class is called is known by custom.
  const isCustom = positive === undefined && labels.every((label) => label === '0.0');
  if (!labels.includes(wanted) && !isCustom) {
    return labels.length < 2 ? 'one-class' : 'positive-unknown';
  }
  const isProbability = range !== undefined && range.low >= 0 && range.high <= 1;
  return { task: 'binary', positive: wanted, kind: isProbability ? 'probability' : 'score' };
}

/** A class as `classText` writes it: 1, "1" and true are all `1.0`. */
export function textOfClass(value: string | number | boolean): string {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number)) return String(value);
  return Number.isInteger(number) ? `${number}.0` : String(number);
}

/** Whether predictions look like percent where they should be shares. */
export function looksLikePercent(range: Facts['range']): boolean {
  return range !== undefined && range.low >= 0 && range.high > 1 && range.high <= 100;
}
