import type { Check } from '../../../shared/domain/check.ts';
import type { ColumnType, SqlText, TableColumn } from '../../../shared/domain/column.ts';

/** What a check may know of the data before the data is asked: nothing of its values. */
export interface Ground {
  readonly columns: readonly TableColumn[];
  readonly types: ReadonlyMap<string, ColumnType>;
  readonly sql: SqlText;
  /** When the step runs. */
  readonly now: Date;
  /** The relation checked, to put after FROM. */
  readonly relation: string;
  readonly reference: GroundTable | undefined;
  /** All tables of the data set by name, this one among them; `data` is the main one. */
  readonly tables: ReadonlyMap<string, GroundTable>;
  /** A user's SQL as the engine's own parser wrote it back, after it was found to be harmless. */
  readonly statements: ReadonlyMap<string, string>;
}

/** Another table that a check may speak of. */
export interface GroundTable {
  readonly relation: string;
  readonly columns: readonly TableColumn[];
  readonly rows: number;
}

/** What the data answered: values of the aggregates by name, and rows of the queries. */
export interface Answers {
  /** Rows the check looks at: those of its segment, for which `where` holds. */
  readonly rows: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly answered: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

/** What a check, or one segment of it, came to. */
export interface Judged {
  readonly passed: boolean;
  readonly observed: string;
  /** Where a failure is too uncertain for more than a warning, whatever the check says. */
  readonly severity?: 'warning';
  /** How many rows or values fail, of how many. null: the check is not about rows. */
  readonly failing: number | null;
  readonly judged: number | null;
  readonly rows: readonly number[];
  /** The figure that was compared, where the check is about one. */
  readonly figure?: number;
}

/** What to ask the data for one check, and how to judge the answer. */
export interface Plan {
  /** Why it cannot be run on this data: then it fails. */
  readonly blocked?: string;
  /** SQL aggregates over the rows, by the name the judgement knows them under. */
  readonly aggregates?: Readonly<Record<string, string>>;
  /**
   * A relation made from the rows, over which the aggregates are taken. `rows` has every column and
   * `mlops_row`, the number of the row; windows must be partitioned by `segment` (SQL columns).
   */
  readonly derived?: (rows: string, segment: readonly string[]) => string;
  /** SQL condition that holds for a failing row of that relation. */
  readonly condition?: string;
  /** Where no condition tells a failing row: a query that gives the first as `r`. */
  readonly failingRows?: (rows: string, segment: readonly string[]) => string;
  /** SQL expression of the value that is shown for a failing row, where values may be shown. */
  readonly shown?: string;
  /** Whole queries, for what no aggregate can tell. */
  readonly queries?: Readonly<Record<string, string>>;
  /** Whether it holds SQL of the user, whose failure is no failure of ours. */
  readonly isCustom?: boolean;
  judge(answers: Answers): Judged;
}

/** One kind of check: what it asks, how it judges, and what it says. */
export interface Kind<C extends Check> {
  /** The columns it cannot do without. The first is the one it is shown with. */
  columns(check: C): readonly string[];
  /** Nothing here depends on the data's values. */
  plan(check: C, ground: Ground): Plan;
  /** What it is about, for the first column of a table: `distance lies in a range`. */
  title(check: C): string;
  /** What it expects, in words. */
  expected(check: C): string;
}

/** A check that cannot be run on this data, and why. */
export function blocked(why: string): Plan {
  return { blocked: why, judge: () => whole(false, why) };
}

/** What is not about single rows. */
export function whole(passed: boolean, observed: string): Judged {
  return { passed, observed, failing: null, judged: null, rows: [] };
}

/** Whether a column can be computed with. */
export function isNumeric(type: ColumnType | undefined): boolean {
  return type === 'integer' || type === 'number';
}

export function isTime(type: ColumnType | undefined): boolean {
  return type === 'date' || type === 'timestamp';
}

/** A column as SQL that is NULL where nothing is known: what is not a number is no value. */
export function knownValue(name: string, type: ColumnType | undefined, sql: SqlText): string {
  const column = sql.identifier(name);
  return type === 'number'
    ? `CASE WHEN NOT isnan(CAST(${column} AS DOUBLE)) THEN ${column} END`
    : column;
}
