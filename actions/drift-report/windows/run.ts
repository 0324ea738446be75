import type { Finding } from '../../../shared/domain/record.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import { messages } from '../messages.ts';
import { type WindowUnit, windowOf, windowUnit } from './calendar.ts';

export interface TimeWindows {
  readonly column: string | undefined;
  readonly unit: WindowUnit | undefined;
  /** SQL label of a row's window. */
  readonly label: string;
  readonly note: Finding | undefined;
}

function info(code: string, message: string): Finding {
  return { code, severity: 'info', message };
}

/** Columns that say when a row happened: the one named for this run, and the model's usual one. */
export interface TimeWishes {
  readonly input: string | undefined;
  readonly configured: string | undefined;
  /** The step of the calendar, or `auto`: whichever gives a readable number of windows. */
  readonly unit: WindowUnit | 'auto';
}

/** The windows of the current data by its time column. */
export async function timeWindows(
  wishes: TimeWishes,
  tables: TableReader,
  current: Table,
): Promise<TimeWindows> {
  const none = { column: undefined, unit: undefined, label: "''", note: undefined };
  const name = wishes.input ?? wishes.configured;
  if (name === undefined) return none;
  const type = current.columns.find((column) => column.name === name)?.type;
  if (type !== 'date' && type !== 'timestamp') {
    const reason = type === undefined ? 'is not in the current data' : `is ${type}, not a date`;
    if (wishes.input === undefined) {
      return { ...none, note: info('no-windows', messages.noWindows(name, reason)) };
    }
    throw usageError(
      'time-not-usable',
      `The time column ${name} ${reason}.`,
      'Name a date or timestamp column, with dates as 2001-01-31, or leave "time" out.',
    );
  }
  const column = tables.identifier(name);
  const [row = {}] = await tables.query(
    `SELECT epoch(min(${column})) AS low, epoch(max(${column})) AS high FROM ${current.relation} WHERE isfinite(${column})`,
  );
  const [low, high] = [Number(row.low ?? Number.NaN), Number(row.high ?? Number.NaN)];
  const unit = wishes.unit === 'auto' ? windowUnit(low, high) : wishes.unit;
  requireReadable(unit, low, high);
  if (unit === undefined) {
    const message = messages.noWindows(name, 'spans less than two days');
    return { ...none, note: info('no-windows', message) };
  }
  return { column: name, unit, label: windowOf(column, unit), note: undefined };
}

/** More columns than this in a table, and more points in a chart, tell nobody anything. */
const mostWindows = 120;

function requireReadable(unit: WindowUnit | undefined, low: number, high: number): void {
  const seconds = { hour: 3_600, day: 86_400, week: 604_800 };
  const isShort = unit === 'hour' || unit === 'day' || unit === 'week';
  const many = isShort ? Math.ceil((high - low) / seconds[unit]) : 0;
  if (!(many > mostWindows)) return;
  throw usageError(
    'too-many-windows',
    `Windows of one ${unit} would be ${many.toLocaleString('en-US')}; at most ${mostWindows} are shown.`,
    'Choose a longer "window", or name less current data.',
  );
}
