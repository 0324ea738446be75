import type { Check } from '../../shared/domain/check.ts';
import type { CastFailure, ColumnType, RowPlace, TableColumn } from '../../shared/domain/column.ts';
import type { Verdict } from '../../shared/domain/verdict.ts';
import { messages } from './messages.ts';
import { type CheckPlan, columnsOf } from './plan.ts';

/** What one check, declared or built in, came to. */
export interface Outcome {
  /** For findings: `range`, `readable`. */
  readonly code: string;
  readonly title: string;
  readonly column: string | undefined;
  /** What the failing values belong to, where there are any: `price`, `id + day`, `the data`. */
  readonly subject?: string;
  readonly severity: 'error' | 'warning';
  readonly passed: boolean;
  readonly observed: string;
  readonly expected: string;
  /** How many rows or values fail, of how many. null: the check is not about rows. */
  readonly failing: number | null;
  readonly judged: number | null;
  /** First failing rows, numbered over all files. */
  readonly rows: readonly number[];
  /** The same rows by file, where there are several. */
  readonly places?: readonly NamedPlace[];
  readonly values?: readonly string[];
  /** Place of the check in the list that declares it. */
  readonly index?: number;
}

/** A failing row of one of several files. */
export interface NamedPlace extends RowPlace {
  /** The shortest end of the file's path that no other file has. */
  readonly name: string;
}

/** What the scan found for one plan. */
export interface Counted {
  readonly judged: number;
  readonly failing: number;
}

export interface Facts {
  readonly rows: number;
  readonly columns: readonly TableColumn[];
}

/** Judge one declared check. Failing rows are added later, for failing checks only. */
export function judge(plan: CheckPlan, index: number, counted: Counted, facts: Facts): Outcome {
  const { check } = plan;
  const base = { ...described(check), index };
  if (plan.blocked !== undefined) return { ...base, ...whole(false, plan.blocked) };
  switch (check.check) {
    case 'row-count': {
      const inside = facts.rows >= (check.min ?? 0) && facts.rows <= (check.max ?? Infinity);
      return { ...base, ...whole(inside, `${messages.plural(facts.rows, 'row')}`) };
    }
    case 'columns':
      return { ...base, ...judgeColumns(check, facts) };
    case 'types':
      return { ...base, ...judgeTypes(check.types, facts) };
    default: {
      const tolerated = 'mostly' in check ? toleratedFailures(check.mostly, counted.judged) : 0;
      return {
        ...base,
        passed: counted.failing <= tolerated,
        observed: messages.failing(check, counted.failing),
        ...counted,
        rows: [],
      };
    }
  }
}

/** `mostly` as whole rows; 1e-9 keeps 0.95 of 100 rows at 5 despite binary fractions. */
function toleratedFailures(mostly: number, judged: number): number {
  return Math.floor((1 - mostly) * judged + 1e-9);
}

function described(check: Check): Pick<Outcome, DescribedKeys> {
  return {
    code: check.check,
    title: messages.title(check),
    column: 'column' in check ? check.column : undefined,
    ...subjectOf(check),
    severity: check.severity,
    expected: messages.expected(check),
  };
}
type DescribedKeys = 'code' | 'title' | 'column' | 'subject' | 'severity' | 'expected';

function subjectOf(check: Check): { subject?: string } {
  const columns = columnsOf(check);
  return columns.length === 0 ? {} : { subject: columns.join(' + ') };
}

type Judged = Pick<Outcome, 'passed' | 'observed' | 'failing' | 'judged' | 'rows'>;

/** An outcome that is not about single rows. */
function whole(passed: boolean, observed: string): Judged {
  return { passed, observed, failing: null, judged: null, rows: [] };
}

function judgeColumns(check: Extract<Check, { check: 'columns' }>, facts: Facts): Judged {
  const there = facts.columns.map(({ name }) => name);
  const missing = check.columns.filter((name) => !there.includes(name));
  const extra = check.exact ? there.filter((name) => !check.columns.includes(name)) : [];
  const problems = [
    ...(missing.length > 0 ? [messages.columnsMissing(missing, there)] : []),
    ...(extra.length > 0 ? [messages.columnsExtra(extra)] : []),
  ];
  const fine = messages.plural(there.length, 'column');
  return whole(problems.length === 0, problems.length === 0 ? fine : problems.join('; '));
}

/** A wider type takes a narrower one: whole numbers are numbers, a date is a point in time. */
export function isOfType(actual: ColumnType, declared: ColumnType): boolean {
  if (actual === declared) return true;
  if (declared === 'number') return actual === 'integer';
  return declared === 'timestamp' && actual === 'date';
}

function judgeTypes(declared: Readonly<Record<string, ColumnType>>, facts: Facts): Judged {
  const actual = new Map(facts.columns.map(({ name, type }) => [name, type]));
  const differ = Object.entries(declared).flatMap(([name, type]) => {
    const found = actual.get(name);
    if (found !== undefined && isOfType(found, type)) return [];
    return [{ name, declared: type, actual: found }];
  });
  return differ.length === 0
    ? whole(true, 'as declared')
    : whole(false, messages.typesDiffer(differ));
}

/** Checks nobody has to declare: every value is readable as its column's type. */
export function readableOutcomes(failures: readonly CastFailure[], rows: number): Outcome[] {
  return failures.map((failure) => ({
    code: 'readable',
    title: messages.castTitle(failure.column),
    column: failure.column,
    subject: failure.column,
    severity: 'error',
    passed: false,
    observed: messages.castObserved(failure.count, failure.type),
    expected: messages.castExpected(failure.type),
    failing: failure.count,
    judged: rows,
    rows: failure.rows,
  }));
}

/** What is checked where nothing is declared. */
export function defaultOutcomes(facts: Facts, present: ReadonlyMap<string, number>): Outcome[] {
  const base = { column: undefined, severity: 'error', failing: null, judged: null, rows: [] };
  const rows = {
    ...base,
    code: 'row-count',
    title: messages.rowsTitle,
    passed: facts.rows > 0,
    observed: messages.plural(facts.rows, 'row'),
    expected: messages.someRows,
  } satisfies Outcome | object;
  // Without rows every column is empty: saying so once is enough.
  const columns = facts.rows === 0 ? [] : facts.columns;
  const empty = columns.map(({ name }) => ({
    ...base,
    code: 'empty-column',
    title: messages.emptyColumnTitle(name),
    column: name,
    subject: name,
    passed: (present.get(name) ?? 0) > 0,
    observed:
      (present.get(name) ?? 0) > 0
        ? messages.plural(present.get(name) ?? 0, 'value')
        : messages.emptyColumn,
    expected: messages.emptyColumnExpected,
  }));
  return [rows, ...empty] as Outcome[];
}

/** Same columns and types as the reference, and between half and twice its rows. */
export function referenceOutcomes(facts: Facts, reference: Facts): Outcome[] {
  const declared = Object.fromEntries(reference.columns.map(({ name, type }) => [name, type]));
  const types = judgeTypes(declared, facts);
  const known = new Set(reference.columns.map(({ name }) => name));
  const extra = facts.columns.map(({ name }) => name).filter((name) => !known.has(name));
  const problems = [
    ...(types.passed ? [] : [types.observed]),
    ...(extra.length > 0 ? [messages.columnsExtra(extra)] : []),
  ];
  const base = { column: undefined, severity: 'error' as const };
  return [
    {
      ...base,
      code: 'reference-columns',
      title: messages.referenceColumnsTitle,
      expected: messages.referenceColumnsExpected,
      ...whole(problems.length === 0, problems.length === 0 ? 'the same' : problems.join('; ')),
    },
    {
      ...base,
      code: 'reference-rows',
      title: messages.referenceRowsTitle,
      expected: messages.referenceRowsExpected(reference.rows),
      ...whole(
        facts.rows * 2 >= reference.rows && facts.rows <= reference.rows * 2,
        `${messages.plural(facts.rows, 'row')}`,
      ),
    },
  ];
}

export function verdictOf(outcomes: readonly Outcome[]): Verdict {
  const failed = outcomes.filter(({ passed }) => !passed);
  if (failed.some(({ severity }) => severity === 'error')) return 'fail';
  return failed.length > 0 ? 'warn' : 'pass';
}

/** Worst first: errors before warnings, then by the share of failing rows. */
export function worstFirst(outcomes: readonly Outcome[]): Outcome[] {
  const share = ({ failing, judged }: Outcome): number =>
    failing === null || !judged ? 1 : failing / judged;
  const rank = ({ severity }: Outcome): number => (severity === 'error' ? 0 : 1);
  return [...outcomes].sort((a, b) => rank(a) - rank(b) || share(b) - share(a));
}
