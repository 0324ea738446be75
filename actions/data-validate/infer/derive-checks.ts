import { stringify } from 'yaml';
import type { Check } from '../../../shared/domain/check.ts';
import type { SqlText, TableColumn } from '../../../shared/domain/column.ts';
import { knownValue } from '../plan.ts';

/** A column with at most this many values is taken for a category. */
const mostCategories = 50;
/** With fewer rows, all-different values are chance, not a key. */
const leastRowsOfKey = 20;
/** Ranges are widened by this share of the span, so that next month's data still fits. */
const margin = 0.1;

export interface ColumnProfile extends TableColumn {
  readonly present: number;
  readonly distinct: number;
  readonly min: number | null;
  readonly max: number | null;
  /** All values of a category, sorted; absent for other columns. */
  readonly values?: readonly string[];
}

/** Everything `inferChecks` needs but the categories, in one scan: `p0 d0 l0 h0 p1 ...`. */
export function profileQuery(
  relation: string,
  columns: readonly TableColumn[],
  sql: SqlText,
): string {
  const parts = columns.flatMap(({ name, type }, i) => {
    const column = sql.identifier(name);
    const isNumber = type === 'integer' || type === 'number';
    const bound = (aggregate: string): string => `CAST(${aggregate}(${column}) AS DOUBLE)`;
    return [
      `count(${knownValue(name, type, sql)}) AS p${i}`,
      `count(DISTINCT ${column}) AS d${i}`,
      ...(isNumber ? [`${bound('min')} AS l${i}`, `${bound('max')} AS h${i}`] : []),
    ];
  });
  return `SELECT ${['count(*) AS n', ...parts].join(', ')} FROM ${relation}`;
}

export function profilesOf(
  row: Readonly<Record<string, unknown>>,
  columns: readonly TableColumn[],
): ColumnProfile[] {
  // Infinite, or not a number: no range holds for such a column.
  const bound = (value: unknown): number | null =>
    typeof value === 'number' && Number.isFinite(value) ? value : null;
  return columns.map((column, i) => ({
    ...column,
    present: Number(row[`p${i}`]),
    distinct: Number(row[`d${i}`]),
    min: bound(row[`l${i}`]),
    max: bound(row[`h${i}`]),
  }));
}

/** Whether a column's values are few enough to be listed. */
export function isCategory({ type, distinct, present }: ColumnProfile): boolean {
  return type === 'string' && distinct > 0 && distinct <= mostCategories && distinct < present;
}

/** Checks that hold for the data they are derived from, with room for the next batch. */
export function inferChecks(rows: number, profiles: readonly ColumnProfile[]): Check[] {
  const severity = 'error' as const;
  const types = Object.fromEntries(profiles.map(({ name, type }) => [name, type]));
  const checks: Check[] = [
    { check: 'row-count', min: Math.ceil(rows / 2), max: Math.max(1, rows * 2), severity },
    { check: 'types', types, severity },
  ];
  for (const profile of profiles) {
    const { name: column, type, present, distinct, values } = profile;
    if (rows > 0 && present === rows) {
      checks.push({ check: 'not-null', column, mostly: 1, severity });
    }
    const isKeyType = type === 'integer' || type === 'string';
    if (isKeyType && distinct === rows && rows >= leastRowsOfKey) {
      checks.push({ check: 'unique', column, severity });
    } else if (profile.min !== null && profile.max !== null) {
      const bounds = widen(profile.min, profile.max);
      checks.push({ check: 'range', column, ...bounds, mostly: 1, severity });
    }
    if (values !== undefined) {
      checks.push({
        check: 'allowed-values',
        column,
        values: [...values],
        mostly: 1,
        severity: 'warning',
      });
    }
  }
  return checks;
}

/** A tenth of the span on each side, in round numbers; what is never negative stays so. */
function widen(min: number, max: number): { min: number; max: number } {
  const room = (max / 2 - min / 2 || Math.abs(max) / 2 || 0.5) * (2 * margin);
  const unit = 10 ** Math.floor(Math.log10(room));
  // Dividing by a power of ten, not multiplying by a fraction, keeps 0.3 from becoming 0.30000004.
  const round = (value: number, how: (x: number) => number): number =>
    unit < 1 ? how(value * (1 / unit)) / Math.round(1 / unit) : how(value / unit) * unit;
  const low = round(min - room, Math.floor);
  const high = round(max + room, Math.ceil);
  return {
    // At the ends of what a number can hold, rounding fails: then the data's own bounds stand.
    min: !(low <= min) || low === -Infinity ? min : min >= 0 && low < 0 ? 0 : low,
    max: !(high >= max) || high === Infinity ? max : high,
  };
}

/** A suite file, as a person would write it: what is the default is left out. */
export function suiteText(checks: readonly Check[], rows: number): string {
  const entries = checks.map((check) => {
    const entry: Record<string, unknown> = { ...check };
    if (entry.mostly === 1) delete entry.mostly;
    if (entry.severity === 'error') delete entry.severity;
    return entry;
  });
  const head = [
    `# Derived by data-validate from ${rows.toLocaleString('en-US')} rows: what was true of them.`,
    '# Keep what must be true of all data, and remove or widen the rest.',
  ];
  return `${head.join('\n')}\n${stringify({ checks: entries }, { lineWidth: 0 })}`;
}
