import type { Check, CheckOf } from '../../../shared/domain/check.ts';
import type { ColumnType } from '../../../shared/domain/column.ts';
import { messages } from './contradiction-messages.ts';

/** Two checks that no data passes together. */
export interface Contradiction {
  readonly index: number;
  /** The earlier one. */
  readonly other: number;
  readonly why: string;
}

type Found = string | undefined;

/**
 * Checks that cannot both hold, whatever the data: a mistake of the suite, which would else be
 * taken for one of the data. Only checks of the same rows and environments are held against each
 * other, and only those that no single row can escape: two shares (`mostly`) that do not add up to
 * more than all rows may hold of different rows. A warning is an opinion and contradicts nothing.
 */
export function contradictionsIn(checks: readonly Check[]): Contradiction[] {
  return checks.flatMap((check, index) => {
    const found = checks
      .slice(0, index)
      .map((earlier, other) => ({ other, why: between(earlier, check) ?? between(check, earlier) }))
      .find(({ why }) => why !== undefined);
    return found?.why === undefined ? [] : [{ index, other: found.other, why: found.why }];
  });
}

function between(a: Check, b: Check): Found {
  if (a.severity === 'warning' || b.severity === 'warning') return undefined;
  if (areApart(a.when, b.when)) return undefined;
  if (scopeOf(a) !== scopeOf(b)) return ofTheTable(a, b);
  if (shareOf(a) + shareOf(b) <= 1) return undefined;
  return sameKind(a, b) ?? ofTheTable(a, b) ?? ofColumn(a, b);
}

/** Whether no environment runs both. */
function areApart(a: Check['when'], b: Check['when']): boolean {
  return a !== undefined && b !== undefined && !a.some((name) => b.includes(name));
}

function scopeOf(check: Check): string {
  return JSON.stringify([
    'by' in check ? (check.by ?? []) : [],
    'where' in check ? check.where : undefined,
  ]);
}

function shareOf(check: Check): number {
  return 'mostly' in check ? check.mostly : 1;
}

interface Bounds {
  readonly min?: string | number | undefined;
  readonly max?: string | number | undefined;
}

/** Two intervals that share nothing. */
function apart(a: Bounds, b: Bounds): boolean {
  const isBelow = ({ max }: Bounds, { min }: Bounds): boolean =>
    max !== undefined && min !== undefined && typeof max === typeof min && max < min;
  return isBelow(a, b) || isBelow(b, a);
}

const bounded = [
  'row-count',
  'column-count',
  'length',
  'mean',
  'median',
  'sum',
  'minimum',
  'maximum',
  'standard-deviation',
  'distinct-count',
] as const;
type Bounded = CheckOf<(typeof bounded)[number]>;

function isBounded(check: Check): check is Bounded {
  return (bounded as readonly string[]).includes(check.check);
}

function columnOf(check: Check): string | undefined {
  return 'column' in check ? check.column : undefined;
}

function sameKind(a: Check, b: Check): Found {
  if (a.check !== b.check || columnOf(a) !== columnOf(b)) return undefined;
  if (isBounded(a) && isBounded(b)) return apart(a, b) ? messages.apart : undefined;
  if (a.check === 'range' && b.check === 'range') {
    return apart(endsOf(a), endsOf(b)) ? messages.apart : undefined;
  }
  if (a.check === 'quantile' && b.check === 'quantile') return quantiles(a, b);
  if (a.check === 'allowed-values' && b.check === 'allowed-values') {
    return a.values.some((value) => b.values.includes(value)) ? undefined : messages.noCommonValue;
  }
  if (a.check === 'monotonic' && b.check === 'monotonic') return directions(a, b);
  return undefined;
}

function endsOf({ min, max, above, below }: CheckOf<'range'>): Bounds {
  return { min: min ?? above, max: max ?? below };
}

/** A larger quantile is never smaller. */
function quantiles(a: CheckOf<'quantile'>, b: CheckOf<'quantile'>): Found {
  if (a.quantile === b.quantile) return apart(a, b) ? messages.apart : undefined;
  const [low, high] = a.quantile < b.quantile ? [a, b] : [b, a];
  return low.min !== undefined && high.max !== undefined && low.min > high.max
    ? messages.quantilesCross(low.quantile, high.quantile)
    : undefined;
}

function directions(a: CheckOf<'monotonic'>, b: CheckOf<'monotonic'>): Found {
  const sameOrder = a['order-by'] === b['order-by'];
  const isStrict = a.strict || b.strict;
  return sameOrder && isStrict && a.direction !== b.direction ? messages.bothDirections : undefined;
}

/** What is said of one column in two ways. */
function ofColumn(a: Check, b: Check): Found {
  if (columnOf(a) === undefined || columnOf(a) !== columnOf(b)) return undefined;
  if (a.check === 'not-null' && b.check === 'always-null') return messages.nullAndNot;
  if (a.check === 'allowed-values') return againstList(a, b);
  if (a.check === 'range' && isLocation(b)) {
    return apart(endsOf(a), b) && a.mostly === 1 ? messages.outsideRange(b.check) : undefined;
  }
  if (a.check === 'minimum' && b.check === 'maximum') {
    const crossed = a.min !== undefined && b.max !== undefined && a.min > b.max;
    return crossed ? messages.minimumAboveMaximum : undefined;
  }
  return undefined;
}

/** Figures that lie among the values themselves. */
function isLocation(
  check: Check,
): check is CheckOf<'mean' | 'median' | 'quantile' | 'minimum' | 'maximum'> {
  return ['mean', 'median', 'quantile', 'minimum', 'maximum'].includes(check.check);
}

function againstList(a: CheckOf<'allowed-values'>, b: Check): Found {
  if (b.check === 'forbidden-values') {
    const isLeft = a.values.some((value) => !b.values.includes(value));
    return isLeft ? undefined : messages.allForbidden;
  }
  if (b.check === 'range') {
    const ends = endsOf(b);
    const fits = a.values.some(
      (value) => typeof value === 'boolean' || !apart(ends, { min: value, max: value }),
    );
    return fits ? undefined : messages.noneInRange;
  }
  if (b.check === 'length') {
    const fits = a.values.some(
      (value) => !apart(b, { min: lengthOf(value), max: lengthOf(value) }),
    );
    return fits ? undefined : messages.noneOfLength;
  }
  if (b.check === 'distinct-count') {
    const isEnough = new Set(a.values).size >= (b.min ?? 0);
    return isEnough ? undefined : messages.tooFewAllowed;
  }
  return undefined;
}

function lengthOf(value: string | number | boolean): number {
  return [...String(value)].length;
}

/** What is said of the table against what is said of a column, or of the table again. */
function ofTheTable(a: Check, b: Check): Found {
  if (a.check === 'types') return againstTypes(a, b);
  if (a.check !== 'columns') return undefined;
  if (b.check === 'columns') {
    const hidden = a.exact ? b.columns.find((name) => !a.columns.includes(name)) : undefined;
    return hidden === undefined ? undefined : messages.columnExcluded(hidden);
  }
  if (b.check === 'column-count') {
    const most = a.exact ? a.columns.length : Infinity;
    return apart({ min: a.columns.length, max: most }, b) ? messages.columnCount : undefined;
  }
  const excluded = a.exact ? namesIn(b).find((name) => !a.columns.includes(name)) : undefined;
  return excluded === undefined ? undefined : messages.columnExcluded(excluded);
}

function namesIn(check: Check): readonly string[] {
  if (check.check === 'types') return Object.keys(check.types);
  return [columnOf(check), ...('by' in check ? (check.by ?? []) : [])].filter(
    (name) => name !== undefined,
  );
}

function againstTypes({ types }: CheckOf<'types'>, b: Check): Found {
  if (b.check === 'types') {
    const differs = Object.keys(types).find(
      (name) => typeIn(b.types, name) !== undefined && !fitTogether(types[name], b.types[name]),
    );
    return differs === undefined ? undefined : messages.twoTypes(differs);
  }
  const column = columnOf(b);
  const type = column === undefined ? undefined : typeIn(types, column);
  if (column === undefined || type === undefined) return undefined;
  const isNumber = type === 'integer' || type === 'number';
  const isTime = type === 'date' || type === 'timestamp';
  const needsNumbers = isBounded(b) && !['length', 'distinct-count'].includes(b.check);
  if ((needsNumbers || b.check === 'quantile') && !isNumber) {
    return messages.needsNumbers(b.check, column, type);
  }
  if (b.check === 'range') {
    const { min, max } = endsOf(b);
    const wanted = typeof (min ?? max) === 'number' ? isNumber : isTime;
    return wanted ? undefined : messages.boundsOfType(column, type);
  }
  if (b.check === 'freshness' && !isTime) return messages.needsDates(column, type);
  if (b.check === 'date-format' && type !== 'string') return messages.needsText(column, type);
  return undefined;
}

/** A column may be called as what every object has: `constructor`. */
function typeIn(types: CheckOf<'types'>['types'], column: string): ColumnType | undefined {
  return Object.hasOwn(types, column) ? types[column] : undefined;
}

/** Whether a column can have both types: whole numbers are numbers, a date is a point in time. */
function fitTogether(a: string | undefined, b: string | undefined): boolean {
  const pair = [a, b].sort().join();
  return a === b || pair === 'integer,number' || pair === 'date,timestamp';
}
