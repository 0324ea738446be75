import type { CheckOf } from '../../../shared/domain/check.ts';
import type { DriftMethod } from '../../../shared/domain/drift-method.ts';
import {
  type CellCounts,
  categoryCellsQuery,
  formOf,
  lineCells,
  lineCellsQuery,
  lineCounts,
  lineCountsQuery,
  listedCounts,
  listedCountsQuery,
  type Side,
  sum,
} from '../reference/cells.ts';
import {
  type ColumnPair,
  pairsOf,
  pearsonOf,
  pearsonQuery,
  rankSumsQuery,
  spearmanOf,
} from '../reference/correlation.ts';
import { cellsFor, distanceOf, leastValues, needsOrder } from '../reference/distance.ts';
import { type Comparison, judgeCorrelations, judgeDistance } from '../reference/judge.ts';
import { messages } from '../reference/messages.ts';
import {
  type Answers,
  blocked,
  type Ground,
  isNumeric,
  isTime,
  type Judged,
  type Kind,
  type Plan,
  whole,
} from './kind.ts';

/** Checks that compare with the reference, or with what the suite says of it. */
export const referenceKinds = {
  distribution: {
    columns: ({ column }) => [column],
    plan: planDistribution,
    title: ({ column }) => messages.distributionTitle(column),
    expected: ({ method, max, expected }) =>
      messages.distributionExpected(method, max, expected !== undefined),
  } satisfies Kind<CheckOf<'distribution'>>,
  correlation: {
    columns: ({ columns }) => columns,
    plan: planCorrelation,
    title: ({ columns }) => messages.correlationTitle(columns),
    expected: ({ min, max, 'max-change': change }) =>
      messages.correlationExpected(min, max, change),
  } satisfies Kind<CheckOf<'correlation'>>,
};

function planDistribution(check: CheckOf<'distribution'>, ground: Ground): Plan {
  const { columns, relation } = ground;
  const column = columns.find(({ name }) => name === check.column);
  if (column === undefined) return blocked(messages.noForm(check.column, 'other'));
  const form = formOf(column.type);
  if (form === undefined) return blocked(messages.noForm(check.column, column.type));
  if (form === 'categories' && needsOrder(check.method)) {
    return blocked(messages.notOrdered(check.column, check.method));
  }
  const current = { relation, column };
  return check.expected === undefined
    ? againstReference(check, current, ground)
    : againstExpected(check, check.expected, current, ground);
}

function againstReference(
  check: CheckOf<'distribution'>,
  current: Side,
  { reference, sql }: Ground,
): Plan {
  if (reference === undefined) return blocked(messages.noReference);
  const { name, type } = current.column;
  const column = reference.columns.find((other) => other.name === name);
  if (column === undefined) return blocked(messages.notInReference(name));
  const form = formOf(type);
  if (formOf(column.type) !== form || isTime(column.type) !== isTime(type)) {
    return blocked(messages.otherForm(name, type, column.type));
  }
  const known = { relation: reference.relation, column };
  if (form === 'line') {
    const query = lineCellsQuery(known, current, cellsFor(check.method), sql);
    return distancePlan(check, { cells: query }, ({ answered }) => lineCells(answered.cells ?? []));
  }
  return distancePlan(check, { cells: categoryCellsQuery(known, current, sql) }, (answers) => {
    const rows = answers.answered.cells ?? [];
    return { reference: rows.map(({ a }) => Number(a)), current: rows.map(({ b }) => Number(b)) };
  });
}

type Expected = NonNullable<CheckOf<'distribution'>['expected']>;

function againstExpected(
  check: CheckOf<'distribution'>,
  { edges, values = [], rows }: Expected,
  current: Side,
  { sql }: Ground,
): Plan {
  const { name, type } = current.column;
  if (edges === undefined) {
    const query = listedCountsQuery(current, values, sql);
    return distancePlan(check, { cells: query }, ({ answered }) => ({
      reference: rows,
      current: listedCounts(answered.cells?.[0] ?? {}, values),
    }));
  }
  if (formOf(type) !== 'line') return blocked(messages.edgesForText(name, type));
  return distancePlan(check, { cells: lineCountsQuery(current, edges, sql) }, ({ answered }) => ({
    reference: rows,
    current: lineCounts(answered.cells ?? [], edges),
    values: [...edges, (edges.at(-1) ?? 0) + 1],
  }));
}

function distancePlan(
  { column, method, max }: CheckOf<'distribution'>,
  queries: Plan['queries'] & object,
  countsOf: (answers: Answers) => CellCounts,
): Plan {
  return { queries, judge: (answers) => judgeCells(column, method, max, countsOf(answers)) };
}

function judgeCells(column: string, method: DriftMethod, max: number, counts: CellCounts): Judged {
  for (const side of ['reference', 'current'] as const) {
    const values = sum(counts[side]);
    if (values >= leastValues) continue;
    const named = side === 'current' ? 'data' : 'reference';
    return whole(false, messages.tooFew(values, leastValues, named));
  }
  const distance = distanceOf(method, counts, column);
  if (distance === undefined) return whole(false, messages.noDistance(method));
  return judgedOf(judgeDistance(max, method, distance));
}

function judgedOf({ passed, observed, doubtful }: Comparison): Judged {
  return { ...whole(passed, observed), ...(doubtful ? { severity: 'warning' as const } : {}) };
}

function planCorrelation(check: CheckOf<'correlation'>, ground: Ground): Plan {
  const { types, reference, sql, relation } = ground;
  const asksChange = check['max-change'] !== undefined;
  for (const name of check.columns) {
    const type = types.get(name) ?? 'other';
    if (!isNumeric(type)) return blocked(messages.notANumber(name, type));
  }
  if (asksChange && reference === undefined) return blocked(messages.noReference);
  const known = new Map(reference?.columns.map(({ name, type }) => [name, type]));
  for (const name of asksChange ? check.columns : []) {
    const type = known.get(name);
    if (type === undefined) return blocked(messages.notInReference(name));
    if (!isNumeric(type)) {
      return blocked(messages.otherForm(name, types.get(name) ?? 'other', type));
    }
  }
  const pairs = pairsOf(check.columns);
  const ask = (from: string, side: string): Record<string, string> =>
    check.method === 'pearson'
      ? { [side]: pearsonQuery(from, check.columns, pairs, sql) }
      : Object.fromEntries(pairs.map((pair, i) => [`${side}${i}`, rankSumsQuery(from, pair, sql)]));
  const compared = asksChange ? reference : undefined;
  return {
    queries: {
      ...ask(relation, 'current'),
      ...(compared === undefined ? {} : ask(compared.relation, 'reference')),
    },
    judge: (answers) => judgeMeasured(check, pairs, answers),
  };
}

function judgeMeasured(
  check: CheckOf<'correlation'>,
  pairs: readonly ColumnPair[],
  { answered }: Answers,
): Judged {
  const { method } = check;
  const measured = (side: string, i: number) =>
    method === 'pearson'
      ? pearsonOf(answered[side]?.[0] ?? {}, i)
      : spearmanOf(answered[`${side}${i}`]?.[0] ?? {});
  const found = pairs.map((pair, i) => ({
    pair,
    method,
    current: measured('current', i),
    reference: measured('reference', i),
  }));
  return judgedOf(judgeCorrelations(check, found));
}
