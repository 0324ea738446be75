import type { Check, CheckOf } from '../../../shared/domain/check.ts';
import type { ColumnType, TableColumn } from '../../../shared/domain/column.ts';
import { bounds, list } from '../wording.ts';
import { blocked, type Ground, type Judged, type Kind, type Plan, whole } from './kind.ts';
import { kinds as texts } from './kind-messages.ts';
import { messages } from './messages.ts';

/** Checks of the table as a whole. */
export const tableKinds = {
  'row-count': {
    columns: () => [],
    plan: planRowCount,
    title: () => texts.rowCount.title,
    expected: (check) =>
      [
        ...((check.min ?? check.max) === undefined
          ? []
          : [texts.rowCount.expected(check.min, check.max)]),
        ...(hasRatio(check)
          ? [messages.ratioExpected(bounds(check['min-ratio'], check['max-ratio']))]
          : []),
      ].join(', '),
  } satisfies Kind<CheckOf<'row-count'>>,
  'column-count': {
    columns: () => [],
    plan: (check, { columns }) => ({
      judge: () =>
        whole(
          columns.length >= (check.min ?? 0) && columns.length <= (check.max ?? Infinity),
          texts.columns(columns.length),
        ),
    }),
    title: () => texts.columnCount.title,
    expected: ({ min, max }) => texts.columnCount.expected(min, max),
  } satisfies Kind<CheckOf<'column-count'>>,
  columns: {
    columns: () => [],
    plan: (check, { columns }) => ({ judge: () => judgeColumns(check, columns) }),
    title: () => texts.columnNames.title,
    expected: ({ columns, exact, ordered }) => texts.columnNames.expected(columns, ordered, exact),
  } satisfies Kind<CheckOf<'columns'>>,
  types: {
    columns: () => [],
    plan: (check, { columns }) => ({ judge: () => judgeTypes(check.types, columns) }),
    title: () => texts.types.title,
    expected: ({ types }) => list(Object.entries(types).map(([name, type]) => `${name}: ${type}`)),
  } satisfies Kind<CheckOf<'types'>>,
};

function hasRatio(check: CheckOf<'row-count'>): boolean {
  return (check['min-ratio'] ?? check['max-ratio']) !== undefined;
}

function planRowCount(check: CheckOf<'row-count'>, { reference }: Ground): Plan {
  if (!hasRatio(check)) {
    return { judge: ({ rows }) => whole(isBetween(rows, check), texts.rows(rows)) };
  }
  if (reference === undefined) return blocked(messages.noReference);
  if (reference.rows === 0) return blocked(messages.emptyReference);
  const ratios = { min: check['min-ratio'], max: check['max-ratio'] };
  return {
    judge: ({ rows }) =>
      whole(
        isBetween(rows, check) && isBetween(rows / reference.rows, ratios),
        messages.ratioFound(rows, reference.rows),
      ),
  };
}

function isBetween(
  value: number,
  { min, max }: { min?: number | undefined; max?: number | undefined },
): boolean {
  return value >= (min ?? 0) && value <= (max ?? Infinity);
}

function judgeColumns(
  check: Extract<Check, { check: 'columns' }>,
  columns: readonly TableColumn[],
): Judged {
  const there = columns.map(({ name }) => name);
  const missing = check.columns.filter((name) => !there.includes(name));
  const extra = check.exact ? there.filter((name) => !check.columns.includes(name)) : [];
  const order = there.filter((name) => check.columns.includes(name));
  const declared = check.columns.filter((name) => there.includes(name));
  const moved = check.ordered ? declared.findIndex((name, i) => name !== order[i]) : -1;
  const problems = [
    ...(missing.length > 0 ? [messages.columnsMissing(missing, there)] : []),
    ...(extra.length > 0 ? [messages.columnsExtra(extra)] : []),
    ...(moved < 0 ? [] : [messages.columnsMoved(order[moved] ?? '', declared[moved] ?? '')]),
  ];
  const fine = texts.columns(there.length);
  return whole(problems.length === 0, problems.length === 0 ? fine : problems.join('; '));
}

/** A wider type takes a narrower one: whole numbers are numbers, a date is a point in time. */
export function isOfType(actual: ColumnType, declared: ColumnType): boolean {
  if (actual === declared) return true;
  if (declared === 'number') return actual === 'integer';
  return declared === 'timestamp' && actual === 'date';
}

/** Whether every column has its declared type. */
export function judgeTypes(
  declared: Readonly<Record<string, ColumnType>>,
  columns: readonly TableColumn[],
): Judged {
  const actual = new Map(columns.map(({ name, type }) => [name, type]));
  const differ = Object.entries(declared).flatMap(([name, type]) => {
    const found = actual.get(name);
    if (found !== undefined && isOfType(found, type)) return [];
    return [{ name, declared: type, actual: found }];
  });
  return differ.length === 0
    ? whole(true, texts.asDeclared)
    : whole(false, messages.typesDiffer(differ));
}
