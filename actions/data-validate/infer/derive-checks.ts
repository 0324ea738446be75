import type { CheckInput } from '../../../shared/domain/check.ts';
import { wilson } from '../../../shared/stats/wilson.ts';
import { dateBounds, leastPresent, widen } from './bounds.ts';
import {
  type ColumnProfile,
  isNumber,
  isTime,
  type TableProfile,
  type ValueCount,
} from './profile.ts';

/** With fewer rows, all-different values are chance, not a key. */
const leastRowsOfKey = 20;
/** With fewer values, the ways they are written and the shares they have are chance. */
const leastRowsOfForm = 50;
const leastRowsOfShares = 200;
/** A category that all values seen have this often leaves little room for one never seen. */
const oftenSeen = 5;
/** A population stability index that practice calls a major change. */
const largestPsi = 0.25;
/** More columns than this are not compared as whole rows. */
const widestRow = 60;

/**
 * Checks that hold for the data they are derived from, with room for the next batch, and fail where
 * that batch is damaged.
 */
export function inferChecks(table: TableProfile): CheckInput[] {
  const { rows, columns } = table;
  const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
  return [
    { check: 'row-count', min: Math.ceil(rows / 2), max: Math.max(1, rows * 2) },
    { check: 'types', types },
    {
      check: 'columns',
      columns: columns.map(({ name }) => name),
      exact: true,
      severity: 'warning',
    },
    ...wholeRows(table),
    ...columns.flatMap((profile) => columnChecks(profile, rows)),
    ...table.ordered.map(
      ([column, than]): CheckInput => ({
        check: 'compare-columns',
        column,
        is: 'at-most',
        than,
        severity: 'warning',
      }),
    ),
  ];
}

/** A column all of whose values differ; numbers with a fraction do so by themselves. */
function isKey({ type, distinct }: ColumnProfile, rows: number): boolean {
  const canBe = type !== 'number' && type !== 'boolean' && type !== 'other';
  return canBe && distinct === rows && rows >= leastRowsOfKey;
}

/** Without a key, only whole rows tell what was loaded twice. */
function wholeRows({ rows, rowsDiffer, columns }: TableProfile): CheckInput[] {
  if (!rowsDiffer || rows < leastRowsOfKey || columns.length > widestRow) return [];
  if (columns.length < 2 || columns.some((column) => isKey(column, rows))) return [];
  return [{ check: 'unique', columns: columns.map(({ name }) => name) }];
}

function columnChecks(profile: ColumnProfile, rows: number): CheckInput[] {
  const { name: column, present } = profile;
  if (present === 0) return [];
  const parts = [presence(profile, rows)];
  if (isKey(profile, rows)) parts.push([{ check: 'unique', column }]);
  if (profile.values !== undefined) {
    parts.push(categoryChecks(profile, profile.values), sharesOf(profile));
  } else if (isTime(profile)) parts.push(timeRangeOf(profile));
  else if (!isNumber(profile)) parts.push(formChecks(profile));
  // Keys that are numbers go on where the last batch ended.
  else if (!isKey(profile, rows)) parts.push(rangeOf(profile), sharesOf(profile));
  return parts.flat();
}

function presence({ name: column, present }: ColumnProfile, rows: number): CheckInput[] {
  if (present === rows) return [{ check: 'not-null', column }];
  const missing = wilson({ hits: rows - present, rows }, 0.998);
  const mostly = leastPresent(missing.estimate, missing.high);
  return mostly > 0 ? [{ check: 'not-null', column, mostly }] : [];
}

function rangeOf({ name: column, min, max, cells }: ColumnProfile): CheckInput[] {
  if (min === null || max === null) return [];
  const tails = { tenth: cells?.edges[0], ninetieth: cells?.edges.at(-2) };
  return [{ check: 'range', column, ...widen({ min, max, ...tails }) }];
}

function timeRangeOf({ name: column, earliest, latest }: ColumnProfile): CheckInput[] {
  const bounds = earliest === null || latest === null ? undefined : dateBounds(earliest, latest);
  return bounds === undefined ? [] : [{ check: 'range', column, ...bounds }];
}

function categoryChecks(profile: ColumnProfile, values: readonly ValueCount[]): CheckInput[] {
  // Both values of a truth value are always possible.
  if (profile.type === 'boolean') return [];
  const rarest = Math.min(...values.map(({ rows }) => rows));
  return [
    {
      check: 'allowed-values',
      column: profile.name,
      values: valuesOf(profile, values),
      ...(rarest >= oftenSeen ? {} : { severity: 'warning' }),
    },
  ];
}

function valuesOf(profile: ColumnProfile, values: readonly ValueCount[]): (string | number)[] {
  if (profile.type !== 'integer') return values.map(({ value }) => value);
  return values.map(({ value }) => Number(value)).sort((a, b) => a - b);
}

/** The shares of the values, so that columns that were swapped or rescaled show. */
function sharesOf(profile: ColumnProfile): CheckInput[] {
  const { name: column, present, distinct, values, cells } = profile;
  if (present < leastRowsOfShares || distinct < 2) return [];
  const base = { check: 'distribution', column, method: 'psi', max: largestPsi } as const;
  if (values !== undefined) {
    const shown = [...values].sort((a, b) => b.rows - a.rows);
    const names = shown.map(({ value }) => (profile.type === 'integer' ? Number(value) : value));
    const rows = [...shown.map(({ rows: n }) => n), 0];
    return [{ ...base, expected: { values: names, rows } }];
  }
  return cells === undefined ? [] : [{ ...base, expected: { ...cells } as Expected }];
}
type Expected = NonNullable<Extract<CheckInput, { check: 'distribution' }>['expected']>;

function formChecks({ name: column, type, present, form }: ColumnProfile): CheckInput[] {
  if (type !== 'string' || form === undefined || present < leastRowsOfForm) return [];
  const { shortest, longest, pattern } = form;
  const isFixed = shortest === longest;
  const length = {
    min: isFixed ? shortest : Math.floor(shortest / 2),
    max: isFixed ? longest : longest * 2,
  };
  return [
    { check: 'length', column, ...length },
    ...(pattern === undefined
      ? []
      : [{ check: 'pattern', column, matches: pattern } satisfies CheckInput]),
  ];
}
