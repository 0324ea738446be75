import type { Finding } from '../../../shared/domain/record.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import { errors } from '../error-messages.ts';
import { messages } from '../messages.ts';
import {
  oneWindow,
  type WindowCut,
  type WindowUnit,
  windowCut,
  windowOf,
  windowUnit,
} from './calendar.ts';

export interface TimeWindows {
  readonly column: string | undefined;
  readonly unit: WindowUnit | undefined;
  /** SQL label of a row's window. */
  readonly label: string;
  readonly cut: WindowCut;
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
  const none = {
    ...{ column: undefined, unit: undefined, label: "''", note: undefined },
    cut: oneWindow(''),
  };
  const name = wishes.input ?? wishes.configured;
  if (name === undefined) return none;
  const type = current.columns.find((column) => column.name === name)?.type;
  if (type !== 'date' && type !== 'timestamp') {
    const reason = type === undefined ? errors.notThere : errors.noDate(type);
    if (wishes.input === undefined) {
      return { ...none, note: info('no-windows', messages.noWindows(name, reason)) };
    }
    throw usageError('time-not-usable', errors.timeColumn(name, reason), errors.nameDate('"time"'));
  }
  const column = tables.identifier(name);
  const [low, high] = await spanOf(tables, current.relation, column);
  const unit = wishes.unit === 'auto' ? windowUnit(low, high) : wishes.unit;
  requireReadable(unit, low, high);
  if (unit === undefined) {
    const message = messages.noWindows(name, messages.shortSpan);
    return { ...none, note: info('no-windows', message) };
  }
  const [label, cut] = [windowOf(column, unit), windowCut(column, unit)];
  return { column: name, unit, label, cut, note: undefined };
}

/** Seconds since 1970 of the earliest and the latest row; NaN where no row has a time. */
async function spanOf(tables: TableReader, relation: string, column: string) {
  const ends = `min(${column}) AS low, max(${column}) AS high`;
  const seconds =
    'epoch(low) AS low, epoch(high) AS high, isfinite(low) AND isfinite(high) AS finite';
  const ask = async (where: string) => {
    const [row = {}] = await tables.query(
      `SELECT ${seconds} FROM (SELECT ${ends} FROM ${relation} ${where})`,
    );
    return row;
  };
  // Without a condition the ends are in the file's own statistics: no row is read.
  const whole = await ask('');
  const row = whole.finite === false ? await ask(`WHERE isfinite(${column})`) : whole;
  return [Number(row.low ?? Number.NaN), Number(row.high ?? Number.NaN)] as const;
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
    errors.tooManyWindows(String(unit), many, mostWindows),
    errors.longerWindow,
  );
}
