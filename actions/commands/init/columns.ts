import type { ColumnType } from '../../../shared/domain/column.ts';
import type { Choice } from './choice.ts';
import type { Task } from './flags.ts';
import { reasons } from './messages.ts';
import type { Source } from './survey.ts';

/** A column; without a type where only the header was read. */
export interface CandidateColumn {
  readonly name: string;
  readonly type: ColumnType | undefined;
}

export type LabelValue = string | number | boolean;

/** The values of a label, in their own order. */
export interface LabelValues {
  readonly values: readonly { readonly value: LabelValue; readonly rows: number }[];
  /** Whether there are more than are listed. */
  readonly more: boolean;
  readonly missing: number;
}

const labelNames = new Set([
  ...['label', 'target', 'y', 'class', 'outcome', 'response', 'ground_truth', 'truth'],
  ...['churn', 'churned', 'default', 'defaulted', 'fraud', 'is_fraud', 'survived', 'species'],
]);
const keyName = /^(?:id|key|uuid|guid|row_?id|index|.+[_-](?:id|key|uuid))$/u;
const timeName =
  /^(?:date|time|timestamp|datetime|ts|day|month)$|(?:^|_)(?:date|time|timestamp|datetime|at)$/iu;

/**
 * The column that the model is to predict: what the training code takes for it, else what is called
 * so, else the last one.
 */
export function labelChoice(
  columns: readonly CandidateColumn[],
  source: Source | undefined,
): Choice<string> | undefined {
  const names = columns.map(({ name }) => name);
  const inCode = source && namedInCode(names, source, labelForms);
  if (inCode !== undefined) return { ...inCode, certainty: 'sure' };
  const named = names.filter((name) => labelNames.has(name.toLowerCase()));
  const [first] = named;
  if (first !== undefined) {
    const certainty = named.length === 1 ? 'likely' : 'guess';
    return { value: first, certainty, reason: reasons.labelByName };
  }
  // What is taken out of the inputs is the label, an identifier or a column nobody wants.
  const removed = source && namedInCode(names, source, removalForms);
  if (removed !== undefined) return { ...removed, certainty: 'guess' };
  const last = names.at(-1);
  return last === undefined
    ? undefined
    : { value: last, certainty: 'guess', reason: reasons.lastColumn };
}

const word = String.raw`["']([^"'\n]+)["']`;
/** Left of an assignment: `y`, `y_train`, `labels`, `target`, and `X, y`. */
const truth = String.raw`^\s*(?:\w+\s*,\s*)?(?:y|labels?|targets?)(?:_\w+)?\s*=`;

/** Where code says which column it predicts. Arguments of plots (`y="x"`, `label="x"`) are none. */
const labelForms = [
  new RegExp(String.raw`${truth}\s*\w+(?:\.loc)?\[\[?(?:\s*:\s*,)?\s*${word}`, 'imu'),
  new RegExp(String.raw`${truth}[^\n]*,\s*\w+\[\[?\s*${word}`, 'imu'),
  new RegExp(String.raw`${truth}\s*\w+\.pop\(\s*${word}`, 'imu'),
  new RegExp(String.raw`${truth}\s*\w+\.(\w+)(?:\.values|\.to_numpy\(\))?\s*$`, 'imu'),
  new RegExp(String.raw`train_test_split\([^\n]*,\s*\w+\[\[?\s*${word}`, 'u'),
  new RegExp(
    String.raw`^\s*\w*(?:label|target)\w*\s*(?::\s*\w+\s*)?=\s*${word}\s*(?:#.*)?$`,
    'imu',
  ),
  new RegExp(String.raw`\b(?:label|target)_?col(?:umn)?\s*=\s*${word}`, 'iu'),
];

const removalForms = [
  new RegExp(
    String.raw`\.drop\(\s*(?:columns\s*=\s*)?\[?\s*${word}\s*\]?\s*(?:,\s*\w+\s*=[^)]*)?\)`,
    'u',
  ),
  new RegExp(String.raw`\.pop\(\s*${word}\s*\)`, 'u'),
];

/** The first column that code names in one of the forms, and the line it does so in. */
function namedInCode(
  names: readonly string[],
  { path, text }: Source,
  forms: readonly RegExp[],
): Omit<Choice<string>, 'certainty'> | undefined {
  const known = new Set(names);
  for (const form of forms) {
    const match = form.exec(text);
    const name = match?.[1];
    if (match === null || name === undefined || !known.has(name)) continue;
    const line = text.slice(0, match.index + match[0].indexOf(name)).split('\n').length;
    return { value: name, reason: reasons.labelInCode(path, line) };
  }
  return undefined;
}

/** Columns that may tell rows apart, by their names. */
export function keyCandidates(columns: readonly CandidateColumn[], label: string): string[] {
  const exact = ['id', 'key', 'uuid'];
  return columns
    .filter(({ name, type }) => name !== label && type !== 'number' && type !== 'boolean')
    .map(({ name }) => name)
    .filter((name) => keyName.test(name.toLowerCase()) || /[a-z]Id$/u.test(name))
    .toSorted((a, b) => Number(exact.includes(b)) - Number(exact.includes(a)));
}

/** The column that says when a row happened. */
export function timeChoice(
  columns: readonly CandidateColumn[],
  label: string,
): Choice<string> | undefined {
  const dated = columns.filter(({ type }) => type === 'date' || type === 'timestamp');
  const others = dated.filter(({ name }) => name !== label);
  const [only, more] = others;
  if (only !== undefined && more === undefined) {
    return { value: only.name, certainty: 'sure', reason: reasons.onlyDate };
  }
  const named = others.find(({ name }) => timeName.test(name)) ?? only;
  return named && { value: named.name, certainty: 'likely', reason: reasons.firstDate };
}

/** More whole numbers than this are counted or measured things, not classes. */
const mostClasses = 20;

/** What kind of model it is, from the values of its label and the words of its code. */
export function taskChoice(
  label: string,
  { values, more }: LabelValues,
  type: ColumnType | undefined,
  source: Source | undefined,
): Choice<Task> | undefined {
  const kinds = values.length;
  const isNumber = type === 'integer' || type === 'number';
  if (kinds === 2 && !more) {
    const said = values.map(({ value }) => String(value)).join(', ');
    return { value: 'binary', certainty: 'sure', reason: reasons.twoValues(label, said) };
  }
  if (kinds < 2) return undefined;
  const spoken = source === undefined ? undefined : taskOfCode(source);
  if (spoken === 'regression' && isNumber) {
    const reason = reasons.regressionCode(source?.path ?? '');
    return { value: 'regression', certainty: 'sure', reason };
  }
  const isFraction = values.some(({ value }) => typeof value === 'number' && value % 1 !== 0);
  if (isNumber && (isFraction || more || (kinds > mostClasses && spoken !== 'classes'))) {
    return { value: 'regression', certainty: 'sure', reason: reasons.manyNumbers(label) };
  }
  if (more) return undefined;
  // A handful of whole numbers may be classes or a count; only the code can tell.
  const certainty = !isNumber || spoken === 'classes' ? 'sure' : 'likely';
  return { value: 'multiclass', certainty, reason: reasons.someValues(label, kinds) };
}

function taskOfCode({ text }: Source): 'regression' | 'classes' | undefined {
  if (
    /Classif|LogisticRegression|\bSVC\(|cross_entropy|CrossEntropy|roc_auc|accuracy/u.test(text)
  ) {
    return 'classes';
  }
  return /Regress|\bRidge|\bLasso|ElasticNet|\bSVR\(|mean_squared|MSELoss|r2_score/u.test(text)
    ? 'regression'
    : undefined;
}

const positiveWords =
  /^(?:1|true|yes|y|t|positive|pos|bad|fraud|spam|churn(?:ed)?|default(?:ed)?)$/iu;

/** Which of two values counts as positive. undefined: 1 or true, as everywhere. */
export function positiveChoice({ values }: LabelValues): Choice<LabelValue> | undefined {
  const [first, second] = values.map(({ value }) => value);
  if (first === undefined || second === undefined) return undefined;
  if ([first, second].some((value) => value === 1 || value === true || value === '1')) {
    return undefined;
  }
  const positive = [first, second].filter((value) => positiveWords.test(String(value)));
  if (positive.length === 1 && positive[0] !== undefined) {
    return { value: positive[0], certainty: 'likely', reason: reasons.positiveByName };
  }
  return { value: second, certainty: 'likely', reason: reasons.positiveBySort };
}

/** A share that no model may fall below: that of always saying the commonest class. */
export function commonestShare({ values }: LabelValues): number {
  const counts = values.map(({ rows }) => rows);
  const all = counts.reduce((sum, rows) => sum + rows, 0);
  // Rounded down, so that the floor is never above what it stands for.
  return all === 0 ? 0 : Math.floor((Math.max(...counts) / all) * 100) / 100;
}
