import type { Check } from '../../shared/domain/check.ts';
import type { CastFailure, RowPlace, TableColumn } from '../../shared/domain/column.ts';
import type { Verdict } from '../../shared/domain/verdict.ts';
import { type Answers, whole } from './checks/kind.ts';
import { kinds } from './checks/kind-messages.ts';
import { kindOf } from './checks/kinds.ts';
import { messages as checkMessages } from './checks/messages.ts';
import { judgeTypes } from './checks/table.ts';
import { messages } from './messages.ts';
import type { CheckPlan } from './plan.ts';
import { type JudgedSegment, judgeSegments, type Segment } from './scan/segments.ts';

/** What one check, declared or built in, came to. */
export interface Outcome {
  /** For findings: `range`, `readable`. */
  readonly code: string;
  readonly title: string;
  readonly column: string | undefined;
  /** The table it is about, where that is not the main one. */
  readonly table?: string;
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
  /** The figure that was compared, where the check is about one. */
  readonly figure?: number;
  /** Segments that fail, worst first, where the check is divided into such. */
  readonly segments?: readonly JudgedSegment[];
  /** Place of the check in the list that declares it. */
  readonly index?: number;
  /** The line that declares it, where that is not in the main list. */
  readonly place?: { readonly file: string; readonly line: number };
}

/** A failing row of one of several files. */
export interface NamedPlace extends RowPlace {
  /** The shortest end of the file's path that no other file has. */
  readonly name: string;
}

/** What the data answered to one plan, whole or by segment; or why it could not be asked. */
export type Answer =
  | { readonly blocked: string }
  | { readonly answers: Answers }
  | { readonly segments: readonly Segment[] };

export interface Facts {
  readonly rows: number;
  readonly columns: readonly TableColumn[];
}

const noAnswers: Answers = { rows: 0, values: {}, answered: {} };

/** Judge one declared check. Failing rows are added later, for failing checks only. */
export function judge(plan: CheckPlan, index: number, answer: Answer | undefined): Outcome {
  const base = { ...described(plan.check), index };
  if (plan.blocked !== undefined) return { ...base, ...whole(false, plan.blocked) };
  if (answer === undefined) return { ...base, ...plan.judge(noAnswers) };
  if ('blocked' in answer) return { ...base, ...whole(false, answer.blocked) };
  if ('answers' in answer) return { ...base, ...plan.judge(answer.answers) };
  return { ...base, ...judgeSegments(answer.segments, plan.judge) };
}

function described(check: Check): Pick<Outcome, DescribedKeys> {
  const kind = kindOf(check);
  const scope = {
    by: 'by' in check ? (check.by ?? []) : [],
    where: 'where' in check ? check.where : undefined,
  };
  return {
    code: check.check,
    title: check.name ?? messages.titleIn(kind.title(check), scope),
    column: columnOf(check),
    ...subjectOf(check),
    severity: check.severity,
    expected: kind.expected(check),
  };
}
type DescribedKeys = 'code' | 'title' | 'column' | 'subject' | 'severity' | 'expected';

/** The one column that a picture can show the check with. */
function columnOf(check: Check): string | undefined {
  if ('column' in check) return check.column;
  return 'determines' in check ? check.determines : undefined;
}

function subjectOf(check: Check): { subject?: string } {
  const columns = kindOf(check).columns(check);
  return columns.length === 0 ? {} : { subject: columns.join(' + ') };
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
    observed: kinds.rows(facts.rows),
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
      (present.get(name) ?? 0) > 0 ? kinds.values(present.get(name) ?? 0) : messages.emptyColumn,
    expected: messages.emptyColumnExpected,
  }));
  return [rows, ...empty] as Outcome[];
}

/** Same columns and types as the reference, and between half and twice its rows. */
export function referenceOutcomes(facts: Facts, reference: Facts): Outcome[] {
  const declared = Object.fromEntries(reference.columns.map(({ name, type }) => [name, type]));
  const types = judgeTypes(declared, facts.columns);
  const known = new Set(reference.columns.map(({ name }) => name));
  const extra = facts.columns.map(({ name }) => name).filter((name) => !known.has(name));
  const problems = [
    ...(types.passed ? [] : [types.observed]),
    ...(extra.length > 0 ? [checkMessages.columnsExtra(extra)] : []),
  ];
  const base = { column: undefined, severity: 'error' as const };
  return [
    {
      ...base,
      code: 'reference-columns',
      title: messages.referenceColumnsTitle,
      expected: messages.referenceColumnsExpected,
      ...whole(problems.length === 0, problems.length === 0 ? kinds.theSame : problems.join('; ')),
    },
    {
      ...base,
      code: 'reference-rows',
      title: messages.referenceRowsTitle,
      expected: messages.referenceRowsExpected(reference.rows),
      ...whole(
        facts.rows * 2 >= reference.rows && facts.rows <= reference.rows * 2,
        kinds.rows(facts.rows),
      ),
    },
  ];
}

/** Values are shown where they are asked for, but not those that identify somebody. */
export function withoutHidden(outcome: Outcome, hidden: ReadonlySet<string>): Outcome {
  const { values, ...rest } = outcome;
  const isHidden = outcome.column !== undefined && hidden.has(outcome.column);
  return values === undefined || isHidden ? rest : outcome;
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
