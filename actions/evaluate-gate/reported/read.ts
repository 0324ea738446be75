import { errors } from './messages.ts';

/** One metric as a file reports it. */
export interface ReportedMetric {
  readonly value: number;
  readonly standardError?: number | undefined;
  /** Of 95 %, unless the file says otherwise. */
  readonly interval?:
    | { readonly low: number; readonly high: number; readonly level: number }
    | undefined;
  /** Rows or cases that it was measured on. */
  readonly rows?: number | undefined;
}

export type ReportedMetrics = ReadonlyMap<string, ReportedMetric>;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What scikit-learn and MLflow call metrics that have another name here. */
const otherNames: Readonly<Record<string, string>> = {
  accuracy_score: 'accuracy',
  average_precision_score: 'average-precision',
  balanced_accuracy_score: 'balanced-accuracy',
  brier_score_loss: 'brier',
  f1_score: 'f1',
  mean_absolute_error: 'mae',
  mean_absolute_percentage_error: 'mape',
  mean_squared_error: 'mse',
  precision_score: 'precision',
  r2_score: 'r2',
  recall_score: 'recall',
  roc_auc: 'auc',
  roc_auc_score: 'auc',
  root_mean_squared_error: 'rmse',
};

/** `roc_auc_score` is `auc`, `log_loss` is `log-loss`. */
function nameOf(written: string): string {
  const named = Object.hasOwn(otherNames, written) ? otherNames[written] : undefined;
  return named ?? written.trim().replaceAll('_', '-');
}

/**
 * Read a metrics file: JSON of names and numbers, or of names and `{ value, standard-error, low, high,
 * n }`; MLflow's `{ metrics: … }`, also as a list of `{ key, value }`; a record of this suite; or CSV
 * with the columns `name` and `value`.
 *
 * @returns undefined where the text is none of these
 * @throws ActionError (usage, `metrics-file-invalid`) where it is one, with a value that is no number
 */
export function readMetricsFile(text: string, file: string): ReportedMetrics | undefined {
  const entries = entriesOf(text);
  if (entries === undefined || entries.length === 0) return undefined;
  const found = new Map<string, ReportedMetric>();
  for (const [written, raw] of entries) {
    const name = nameOf(written);
    if (found.has(name)) throw errors.twice(file, name);
    found.set(name, metricOf(raw, file, written));
  }
  return found;
}

type Entry = readonly [name: string, value: unknown];

function entriesOf(text: string): Entry[] | undefined {
  const trimmed = text.trimStart();
  if (!trimmed.startsWith('{')) return csvEntries(text);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // JSON lines are a table of predictions.
    return undefined;
  }
  return isFields(parsed) ? jsonEntries(parsed) : undefined;
}

function jsonEntries(fields: Fields): Entry[] | undefined {
  const inner = isFields(fields.data) ? fields.data.metrics : fields.metrics;
  if (Array.isArray(inner)) return listEntries(inner);
  if (isFields(inner)) return Object.entries(inner);
  const entries = Object.entries(fields);
  const isMetrics = entries.every(
    ([, value]) =>
      typeof value === 'number' || value === null || (isFields(value) && 'value' in value),
  );
  return isMetrics ? entries : undefined;
}

/** Of a record: the metrics of all rows. An interval beside a baseline is that of the change. */
function listEntries(list: readonly unknown[]): Entry[] | undefined {
  const entries: Entry[] = [];
  for (const item of list) {
    if (!isFields(item)) return undefined;
    const name = item.key ?? item.name;
    if (typeof name !== 'string') return undefined;
    if (item.slice !== undefined || item.column !== undefined) continue;
    const { low: _low, high: _high, ...bare } = item;
    entries.push([name, item.baseline === undefined ? item : bare]);
  }
  return entries;
}

function csvEntries(text: string): Entry[] | undefined {
  const [header = '', ...lines] = text.split(/\r?\n/u).filter((line) => line.trim() !== '');
  const cellsOf = (line: string) =>
    line.split(',').map((cell) => cell.trim().replace(/^"|"$/gu, ''));
  const columns = cellsOf(header);
  const known = ['name', 'value', 'standard-error', 'low', 'high', 'level', 'n'];
  const isMetrics =
    columns.includes('name') &&
    columns.includes('value') &&
    columns.every((column) => known.includes(column.replaceAll('_', '-')));
  if (!isMetrics) return undefined;
  return lines.map((line): Entry => {
    const cells = cellsOf(line);
    const fields = Object.fromEntries(
      columns.flatMap((column, i) => (cells[i] === '' ? [] : [[column, cells[i]]])),
    );
    return [String(fields.name), fields];
  });
}

function metricOf(raw: unknown, file: string, name: string): ReportedMetric {
  const fields: Fields = isFields(raw) ? raw : { value: raw };
  const read = (key: string): number | undefined => {
    const value = fields[key] ?? fields[key.replaceAll('-', '_')];
    if (value === undefined || value === null) return undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    throw errors.notANumber(file, name, key, value);
  };
  const value = read('value');
  if (value === undefined) throw errors.notANumber(file, name, 'value', null);
  const [standardError, low, high] = [read('standard-error'), read('low'), read('high')];
  const [level = 0.95, rows] = [read('level'), read('n')];
  if (standardError !== undefined && standardError < 0) {
    throw errors.notANumber(file, name, 'standard-error', standardError);
  }
  const isInterval = low !== undefined && high !== undefined;
  if (isInterval && !(low <= value && value <= high && level > 0 && level < 1)) {
    throw errors.notAnInterval(file, name);
  }
  return {
    value,
    ...(standardError !== undefined && { standardError }),
    ...(isInterval && { interval: { low, high, level } }),
    ...(rows !== undefined && rows >= 1 && { rows: Math.floor(rows) }),
  };
}
