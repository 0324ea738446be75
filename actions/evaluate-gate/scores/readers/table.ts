import type { ActionError } from '../../../../shared/kernel/action-error.ts';
import type { NamedColumn, OpenedTable, SideName } from '../../layout.ts';
import {
  type Attempt,
  type CriterionScore,
  metadataOf,
  onlyCriterion,
  type ReadScores,
} from '../attempt.ts';
import * as errors from '../errors.ts';

/** The parts a column can play, and the names it usually has. */
const usualNames = {
  case: ['case', 'case_id', 'case-id', 'id', 'test', 'key', 'user_input', 'question'],
  repeat: ['repeat', 'epoch', 'run', 'trial', 'attempt'],
  score: ['score', 'value'],
  criterion: ['criterion', 'metric', 'scorer'],
  judge: ['judge', 'rater', 'grader'],
  passed: ['passed', 'pass', 'success'],
  latency: ['latency'],
  tokens: ['tokens', 'total_tokens'],
  cost: ['cost'],
  variant: ['variant', 'provider', 'model'],
} as const satisfies Record<string, readonly string[]>;

export type Role = keyof typeof usualNames;
export type AskedRoles = Readonly<Partial<Record<Role, string | undefined>>>;

const numbers: readonly Role[] = ['score', 'latency', 'tokens', 'cost'];

/** What ragas puts beside its metrics. */
const ragasInputs = new Set([
  ...['user_input', 'question', 'response', 'answer', 'reference', 'ground_truth'],
  ...['ground_truths', 'contexts', 'retrieved_contexts', 'reference_contexts', 'rubrics'],
  ...['retrieved_context_ids', 'reference_context_ids', 'reference_topics', 'persona_name'],
]);

/** The columns of a table, each with its part. */
export type Roles = ReadonlyMap<Role, NamedColumn>;

export interface TableLayout {
  readonly format: 'table' | 'ragas';
  readonly roles: Roles;
  /** Metrics in columns of their own, as ragas writes them; empty where there is a score column. */
  readonly metrics: readonly NamedColumn[];
  /** What the policy slices by. */
  readonly slices: readonly NamedColumn[];
}

/**
 * Which column plays which part. A table without a score column whose cases are ragas' inputs has a
 * column a metric.
 *
 * @throws ActionError (usage): `scores-column-missing`, `scores-not-numbers`
 */
export function layTable(
  table: OpenedTable,
  asked: AskedRoles,
  side: SideName,
  format?: 'table' | 'ragas',
  slices: readonly string[] = [],
): TableLayout {
  const known = table.columns.map(({ name }) => name);
  const roles = new Map<Role, NamedColumn>();
  for (const role of Object.keys(usualNames) as Role[]) {
    const names = asked[role] === undefined ? usualNames[role] : [asked[role]];
    const name = names.find((candidate) => known.includes(candidate));
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column !== undefined) roles.set(role, column);
    else if (asked[role] !== undefined || role === 'case') {
      throw errors.columnMissing(side, role, names, known);
    }
  }
  const scored = roles.has('score') || roles.has('passed');
  const isRagas =
    format === 'ragas' ||
    (format === undefined && !scored && known.some((n) => ragasInputs.has(n)));
  if (!isRagas && !scored) throw errors.columnMissing(side, 'score', usualNames.score, known);
  const taken = [...roles.values()].map(({ name }) => name);
  const metrics = isRagas
    ? table.columns.filter(
        ({ name, type }) => isNumber(type) && !ragasInputs.has(name) && !taken.includes(name),
      )
    : [];
  if (isRagas && metrics.length === 0) {
    throw errors.columnMissing(side, 'score', ['a column of numbers for each metric'], known);
  }
  requireNumbers(table, roles, metrics, side);
  const sliced = table.columns.filter(({ name }) => slices.includes(name));
  return { format: isRagas ? 'ragas' : 'table', roles, metrics, slices: sliced };
}

function isNumber(type: string): boolean {
  return type === 'integer' || type === 'number';
}

function requireNumbers(
  table: OpenedTable,
  roles: Roles,
  metrics: readonly NamedColumn[],
  side: SideName,
): void {
  const wanted = [...numbers.flatMap((role) => roles.get(role) ?? []), ...metrics];
  for (const { name, type } of wanted) {
    const failure = table.castFailures.find(({ column }) => column === name);
    if (failure !== undefined) throw errors.cellsBreakType(side, name, failure.count);
    // A column of blanks only has no type; its cells are missing, not wrong.
    if (!isNumber(type) && type !== 'boolean') throw notNumbers(table, name, side);
  }
}

function notNumbers(table: OpenedTable, name: string, side: SideName): ActionError {
  const failures = table.castFailures.find(({ column }) => column === name);
  return errors.cellsBreakType(side, name, failures?.count ?? 1);
}

/** A row with its columns renamed to their parts, metrics to `metric_0`, slices to `slice_0`, … */
export type TableRow = Readonly<Record<string, unknown>>;

/**
 * @throws ActionError (usage): `case-missing`
 */
export function readTable(
  rows: readonly TableRow[],
  { format, roles, metrics, slices }: TableLayout,
  side: SideName,
): ReadScores {
  const nameless = rows.filter((row) => textOf(row.case) === undefined).length;
  if (nameless > 0) throw errors.caseMissing(side, nameless);
  const scored = roles.has('score');
  const attempts = rows.map((row): Attempt => {
    const passed = booleanOf(row.passed);
    const single: CriterionScore = {
      criterion: textOf(row.criterion) ?? onlyCriterion,
      score: scored ? (numberOf(row.score) ?? null) : passed === undefined ? null : Number(passed),
      passed,
      judge: textOf(row.judge),
    };
    const own = metrics.map(({ name }, i): CriterionScore => {
      return { criterion: name, score: numberOf(row[`metric_${i}`]) ?? null };
    });
    return {
      case: textOf(row.case) ?? '',
      repeat: textOf(row.repeat),
      variant: textOf(row.variant),
      scores: format === 'ragas' ? own : [single],
      latency: numberOf(row.latency),
      tokens: numberOf(row.tokens),
      cost: numberOf(row.cost),
      metadata: metadataOf(
        Object.fromEntries(slices.map(({ name }, i) => [name, row[`slice_${i}`]])),
      ),
    };
  });
  return { format, attempts };
}

function textOf(value: unknown): string | undefined {
  return value === null || value === undefined || value === '' ? undefined : String(value);
}

function numberOf(value: unknown): number | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = textOf(value)?.toLowerCase();
  if (text === undefined) return undefined;
  return ['true', '1', '1.0', 'yes', 'pass', 'passed'].includes(text);
}
