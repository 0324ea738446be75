import type { Finding, StepRecord } from '../domain/record.ts';
import { htmlProse, htmlText } from './escape.ts';
import { chartFigure } from './html-charts.ts';
import { columnAnchors, columnPages } from './html-columns.ts';
import { htmlTable, verdictBadge } from './html-table.ts';
import { keyFact } from './key-fact.ts';
import { messages, sections, evidence as texts } from './messages.ts';
import { recordTables } from './metric-tables.ts';
import { timeLine } from './section-blocks.ts';

const severityVerdicts = { error: 'fail', warning: 'warn', info: undefined } as const;
const severities = ['error', 'warning', 'info'] as const;

/** One step of the report. `id` is unique in the page. */
export async function htmlSection(record: StepRecord, id: string): Promise<string> {
  const ordinary = record.series.filter(({ column }) => column === undefined);
  const charts = await Promise.all(
    ordinary.map((series, index) => chartFigure(series, `${id}-chart-${index + 1}`)),
  );
  const anchors = columnAnchors(record, id);
  const parts = [
    `<header><h2>${messages.stepTitles[record.step]}</h2>${verdictBadge(record.verdict)}</header>`,
    `<p class="summary">${htmlProse(record.summary)}</p>`,
    factLine(record),
    findingList(record.findings),
    ...recordTables(record).map((table) => htmlTable(table, anchors)),
    ...charts,
    columnPages(record, id),
    evidence(record),
  ];
  return `<section class="step ${record.verdict}" id="${id}">${parts.join('\n')}</section>`;
}

function factLine(record: StepRecord): string {
  const fact = keyFact(record);
  if (fact === undefined) return '';
  const number = `<b>${htmlProse(fact.number, 160)}</b>`;
  return `<p class="fact">${number} <span>${htmlProse(fact.detail, 300)}</span></p>`;
}

function findingList(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const sorted = severities.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
  const items = sorted.map((finding) => {
    const word = sections.severities[finding.severity];
    const verdict = severityVerdicts[finding.severity];
    const badge = verdict ? verdictBadge(verdict, word) : `<span class="verdict">${word}</span>`;
    const column = finding.column === undefined ? '' : ` ${code(finding.column)}`;
    const line = finding.line === undefined ? '' : `:${finding.line}`;
    const place = finding.file === undefined ? '' : ` ${code(finding.file + line)}`;
    return `<li>${badge}<span>${column} ${htmlProse(finding.message)}${place}</span></li>`;
  });
  return `<ul class="findings">${items.join('\n')}</ul>`;
}

const code = (text: string): string => `<code><bdi>${htmlText(text, 300)}</bdi></code>`;

/** Everything needed to find out what exactly was judged, and to judge it again. */
function evidence(record: StepRecord): string {
  const { commit, dirty, data, model, environment } = record.subject;
  const subject = {
    commit: commit === null ? null : commit + (dirty ? texts.dirty : ''),
    data,
    model,
    environment,
  };
  const known = Object.entries(subject).filter(([, value]) => value !== null);
  const inputs = Object.entries(record.inputs);
  const row = ([name, value]: [string, unknown]): string =>
    `<dt>${htmlProse(name, 200)}</dt><dd>${code(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))}</dd>`;
  const summary = `<summary><b>${texts.title}</b> <span class="note">${texts.note}</span></summary>`;
  const lists = [
    `<dl>${known.map(([name, value]) => row([texts.rows[name] ?? name, value])).join('')}</dl>`,
    inputs.length > 0 ? `<h3>${texts.inputs}</h3><dl>${inputs.map(row).join('')}</dl>` : '',
    `<p class="note">${htmlText(timeLine(record))}</p>`,
  ];
  return `<details class="evidence">${summary}${lists.join('')}</details>`;
}
