import type { Table } from '../domain/cell.ts';
import type { Finding, StepRecord } from '../domain/record.ts';
import { markdownCode, markdownText, safeUrl } from './escape.ts';
import type { Block, RowsBlock } from './fit-blocks.ts';
import { formatDuration } from './format-number.ts';
import { markdownRows, widestTable } from './markdown-cells.ts';
import { mermaidChart } from './mermaid.ts';
import { messages, sections } from './messages.ts';
import { commentTables } from './metric-tables.ts';
import { signAndWord } from './wording.ts';

export interface SectionOptions {
  reportUrl?: string | undefined;
  /** At most this much room is there: rows that can never fit are not even formatted. */
  budget: number;
}

const severitySigns = { error: '❌', warning: '⚠️', info: 'ℹ️' };
const severities = ['error', 'warning', 'info'] as const;

/** The parts of a record below its heading, most important first. */
export function sectionBlocks(record: StepRecord, options: SectionOptions): Block[] {
  const rest = restOf(options.reportUrl);
  const blocks = [...findingBlocks(record.findings, rest, options.budget)];
  for (const table of commentTables(record))
    blocks.push(...tableBlocks(table, rest, options.budget));
  const [chart] = record.series.filter(({ column }) => column === undefined);
  for (const series of chart === undefined ? [] : [chart]) {
    const text = mermaidChart(series);
    if (text !== undefined) blocks.push({ kind: 'text', text, optional: true });
  }
  blocks.push({ kind: 'text', text: `<sub>${timeLine(record)}</sub>` });
  return blocks;
}

/** Where what was left out can be found. */
export function restOf(reportUrl: string | undefined): string {
  const url = safeUrl(reportUrl);
  return url === undefined ? sections.inReport : sections.inLinkedReport(url);
}

/** `Took 3 min 41 s, finished 2026-01-31 14:02 UTC.` */
export function timeLine(record: StepRecord): string {
  const took = formatDuration(Date.parse(record.finished) - Date.parse(record.started));
  return sections.took(took, formatTime(new Date(record.finished)));
}

/** `2026-01-31 14:02 UTC` */
export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `14:02 UTC`; with its day where that is not the last twelve hours'. */
export function formatClock(time: Date, now: Date): string {
  const isRecent = now.getTime() - time.getTime() < 12 * 3_600_000;
  return isRecent ? formatTime(time).slice(11) : formatTime(time);
}

/** What a folded section holds: `2 errors · checks (41) · columns (9)`. */
export function contentsLine(record: StepRecord): string {
  const count = (severity: Finding['severity']): number =>
    record.findings.filter((finding) => finding.severity === severity).length;
  const parts = [
    count('error') && messages.errorCount(count('error')),
    count('warning') && messages.warningCount(count('warning')),
    ...commentTables(record)
      .slice(0, 4)
      .map((table) => withCount(markdownText(table.title, 40), table)),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** A table's title with its number of rows, unless the title says it already. */
function withCount(shown: string, { title, rows }: Table): string {
  const counts = /\d+/u.exec(title)?.[0] === String(rows.length);
  return counts ? shown : `${shown} (${rows.length})`;
}

/** The heading of a section that stands open. */
export function sectionHeading(record: Pick<StepRecord, 'step' | 'verdict'>): string {
  return `#### ${messages.stepTitles[record.step]}: ${signAndWord(record.verdict)}`;
}

function findingBlocks(findings: readonly Finding[], rest: string, budget: number): Block[] {
  if (findings.length === 0) return [];
  const sorted = severities.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
  const most = Math.ceil(budget / 20);
  return [
    {
      kind: 'rows',
      before: '',
      rows: sorted.slice(0, most).map(findingLine),
      total: sorted.length,
      after: (omitted) => (omitted === 0 ? '' : `\n- ${sections.moreFindings(omitted, rest)}`),
    },
  ];
}

function findingLine(finding: Finding): string {
  const column =
    finding.column === undefined ? '' : sections.inColumn(markdownCode(finding.column, 80));
  const line = finding.line === undefined ? '' : `:${finding.line}`;
  const place = finding.file === undefined ? '' : ` (${markdownCode(finding.file + line, 120)})`;
  const sign = `${severitySigns[finding.severity]} **${sections.severities[finding.severity]}**`;
  return `- ${sign}${column}: ${markdownText(finding.message)}${place}`;
}

/**
 * A table as blocks; a folded one shows its title, note and size only. Of a long one the first
 * rows, which are the worst, stand open, or the parts below it would be screens away on a phone.
 */
export function tableBlocks(table: Table, rest: string, budget: number): Block[] {
  const most = Math.ceil(budget / (3 * Math.min(widestTable, table.columns.length)));
  const { head, rows } = markdownRows(table, most);
  const title = markdownText(table.title, 80) || sections.untitled;
  const note = table.note === undefined ? '' : markdownText(table.note, 300);
  const hidden = Math.max(0, table.columns.length - widestTable);
  const after = (omitted: number): string => leftOut(omitted, table.rows.length, hidden, rest);
  if (!table.folded) {
    const before = `**${title}**${note && ` · ${note}`}\n\n${head}`;
    return openBlocks({ kind: 'rows', before, rows, total: table.rows.length, after }, head);
  }
  const summary = note ? `<b>${title}</b>: ${note}` : withCount(`<b>${title}</b>`, table);
  const before = `<details><summary>${summary}</summary>\n\n${head}`;
  const close = (omitted: number): string => `${after(omitted)}\n\n</details>`;
  return [{ kind: 'rows', before, rows, total: table.rows.length, after: close }];
}

/** Rows one scrolls past without losing the way, and as many again before a fold is worth it. */
const mostOpenRows = 12;

/** The rows of an open table, from the first that are too many on in a fold of their own. */
function openBlocks(block: RowsBlock, head: string): Block[] {
  const { rows, total, after } = block;
  if (total <= mostOpenRows * 2 || rows.length <= mostOpenRows) return [block];
  const folded = total - mostOpenRows;
  return [
    { ...block, rows: rows.slice(0, mostOpenRows), total: mostOpenRows, after: () => '' },
    {
      kind: 'rows',
      before: `<details><summary>${messages.moreRows(folded)}</summary>\n\n${head}`,
      rows: rows.slice(mostOpenRows),
      total: folded,
      after: (omitted) => `${after(omitted)}\n\n</details>`,
    },
  ];
}

function leftOut(omitted: number, total: number, hiddenColumns: number, rest: string): string {
  if (omitted <= 0 && hiddenColumns <= 0) return '';
  const what = { rows: omitted, of: total, columns: hiddenColumns };
  return `\n\n<sub>${sections.leftOut(what, rest)}</sub>`;
}
