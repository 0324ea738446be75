import { markdownTable } from 'markdown-table';
import type { Cell, Table } from '../domain/cell.ts';
import { markdownCode, markdownText } from './escape.ts';
import { columnDigits, formatNumber, formatShare, missing } from './format-number.ts';
import { type Effect, intervalBar, sharedExtent } from './interval-bar.ts';
import { messages } from './messages.ts';
import { sparkline } from './sparkline.ts';
import { signAndWord, verdictSigns } from './wording.ts';

/** Wider tables cannot be read beside a diff; the HTML report has every column. */
export const widestTable = 12;
const longestCell = 120;

export interface MarkdownRows {
  /** Header and delimiter line. */
  head: string;
  /** One line a row, each with as many cells as the head. */
  rows: string[];
}

/**
 * A table's head and its first `most` rows as GitHub-flavoured Markdown lines.
 */
export function markdownRows(table: Table, most: number): MarkdownRows {
  const columns = alignedColumns(table).slice(0, widestTable);
  const extents = columns.map((_, index) => columnExtent(table, index));
  const judged = columns.length === table.columns.length ? judgedColumn(table) : undefined;
  const body = table.rows.slice(0, most).map((row) => {
    const cells = columns.map((column, index) =>
      markdownCell(row[index] ?? null, column, extents[index]),
    );
    return judged === undefined ? cells : signFirst(cells, row[judged] ?? null);
  });
  const titles = columns.map((column) => markdownText(column.title, 60));
  const text = markdownTable([titles, ...body], {
    align: columns.map((column) => column.align[0]),
    alignDelimiters: false,
  });
  const [first = '', second = '', ...rows] = text.split('\n');
  return { head: `${first}\n${second}`, rows };
}

/**
 * The last column where it holds the verdict on each row of a table too wide for a phone: it is
 * out of sight there, so that the sign has to be elsewhere.
 */
export function judgedColumn({ columns, rows }: Table): number | undefined {
  const last = columns.length - 1;
  const isVerdict = (row: Table['rows'][number]): boolean => {
    const cell = row[last];
    return typeof cell === 'object' && cell?.kind === 'verdict';
  };
  return columns.length > 4 && rows.length > 0 && rows.every(isVerdict) ? last : undefined;
}

/** A row led by its verdict's sign, which no phone scrolls out of sight; the word stays last. */
function signFirst(cells: readonly string[], verdict: Cell): string[] {
  if (typeof verdict !== 'object' || verdict?.kind !== 'verdict') return [...cells];
  const [first = '', ...rest] = cells;
  const word = markdownText(verdict.text || messages.verdictWords[verdict.verdict], longestCell);
  // A short word on one line: two would make each row twice as high on a phone.
  const last = word.length > 20 ? word : word.replaceAll(' ', '\u00a0');
  return [`${verdictSigns[verdict.verdict]}\u00a0${first}`, ...rest.slice(0, -1), last];
}

/** A table's columns with the digits that line their numbers up, where the step named none. */
export function alignedColumns(table: Table): Table['columns'] {
  return table.columns.map((column, index) => {
    const numbers = table.rows.map((row) => row[index]).filter((cell) => typeof cell === 'number');
    const digits = column.digits ?? columnDigits(numbers);
    return digits === undefined ? column : { ...column, digits };
  });
}

/**
 * The scale that a column's interval bars share, or undefined where each has its own. Rows of a
 * table of metrics are in different units and never share one.
 */
export function columnExtent(table: Table, column: number): number | undefined {
  if (table.id === 'metrics') return undefined;
  return sharedExtent(table.rows.map((row) => row[column]).filter(isInterval));
}

function isInterval(cell: Cell | undefined): cell is Effect & { kind: 'interval' } {
  return typeof cell === 'object' && cell?.kind === 'interval';
}

/** One cell as Markdown without a line break or an open pipe. */
export function markdownCell(
  cell: Cell,
  column: Table['columns'][number],
  extent?: number | undefined,
): string {
  if (cell === null) return missing;
  // Not the digits but the unit is a stranger's text.
  if (typeof cell === 'number') return markdownText(formatNumber(cell, column), longestCell);
  if (typeof cell === 'string') return markdownText(cell, longestCell);
  switch (cell.kind) {
    case 'verdict':
      return signAndWord(cell.verdict, cell.text && markdownText(cell.text, longestCell));
    case 'sparkline':
      return cell.values.length === 0 ? missing : `\`${sparkline(cell.values, cell.curve)}\``;
    case 'interval':
      return cell.value === null && cell.low === null && cell.high === null
        ? missing
        : `\`${intervalBar(cell, extent)}\``;
    case 'share':
      return markdownText(formatShare(cell.value));
    case 'code':
      return markdownCode(cell.text, longestCell) || missing;
  }
}
