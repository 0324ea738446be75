import { z } from 'zod';
import type { Table } from '../domain/cell.ts';
import { markdownLine, markdownText, safeUrl } from './escape.ts';
import { type Block, fitBlocks } from './fit-blocks.ts';
import { issues } from './messages.ts';
import { formatTime, tableBlocks } from './section-blocks.ts';

const version = 1;
const mostEntries = 60;
const longestState = 40_000;

const entrySchema = z.strictObject({
  at: z.iso.datetime(),
  /** The same for re-runs of one run. */
  run: z.string().max(200),
  alert: z.enum(['none', 'p2', 'p1', 'p0']),
  /** Columns that drifted or broke. */
  columns: z.array(z.string().max(200)).max(200),
  url: z.string().max(1_000).nullable(),
});
export type IssueEntry = z.infer<typeof entrySchema>;

const stateSchema = z.strictObject({
  version: z.literal(version),
  /** As the last run left it: if it is found otherwise, a person changed it. */
  isOpen: z.boolean(),
  entries: z.array(entrySchema).max(mostEntries),
});
/** What an issue remembers, hidden in its body. */
export type IssueState = z.infer<typeof stateSchema>;

/** By which a model's issue is found. */
export function issueMarker(model: string): string {
  return `<!-- mlops:drift:${model} -->`;
}

const statePattern = /<!-- mlops:drift-state:([\w-]+) -->/u;

/** undefined: none, or damaged by whoever edited the issue. */
export function issueState(body: string): IssueState | undefined {
  const [, encoded = ''] = statePattern.exec(body) ?? [];
  if (encoded === '' || encoded.length > longestState) return undefined;
  try {
    const json: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    return stateSchema.safeParse(json).data;
  } catch {
    return undefined;
  }
}

/** The timeline with this run's entry, which replaces one of the same run. */
export function withEntry(state: IssueState | undefined, entry: IssueEntry, isOpen: boolean) {
  const before = (state?.entries ?? []).filter(({ run }) => run !== entry.run);
  return { version, isOpen, entries: [...before, entry].slice(-mostEntries) } as const;
}

export interface IssueContent {
  readonly model: string;
  readonly alert: IssueEntry['alert'];
  readonly summary: string;
  readonly tables: readonly Table[];
  readonly state: IssueState;
}

/** The body of a model's drift issue: what is so now, the newest table, and how it came to be. */
export function renderIssue(content: IssueContent, limit: number): string {
  const { model, alert, summary, tables, state } = content;
  const marker = issueMarker(model);
  const hidden = encodeState(state);
  const head = `${marker}\n**${alert === 'none' ? issues.noAlert : alert.toUpperCase()}** · ${markdownText(summary, 600)}`;
  const foot = `<sub>${issues.foot}</sub>`;
  const room = limit - head.length - foot.length - hidden.length - 500;
  const blocks: Block[] = [
    ...tables.flatMap((table) => tableBlocks(table, issues.inReport, room)),
    { kind: 'text', text: timeline(state.entries) },
  ];
  return [
    head,
    fitBlocks(
      blocks,
      room,
      (text) => text.length,
      () => '',
    ),
    foot,
    hidden,
  ].join('\n\n');
}

function encodeState(state: IssueState): string {
  let { entries } = state;
  for (;;) {
    const text = Buffer.from(JSON.stringify({ ...state, entries })).toString('base64url');
    if (text.length <= longestState || entries.length === 0) {
      return `<!-- mlops:drift-state:${text} -->`;
    }
    entries = entries.slice(Math.ceil(entries.length / 2));
  }
}

function timeline(entries: readonly IssueEntry[]): string {
  const lines = entries.toReversed().map(({ at, alert, columns, url }) => {
    const when = formatTime(new Date(at));
    const address = safeUrl(url ?? undefined);
    const shown = address === undefined ? when : `[${when}](${address})`;
    const moved = columns.slice(0, 8).map((name) => markdownText(name, 40));
    const more = columns.length > 8 ? issues.more(columns.length - 8) : '';
    const names = moved.length === 0 ? issues.nothing : `${moved.join(', ')}${more}`;
    return `| ${shown} | ${alert === 'none' ? issues.none : alert.toUpperCase()} | ${names} |`;
  });
  return [
    `**${issues.timeline}**`,
    '',
    `| ${issues.run} | ${issues.alert} | ${issues.drifted} |`,
    '| - | - | - |',
    ...lines,
  ].join('\n');
}

/** A comment that says what changed, for those who are subscribed. */
export function issueComment(text: string, runUrl: string | undefined): string {
  const address = safeUrl(runUrl);
  return `${markdownLine(text, 600)}${address === undefined ? '' : ` ([${issues.run}](${address}))`}`;
}
