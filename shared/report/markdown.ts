import type { StepRecord } from '../domain/record.ts';
import { markdownCode, markdownLine, markdownText } from './escape.ts';
import { type Block, fitBlocks } from './fit-blocks.ts';
import { keyFact } from './key-fact.ts';
import { headlines, messages, sections, evidence as texts } from './messages.ts';
import { flagsOf, repeatCommand } from './repeat-command.ts';
import { restOf, sectionBlocks } from './section-blocks.ts';
import { signAndWord } from './wording.ts';

export interface SummaryOptions {
  /** Largest size in bytes of UTF-8: GitHub drops a step's whole summary above 1 MiB. */
  limit: number;
  reportUrl?: string | undefined;
}

const bytes = (text: string): number => Buffer.byteLength(text);

/** A record as the Markdown of a job's summary page, at most `limit` bytes. */
export function renderSummary(record: StepRecord, options: SummaryOptions): string {
  const { limit, reportUrl } = options;
  const sign = signAndWord(record.verdict);
  const title = `## ${messages.stepTitles[record.step]}: ${sign} · ${markdownText(record.model, 80)}`;
  const fact = keyFact(record);
  const number = fact
    ? `**${markdownLine(fact.number, 80)}**${fact.detail && headlines.detail(markdownText(fact.detail, 160))}`
    : undefined;
  const first = [title, markdownLine(record.summary), number].filter(Boolean).join('\n\n');
  const blocks: Block[] = [
    { kind: 'text', text: first },
    ...sectionBlocks(record, { reportUrl, budget: limit }),
    { kind: 'text', text: evidence(record) },
  ];
  const note = (count: number): string =>
    `<sub>${sections.moreParts(count, restOf(reportUrl))}</sub>`;
  return `${fitBlocks(blocks, limit - 200, bytes, note)}\n`;
}

function evidence(record: StepRecord): string {
  const { commit, dirty, data, model, environment } = record.subject;
  const code = commit === null ? undefined : commit + (dirty ? texts.dirty : '');
  const rows = Object.entries({ code, data, model, environment })
    .filter((row): row is [string, string] => typeof row[1] === 'string')
    .map(([what, which]) => `| ${texts.rows[what] ?? what} | ${markdownCode(which, 160)} |`);
  const lines = [`| ${texts.what} | ${texts.which} |`, '|:--|:--|', ...rows];
  lines.push(
    `| ${texts.rows.repeat} | ${repeatCommand(record.step, record.model, flagsOf(record))} |`,
  );
  return lines.join('\n');
}
