import type { TableColumn } from '../../shared/domain/column.ts';
import type { Finding } from '../../shared/domain/record.ts';
import { usageError } from '../../shared/kernel/action-error.ts';
import { didYouMean } from '../../shared/kernel/nearest-name.ts';
import { errors } from './error-messages.ts';
import { schemaFindings } from './findings.ts';
import { messages } from './messages.ts';
import type { SchemaComparison, WatchedColumn } from './plan.ts';

/** A column with a role, as the run names it and as the configuration does. */
export interface Role {
  readonly input: string | undefined;
  readonly configured: string | undefined;
}

/** What the user asked to watch. */
export interface Wishes {
  readonly label: Role;
  readonly prediction: Role;
  /** undefined: every column. */
  readonly columns: readonly string[] | undefined;
  /** Columns with settings of their own. */
  readonly configured: readonly string[];
}

export interface Choice {
  readonly columns: readonly WatchedColumn[];
  readonly findings: readonly Finding[];
}

interface BothSides {
  readonly reference: readonly TableColumn[];
  readonly current: readonly TableColumn[];
}

/**
 * The columns to watch. A name that no side knows is a typo; a column that one side lost is a
 * finding, except for labels and predictions that only the configuration names: labels often come
 * later than the data, and training data holds no predictions.
 *
 * @throws ActionError (usage, `column-unknown`).
 */
export function chooseColumns(wishes: Wishes, sides: BothSides, schema: SchemaComparison): Choice {
  const roles = [wishes.label, wishes.prediction];
  const asked = [...roles.map(({ input }) => input), ...(wishes.columns ?? [])];
  requireKnown([...asked, ...wishes.configured], sides);
  const late = roles
    .filter(({ input, configured }) => input === undefined && configured !== undefined)
    .map(({ configured }) => configured)
    .filter(isText)
    .filter((name) => !asked.includes(name) && !wishes.configured.includes(name));
  const important = roles.map(({ input, configured }) => input ?? configured).filter(isText);
  const watched = wishes.columns && new Set([...wishes.columns, ...important]);
  const gone = schema.gone.filter(({ name }) => !late.includes(name));
  // Of a model whose predictions are named, the label comes later than they do.
  const isAwaited = (wishes.prediction.input ?? wishes.prediction.configured) !== undefined;
  const awaited = isAwaited ? (wishes.label.input ?? wishes.label.configured) : undefined;
  const emptied = schema.emptied.filter((name) => name !== awaited);
  return {
    columns: schema.watched.filter(({ name }) => watched?.has(name) ?? true),
    findings: [
      ...schemaFindings({ ...schema, gone, emptied }, watched),
      ...absent(late, sides.reference, 'reference'),
      ...absent(late, sides.current, 'current'),
    ],
  };
}

function requireKnown(names: readonly (string | undefined)[], sides: BothSides): void {
  const known = [...new Set([...sides.reference, ...sides.current].map(({ name }) => name))];
  const unknown = names.filter(isText).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw usageError('column-unknown', errors.columnNowhere(unknown), didYouMean(unknown, known));
}

function absent(
  names: readonly string[],
  columns: readonly TableColumn[],
  side: string,
): Finding[] {
  return names
    .filter((name) => !columns.some((column) => column.name === name))
    .map((name) => ({
      code: 'label-absent',
      severity: 'info',
      message: messages.labelAbsent(name, side),
    }));
}

function isText(value: string | undefined): value is string {
  return value !== undefined;
}
