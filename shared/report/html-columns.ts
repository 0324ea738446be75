import type { Table } from '../domain/cell.ts';
import type { Metric, Series, StepRecord } from '../domain/record.ts';
import { htmlText } from './escape.ts';
import { formatNumber, formatShare } from './format-number.ts';
import { htmlTable, verdictBadge } from './html-table.ts';
import { facts, messages, metricTables, pages as texts } from './messages.ts';
import { isForMachines } from './metric-tables.ts';
import { metricTitle } from './wording.ts';

/** With more than this, the list of pages is folded too. */
const mostOpen = 24;

type Page = Series & { column: string };

/** The columns with a page of their own, in the order of the record's series. */
function pagesOf({ series }: StepRecord): Page[] {
  return series.filter((each): each is Page => each.column !== undefined);
}

/** Anchors of the columns' pages, by column. `id` is the section's, unique in the page. */
export function columnAnchors(record: StepRecord, id: string): ReadonlyMap<string, string> {
  return new Map(pagesOf(record).map(({ column }, i) => [column, `${id}-column-${i + 1}`]));
}

/**
 * A foldable page a column: how it was and is distributed, its figures, and its windows. Bars are
 * rows of a table, because text inside a drawing is too small to read on a phone.
 */
export function columnPages(record: StepRecord, id: string): string {
  const anchors = columnAnchors(record, id);
  const metrics = Map.groupBy(record.metrics, ({ column }) => column);
  const pages = pagesOf(record).map((page) =>
    columnPage(record, page, metrics.get(page.column) ?? [], anchors.get(page.column) ?? ''),
  );
  if (pages.length === 0) return '';
  const title = `<b>${texts.columns}</b> <span class="note">${texts.columnsNote(messages.pageCount(pages.length))}</span>`;
  const open = pages.length <= mostOpen ? ' open' : '';
  return `<details class="pages"${open}><summary>${title}</summary>${pages.join('\n')}</details>`;
}

function columnPage(
  { findings }: StepRecord,
  page: Page,
  metrics: readonly Metric[],
  anchor: string,
): string {
  const whole = metrics.filter(({ name, slice }) => slice === undefined && !isForMachines(name));
  const [main] = whole.filter(({ verdict }) => verdict !== undefined);
  const badge = main?.verdict === undefined ? '' : verdictBadge(main.verdict);
  const figure = main === undefined ? '' : `${metricTitle(main.name)} ${formatNumber(main.value)}`;
  const summary = `<summary>${code(page.column)} ${badge} <span class="note">${htmlText(figure, 80)}</span></summary>`;
  const own = findings.filter(({ column }) => column === page.column);
  const said = own.map(({ message }) => `<p>${htmlText(message)}</p>`);
  // The anchor is inside: browsers open a fold for what is in it.
  const parts = [
    `<div class="page" id="${anchor}">`,
    ...said,
    barTable(page),
    figureTable(texts.figures, whole),
    figureTable(
      texts.byWindow,
      metrics.filter(({ slice }) => slice !== undefined),
    ),
    '</div>',
  ];
  return `<details class="column">${summary}${parts.join('\n')}</details>`;
}

const code = (text: string): string => `<code><bdi>${htmlText(text, 300)}</bdi></code>`;

function barTable({ title, x, lines }: Page): string {
  const most = Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const rows = x.values.map((label, i) => {
    const values = lines.map(({ values: all }) => all[i] ?? null);
    const bars = values.map((value, line) => {
      const width = most > 0 ? (100 * Math.max(0, value ?? 0)) / most : 0;
      return `<rect class="bar-${line + 1}" y="${line * 9}" height="8" width="${width.toFixed(2)}%"/>`;
    });
    const size = `width="100%" height="${lines.length * 9}"`;
    const svg = `<svg ${size} aria-hidden="true">${bars.join('')}</svg>`;
    const text = values.map(formatShare).join(' → ');
    return `<tr><th scope="row"><bdi>${htmlText(String(label), 40)}</bdi></th><td>${svg}</td><td class="right">${htmlText(text)}</td></tr>`;
  });
  const legend = lines.map(
    ({ name }, i) =>
      `<li><svg width="12" height="12" aria-hidden="true"><rect class="bar-${i + 1}" width="12" height="12"/></svg>${htmlText(name, 80)}</li>`,
  );
  const caption = `<figcaption>${htmlText(title, 200)}</figcaption>`;
  return `<figure>${caption}<ul class="legend">${legend.join('')}</ul><table class="bars"><tbody>${rows.join('')}</tbody></table></figure>`;
}

function figureTable(title: string, metrics: readonly Metric[]): string {
  if (metrics.length === 0) return '';
  const isSliced = metrics.some(({ slice }) => slice !== undefined);
  const table: Table = {
    id: 'figures',
    title,
    folded: false,
    columns: [
      { title: isSliced ? texts.window : texts.figure, align: 'left' },
      { title: metricTables.value, align: 'right' },
      { title: metricTables.interval, align: 'right' },
      { title: texts.before, align: 'right' },
    ].slice(0, isSliced ? 3 : 4) as Table['columns'],
    rows: metrics.map(({ name, slice, value, low, high, baseline, unit }) => [
      slice === undefined ? metricTitle(name) : slice,
      formatNumber(value, { unit }),
      typeof low === 'number' && typeof high === 'number'
        ? facts.range(formatNumber(low), formatNumber(high))
        : '',
      typeof baseline === 'number' ? formatNumber(baseline, { unit }) : '',
    ]),
  };
  return htmlTable(table);
}
