import type { CheckOf } from '../../../shared/domain/check.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { bounds, shownNumber } from '../wording.ts';
import {
  blocked,
  type Ground,
  isNumeric,
  isTime,
  type Kind,
  knownValue,
  type Plan,
  whole,
} from './kind.ts';
import { kinds as texts } from './kind-messages.ts';
import { messages } from './messages.ts';

type FigureName =
  | 'mean'
  | 'median'
  | 'sum'
  | 'minimum'
  | 'maximum'
  | 'standard-deviation'
  | 'quantile';

/** Checks of one figure of a whole column. */
export const figureKinds = {
  mean: figure<CheckOf<'mean'>>((x, isWhole) =>
    isWhole ? `avg(${x})` : `favg(${x}) ${finite(x)}`,
  ),
  median: figure<CheckOf<'median'>>((x) => `quantile_cont(${x}, 0.5)`),
  sum: figure<CheckOf<'sum'>>((x, isWhole) =>
    isWhole ? `CAST(sum(${x}) AS DOUBLE)` : `fsum(${x}) ${finite(x)}`,
  ),
  minimum: figure<CheckOf<'minimum'>>((x) => `CAST(min(${x}) AS DOUBLE)`),
  maximum: figure<CheckOf<'maximum'>>((x) => `CAST(max(${x}) AS DOUBLE)`),
  'standard-deviation': figure<CheckOf<'standard-deviation'>>((x, isWhole) =>
    isWhole ? `stddev_samp(${x})` : `stddev_samp(${x}) ${finite(x)}`,
  ),
  quantile: {
    ...figure<CheckOf<'quantile'>>(
      (x, _isWhole, { quantile }) => `quantile_cont(${x}, ${quantile})`,
    ),
    title: ({ column, quantile }) => texts.quantile(quantile, column),
  } satisfies Kind<CheckOf<'quantile'>>,
  'distinct-count': {
    columns: ({ column }) => [column],
    plan: planDistinct,
    title: ({ column }) => texts.distinctCount.title(column),
    expected: ({ min, max }) => texts.distinctCount.expected(min, max),
  } satisfies Kind<CheckOf<'distinct-count'>>,
  freshness: {
    columns: ({ column }) => [column],
    plan: planFreshness,
    title: ({ column }) => texts.newest(column),
    expected: (check) => messages.freshExpected(age(check['max-age'])),
  } satisfies Kind<CheckOf<'freshness'>>,
};

/** Squares of larger numbers, and sums of infinite ones, are beyond what a number can hold. */
const largest = 1e150;

function finite(x: string): string {
  return `FILTER (WHERE abs(${x}) <= ${largest})`;
}

/** Figures that add all values up. */
function isAdded({ check }: CheckOf<FigureName>): boolean {
  return check === 'mean' || check === 'sum' || check === 'standard-deviation';
}

/**
 * A figure of a column of numbers as a kind. Missing values, and what is not a number, are left out.
 *
 * @param aggregate the SQL of the figure of an SQL expression; whole numbers are summed exactly.
 */
function figure<C extends CheckOf<FigureName>>(
  aggregate: (x: string, isWhole: boolean, check: C) => string,
): Kind<C> {
  return {
    columns: ({ column }) => [column],
    plan: (check, { types, sql }) => {
      const type = types.get(check.column);
      if (!isNumeric(type))
        return blocked(messages.figureOfWrongType(check.column, type, check.check));
      const isWhole = type === 'integer';
      const value = knownValue(check.column, type, sql);
      const x = isWhole ? value : `CAST(${value} AS DOUBLE)`;
      return {
        aggregates: {
          figure: aggregate(x, isWhole, check),
          ...(isAdded(check) && !isWhole ? { beyond: `count_if(abs(${x}) > ${largest})` } : {}),
        },
        judge: ({ values }) =>
          Number(values.beyond ?? 0) > 0
            ? whole(false, messages.tooLarge)
            : judgeFigure(values.figure, check),
      };
    },
    title: ({ check, column }) => texts.figure(check, column),
    expected: ({ min, max }) => bounds(min, max),
  };
}

interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

function judgeFigure(found: unknown, { min = -Infinity, max = Infinity }: Bounds) {
  if (found === null || found === undefined) return whole(false, messages.tooFewValues);
  const value = Number(found);
  const passed = value >= min - rounding(min) && value <= max + rounding(max);
  return { ...whole(passed, shownNumber(value)), figure: value };
}

/** What the order of additions may change in the last bits must not decide. */
function rounding(bound: number): number {
  return Number.isFinite(bound) ? Math.abs(bound) * 1e-12 : 0;
}

function planDistinct(check: CheckOf<'distinct-count'>, { types, sql }: Ground): Plan {
  const value = knownValue(check.column, types.get(check.column), sql);
  return {
    aggregates: { present: `count(${value})`, distinct: `count(DISTINCT ${value})` },
    judge: ({ values }) => {
      if (Number(values.present ?? 0) === 0) return whole(false, messages.nothingToCheck);
      const distinct = Number(values.distinct);
      const passed = distinct >= (check.min ?? 0) && distinct <= (check.max ?? Infinity);
      return { ...whole(passed, texts.distinctCount.found(distinct)), figure: distinct };
    },
  };
}

/** Dates that lie this far ahead are mistakes: with one of them, no data would ever be old. */
const mostAhead = 86_400_000;

function planFreshness(check: CheckOf<'freshness'>, { types, sql, now }: Ground): Plan {
  const type = types.get(check.column) ?? 'other';
  if (!isTime(type)) return blocked(messages.freshnessOfWrongType(check.column, type));
  const column = sql.identifier(check.column);
  const newest = `epoch(max(${column}) FILTER (WHERE isfinite(${column})))`;
  return {
    aggregates: { newest },
    judge: ({ values }) => {
      if (values.newest === null || values.newest === undefined) {
        return whole(false, messages.nothingToCheck);
      }
      const found = Number(values.newest) * 1_000;
      const old = now.getTime() - found;
      const day = messages.date(found);
      if (old < -mostAhead) return whole(false, messages.ahead(day));
      return whole(old <= check['max-age'], messages.aged(day, age(Math.max(0, old))));
    },
  };
}

/** `3 days`, `5 h`: coarse enough to be read. */
function age(milliseconds: number): string {
  const [hour, day] = [3_600_000, 86_400_000];
  if (milliseconds >= 2 * day) return texts.age.days(Math.floor(milliseconds / day));
  if (milliseconds >= hour) return texts.age.hours(Math.floor(milliseconds / hour));
  return formatDuration(milliseconds);
}
