import type { StepRecord } from '../domain/record.ts';
import { stepNames } from '../domain/step.ts';
import { htmlProse, htmlText } from './escape.ts';
import { decidingState } from './headline.ts';
import { htmlSection } from './html-section.ts';
import { sortScript, sortScriptHash } from './html-sort.ts';
import { style } from './html-style.ts';
import { verdictBadge } from './html-table.ts';
import { headlines, messages, pages } from './messages.ts';
import { stateOf } from './section-state.ts';

/**
 * Nothing may load, and nothing run but the one script that sorts tables, whatever a record holds;
 * style sheets are ours and inline.
 */
const policy = [
  "default-src 'none'",
  `script-src '${sortScriptHash}'`,
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * Records as one HTML file that needs nothing else: no network, nothing from elsewhere. Steps in
 * the order of the chain; the same records give the same bytes.
 */
export async function renderHtml(records: readonly StepRecord[]): Promise<string> {
  const ordered = [...records].sort(
    (a, b) => stepNames.indexOf(a.step) - stepNames.indexOf(b.step),
  );
  const models = [...new Set(ordered.map((record) => record.model))].join(', ');
  const sections: string[] = [];
  for (const [index, record] of ordered.entries()) {
    // One after the other: the charts of all steps at once would multiply the memory in use.
    sections.push(await htmlSection(record, sectionId(index)));
  }
  const title = htmlText(models === '' ? pages.title : pages.titleOf(models), 200);
  return [
    '<!doctype html>',
    `<html lang="${pages.language}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${title}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    hero(ordered, models),
    stepList(ordered),
    ...sections,
    `<footer>${pages.footer}</footer>`,
    '</main>',
    `<script>${sortScript}</script>`,
    '</body>',
    '</html>\n',
  ].join('\n');
}

const sectionId = (index: number): string => `step-${index + 1}`;

function hero(records: readonly StepRecord[], models: string): string {
  const deciding = decidingState(records.map((record) => stateOf(record, undefined)));
  if (deciding === undefined) return `<h1>${pages.nothingYet}</h1>`;
  const fact = deciding.number
    ? `<p class="fact"><b>${htmlProse(deciding.number)}</b> ${htmlProse(deciding.detail ?? '')}</p>`
    : '';
  const ran = messages.stepCount(records.length);
  return [
    '<header class="hero">',
    `<p class="model"><bdi>${htmlText(models, 200)}</bdi> · ${ran}</p>`,
    verdictBadge(deciding.verdict),
    `<h1>${htmlProse(deciding.summary)}</h1>`,
    fact,
    '</header>',
  ].join('\n');
}

function stepList(records: readonly StepRecord[]): string {
  const items = stepNames.flatMap((step) => {
    const title = messages.stepTitles[step];
    const own = [...records.entries()].filter(([, record]) => record.step === step);
    if (own.length === 0)
      return [`<li class="absent">${title}<span class="note">${headlines.notRun}</span></li>`];
    return own.map(
      ([index, record]) =>
        `<li><a href="#${sectionId(index)}">${title}</a><span>${verdictBadge(record.verdict)}</span></li>`,
    );
  });
  return `<nav aria-label="${pages.stepsLabel}"><ul class="steps">${items.join('\n')}</ul></nav>`;
}
