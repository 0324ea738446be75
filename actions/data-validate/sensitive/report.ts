import type { TableInput } from '../../../shared/domain/cell.ts';
import { wilson } from '../../../shared/stats/wilson.ts';
import type { Outcome } from '../decide.ts';
import { titles } from '../messages.ts';
import type { Sighting } from './detect.ts';
import { messages } from './messages.ts';

/** What a column was found to hold. */
export interface SensitiveColumn {
  readonly column: string;
  /** Values looked at, missing ones left out. */
  readonly looked: number;
  readonly sightings: readonly Sighting[];
}

/** How many rows there are, and how many of them were looked at in how many columns. */
export interface Looked {
  readonly rows: number;
  readonly looked: number;
  readonly columns: number;
}

/** One failed check for each kind in each column. */
export function sensitiveOutcomes(
  found: readonly SensitiveColumn[],
  severity: Outcome['severity'],
  { rows, looked }: Looked,
): Outcome[] {
  return found.flatMap(({ column, sightings, looked: values }) =>
    sightings.map((sighting) => ({
      code: 'sensitive-data',
      title: messages.title(column, sighting.kind),
      column,
      subject: column,
      severity,
      passed: false,
      observed: messages.observed(sighting.kind, sighting.rows, values, looked < rows),
      expected: messages.expected(sighting.kind),
      failing: sighting.rows,
      judged: values,
      rows: [],
    })),
  );
}

/** The check that passes where a search was asked for and nothing was found. */
export function cleanOutcome({ columns }: Looked, severity: Outcome['severity']): Outcome {
  return {
    code: 'sensitive-data',
    title: messages.cleanTitle,
    column: undefined,
    severity,
    passed: true,
    observed: messages.clean(columns),
    expected: messages.cleanExpected,
    failing: null,
    judged: null,
    rows: [],
  };
}

/** What was found by column and share, with the interval where not every row was looked at. */
export function sensitiveTable(found: readonly SensitiveColumn[], looked: Looked): TableInput {
  const lines = found.flatMap(({ column, looked: values, sightings }) =>
    sightings.map((sighting) => ({ column, values, ...sighting })),
  );
  const isSample = looked.looked < looked.rows;
  return {
    id: 'sensitive-data',
    title: messages.tableTitle(lines.length),
    note: messages.note(looked),
    folded: lines.length === 0,
    columns: [
      { title: titles.column },
      { title: titles.holds },
      { title: titles.share, align: 'right' },
      ...(isSample ? [{ title: titles.interval, align: 'right' as const }] : []),
      { title: titles.looked, align: 'right', digits: 0 },
      { title: titles.where },
    ],
    rows: lines.map(({ column, values, kind, rows, inText }) => {
      const { estimate, low, high } = wilson({ hits: rows, rows: values });
      return [
        { kind: 'code' as const, text: column },
        messages.name(kind),
        { kind: 'share' as const, value: estimate },
        ...(isSample ? [messages.interval(low, high)] : []),
        values,
        messages.where(inText, rows),
      ];
    }),
  };
}
