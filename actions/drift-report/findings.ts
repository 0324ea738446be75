import type { CastFailure, RowPlace } from '../../shared/domain/column.ts';
import type { Finding } from '../../shared/domain/record.ts';
import type { Sample } from './counts.ts';
import type { Comparison, JudgedColumn } from './decide.ts';
import { messages } from './messages.ts';
import { movedBy } from './moved-by.ts';
import type { SchemaComparison } from './plan.ts';

/** What the columns themselves show, before any count: these break a model at once. */
export function schemaFindings(
  schema: SchemaComparison,
  watched: ReadonlySet<string> | undefined,
): Finding[] {
  const isWatched = ({ name }: { name: string }) => watched?.has(name) ?? true;
  const error = { severity: 'error' as const };
  return [
    ...schema.gone.filter(isWatched).map(({ name, renamedTo }) => ({
      ...error,
      code: 'column-missing',
      column: name,
      message: messages.columnGone(name, renamedTo),
    })),
    ...schema.changed.filter(isWatched).map(({ name, from, to }) => ({
      ...error,
      code: 'column-type-changed',
      column: name,
      message: messages.columnChanged(name, from, to),
    })),
    ...schema.emptied
      .filter((name) => isWatched({ name }))
      .map((name) => ({
        ...error,
        code: 'column-emptied',
        column: name,
        message: messages.emptied(name, ''),
      })),
    ...(schema.added.length === 0
      ? []
      : [
          {
            severity: 'info' as const,
            code: 'columns-added',
            message: messages.columnsAdded(schema.added),
          },
        ]),
  ];
}

/** A cast failure whose first rows are named by file, and numbered within it. */
export interface PlacedFailure extends Omit<CastFailure, 'rows'> {
  readonly places: readonly RowPlace[];
}

/** Text that did not fit its column: counted as missing, and said. */
export function castFindings(failures: readonly PlacedFailure[], side: string): Finding[] {
  return failures.map(({ column, type, count, places }) => ({
    code: 'unreadable-values',
    severity: 'warning',
    column,
    message: messages.unreadable(column, type, count, side),
    evidence: { count, rows: [...places] },
  }));
}

/** One finding for each thing a column did, as a whole or in a window. */
export function columnFindings(column: JudgedColumn): Finding[] {
  const { current } = column;
  const whole = comparisonFindings(column, column.whole, current.all, '');
  const said = new Set(whole.map(({ code }) => code));
  const windows = [...column.windows].flatMap(([window, comparison]) =>
    comparisonFindings(
      column,
      comparison,
      current.windows.get(window) ?? current.all,
      ` in ${window}`,
    ).filter(
      // An alarm of the whole need not be repeated for each month; a month's own is news.
      ({ code, severity }) => severity !== 'info' && !said.has(code),
    ),
  );
  return [...whole, ...windows];
}

function comparisonFindings(
  column: JudgedColumn,
  comparison: Comparison,
  sample: Sample,
  where: string,
): Finding[] {
  const { name } = column.column;
  const isLow = column.importance === 'low';
  const found: Finding[] = [];
  const add = (code: string, severity: Finding['severity'], message: string): void => {
    const evidence = evidenceOf(comparison);
    const shown = isLow && severity !== 'info' ? 'info' : severity;
    found.push({ code, severity: shown, message, column: name, evidence });
  };
  const { state, missing, fresh } = comparison;
  // New categories are a drift by themselves: one alarm for one cause.
  if (state === 'drifted' && !comparison.freshAlert) {
    const windows = where === '' ? driftedWindows(column) : [];
    const moved = movedBy(column, sample);
    add('drift', 'warning', messages.drifted(name, comparison, where, windows, moved));
  }
  if (state === 'stuck') add('column-stuck', 'error', messages.stuck(name, where));
  if (state === 'emptied') add('column-emptied', 'error', messages.emptied(name, where));
  else if (comparison.missingAlert && missing !== undefined) {
    const message = messages.missingJump(name, missing.reference, missing.current, where);
    add('missing-values', 'error', message);
  }
  if (comparison.freshAlert && fresh !== undefined) {
    add('new-categories', 'error', messages.freshJump(name, fresh.current, where));
  }
  if (state === 'too-few-rows') {
    const rows = Math.min(column.reference.present, column.current.all.present);
    add('too-few-rows', 'info', messages.tooFewRows(name, rows, comparison.detectable));
  }
  if (state === 'undecided') add('undecided', 'info', messages.undecided(name, comparison));
  if (state === 'not-computable' && comparison.effect !== undefined) {
    const message = messages.notComputable(name, comparison.effect.method);
    add('not-computable', 'warning', message);
  }
  return found;
}

function driftedWindows({ windows }: JudgedColumn): string[] {
  return [...windows].filter(([, { state }]) => state === 'drifted').map(([window]) => window);
}

function evidenceOf({ effect, adjustedP, threshold, rows }: Comparison): Record<string, unknown> {
  if (effect === undefined) return { rows };
  const { method, value, low, high, pValue } = effect;
  return { rows, method, value, low, high, threshold, pValue, adjustedP };
}
