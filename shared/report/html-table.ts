import type { Cell, Table } from '../domain/cell.ts';
import { type Verdict, verdicts } from '../domain/verdict.ts';
import { htmlProse, htmlText } from './escape.ts';
import { formatNumber, formatShare, missing } from './format-number.ts';
import { intervalSvg, sparklineSvg } from './html-plots.ts';
import { alignedColumns, columnExtent, judgedColumn } from './markdown-cells.ts';
import { messages, pages } from './messages.ts';

/** More than anyone reads; the record itself has every row. */
const mostRows = 2000;

const glyphs: Readonly<Record<Verdict, string>> = {
  pass: '✓',
  warn: '!',
  inconclusive: '?',
  fail: '✕',
};

/** A verdict as a sign in a shape of its own and a word. */
export function verdictBadge(verdict: Verdict, text = messages.verdictWords[verdict]): string {
  const sign = `<span class="sign" aria-hidden="true">${glyphs[verdict]}</span>`;
  return `<span class="verdict ${verdict}">${sign}${htmlProse(text, 160)}</span>`;
}

/** Anchors in this page, by the name that a cell of code shows. */
export type Anchors = ReadonlyMap<string, string>;

/** Rows one scrolls past without losing the way; the others open on demand. */
const mostOpenRows = 40;

/** A table with its title and note; a folded one opens on demand. */
export function htmlTable(table: Table, anchors: Anchors = new Map()): string {
  const title = htmlText(table.title, 200);
  const note = table.note === undefined ? '' : htmlProse(table.note, 600);
  const grid = table.folded ? htmlGrid(table, anchors) : openGrid(table, anchors);
  if (!table.folded) {
    const above = note && `<p class="note">${note}</p>`;
    return `<section class="table"><h3>${title}</h3>${above}${grid}</section>`;
  }
  const size = messages.rowCount(table.rows.length);
  const summary = `<summary><b>${title}</b> <span class="note">${note || size}</span></summary>`;
  return `<details class="table">${summary}${grid}</details>`;
}

/** The first rows, which are the worst, and the others in a fold. */
function openGrid(table: Table, anchors: Anchors): string {
  const { rows } = table;
  if (rows.length <= mostOpenRows) return htmlGrid(table, anchors);
  const first = htmlGrid({ ...table, rows: rows.slice(0, mostOpenRows) }, anchors);
  const rest = htmlGrid({ ...table, rows: rows.slice(mostOpenRows) }, anchors, false);
  const summary = `<summary>${messages.moreRows(rows.length - mostOpenRows)}</summary>`;
  // Sorting takes the rows out of the fold: half a table in order is none.
  return `${first}<details class="more">${summary}${rest}</details>`;
}

function htmlGrid(table: Table, anchors: Anchors, isWhole = true): string {
  const columns = alignedColumns(table);
  const extents = columns.map((_, index) => columnExtent(table, index));
  const judged = judgedColumn(table);
  const classOf = (column: Table['columns'][number], index: number): string =>
    index === judged ? `${column.align} judged` : column.align;
  const head = columns.map(
    (column, index) =>
      `<th scope="col" class="${classOf(column, index)}">${htmlProse(column.title, 200)}</th>`,
  );
  const rows = table.rows.slice(0, mostRows).map((row) => {
    const cells = columns.map((column, index) => {
      const cell = row[index] ?? null;
      const content = htmlCell(cell, column, { extent: extents[index], anchors });
      return `<td class="${classOf(column, index)}"${sortKey(cell)}>${content}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const rest = table.rows.length - rows.length;
  const omitted = rest > 0 ? `<p class="note">${pages.moreInRecord(rest)}</p>` : '';
  const label = htmlText(table.title, 200);
  const width = table.columns.length <= 4 ? 'scroll compact' : 'scroll';
  const scroll = `<div class="${width}" role="region" aria-label="${label}" tabindex="0">`;
  const body = `<thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody>`;
  const kind = isWhole && rows.length > 1 ? ' class="sortable"' : '';
  return `${scroll}<table${kind}>${body}</table></div>${omitted}`;
}

/** By which a cell is sorted whose text is not in that order. */
function sortKey(cell: Cell): string {
  if (typeof cell !== 'object' || cell === null) return '';
  if (cell.kind === 'verdict') return ` data-sort="${verdicts.indexOf(cell.verdict)}"`;
  return cell.kind === 'interval' && cell.value !== null ? ` data-sort="${cell.value}"` : '';
}

function htmlCell(
  cell: Cell,
  column: Table['columns'][number],
  { extent, anchors }: { extent: number | undefined; anchors: Anchors },
): string {
  if (cell === null) return missing;
  if (typeof cell === 'number') return htmlText(formatNumber(cell, column));
  if (typeof cell === 'string') return `<bdi>${htmlText(cell, 600)}</bdi>`;
  switch (cell.kind) {
    case 'verdict':
      return verdictBadge(cell.verdict, cell.text);
    case 'sparkline':
      return cell.values.length === 0 ? missing : sparklineSvg(cell.values, cell.curve);
    case 'interval':
      return cell.value === null && cell.low === null && cell.high === null
        ? missing
        : intervalSvg(cell, extent);
    case 'share':
      return htmlText(formatShare(cell.value));
    case 'code':
      return linked(`<code><bdi>${htmlText(cell.text, 600)}</bdi></code>`, anchors.get(cell.text));
  }
}

function linked(html: string, anchor: string | undefined): string {
  return anchor === undefined ? html : `<a href="#${anchor}">${html}</a>`;
}
