import type { TopLevelSpec } from 'vega-lite';
import type { Series } from '../domain/record.ts';
import { htmlText, plainText } from './escape.ts';
import { htmlTable } from './html-table.ts';
import { pages } from './messages.ts';
import { condense } from './sparkline.ts';

/** More points than this are not told apart at the width of a screen. */
const mostPoints = 600;
/** Colours are variables of the page, so that one drawing serves light, dark and print. */
const colors = [1, 2, 3, 4, 5, 6].map((index) => `var(--line-${index})`);
/** Lines differ in their dashes and points too, bars in their fill: colour is never the only sign. */
const dashes = [[], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3]];
const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'];
const fills = [1, 0.15, 0.55, 0.35, 0.8, 0.05];

/**
 * A series as a figure: an SVG chart drawn by Vega-Lite, once for wide and once for narrow screens
 * (one drawing would have text too small to read on a phone), and the numbers as a table.
 */
export async function chartFigure(series: Series, id: string): Promise<string> {
  const drawings = await Promise.all([
    drawChart(series, 'wide', `${id}-wide`),
    drawChart(series, 'narrow', `${id}-narrow`),
  ]);
  const caption = `<figcaption>${htmlText(series.title, 200)}</figcaption>`;
  return `<figure>${caption}${legend(series)}${drawings.join('')}${htmlTable(numbersTable(series))}</figure>`;
}

/** Which line is which, as a list that wraps on a narrow screen and is read aloud. */
function legend(series: Series): string {
  if (series.lines.length < 2) return '';
  const items = series.lines.slice(0, colors.length).map(({ name }, index) => {
    return `<li>${sampleOf(series.kind, index)}<bdi>${htmlText(name, 80)}</bdi></li>`;
  });
  const rest = series.lines.length - items.length;
  if (rest > 0) items.push(`<li class="note">${pages.moreBelow(rest)}</li>`);
  return `<ul class="legend">${items.join('')}</ul>`;
}

/** How a line or a bar of the drawing looks. */
function sampleOf(kind: Series['kind'], index: number): string {
  const color = colors[index];
  const fill = `fill="${color}" fill-opacity="${fills[index]}" stroke="${color}" stroke-width="1.5"`;
  const stroke = `stroke="${color}" stroke-width="3" stroke-dasharray="${dashes[index]?.join(' ')}"`;
  const mark =
    kind === 'bar'
      ? `<rect x="1" y="1" width="26" height="8" ${fill}/>`
      : `<line x1="0" y1="5" x2="28" y2="5" ${stroke}/>`;
  return `<svg width="28" height="10" aria-hidden="true">${mark}</svg>`;
}

/**
 * The chart library, loaded on first use: it takes longer to start than a small step may. A step
 * that is sure to draw can ask for it while it waits for something else.
 */
export function loadCharts() {
  return Promise.all([import('vega'), import('vega-lite')]);
}

async function drawChart(series: Series, size: 'wide' | 'narrow', id: string): Promise<string> {
  const [vega, vegaLite] = await loadCharts();
  vega.resetSVGDefIds();
  const { spec } = vegaLite.compile(chartSpec(series, size), { logger: vega.logger(vega.Error) });
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logLevel: vega.Error });
  const svg = await view.toSVG();
  view.finalize();
  const label = htmlText(pages.chart(series.title, series.y.title, series.x.title), 300);
  // Vega numbers the ids of its clip paths from zero in every drawing; a page may hold each once.
  return svg
    .replaceAll(/(id="|url\(#)(?=[a-z]+\d)/gu, `$1${id}-`)
    .replace('<svg ', `<svg role="img" aria-label="${label}" `)
    .replace('class="marks"', `class="chart ${size}"`);
}

function chartSpec(series: Series, size: 'wide' | 'narrow'): TopLevelSpec {
  const wide = size === 'wide';
  const lines = series.lines.slice(0, colors.length);
  const values = lines.flatMap((line, index) => points(series, line.values, index + 1));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: wide ? 860 : 290,
    height: wide ? 250 : 190,
    background: 'transparent',
    data: { values },
    mark: mark(series, values.length / Math.max(1, lines.length)),
    encoding: {
      x: xChannel(series, wide),
      y: {
        field: 'y',
        type: 'quantitative',
        title: drawnText(series.y.title, 60),
        scale: { zero: series.kind === 'bar' },
        axis: { tickCount: 5 },
        stack: null,
      },
      ...lineChannels(series.kind, lines.length),
    },
    config: chartConfig,
  };
}

function xChannel(series: Series, wide: boolean) {
  const title = drawnText(series.x.title, 60);
  const named = series.x.values.some((value) => typeof value === 'string');
  const ticks = { tickCount: wide ? 8 : 4, labelOverlap: 'greedy' } as const;
  if (!named && series.kind !== 'bar') {
    const scale = { zero: false, nice: false };
    return { field: 'x', type: 'quantitative', title, scale, axis: ticks } as const;
  }
  return {
    field: 'x',
    type: 'ordinal',
    sort: null,
    title,
    axis: { ...ticks, labelAngle: 0 },
  } as const;
}

/** Lines go by number: names come from strangers, and some (`__proto__`) break Vega. */
function lineChannels(kind: Series['kind'], count: number) {
  const domain = Array.from({ length: count }, (_, index) => index + 1);
  const channel = { field: 'line', type: 'nominal', legend: null } as const;
  const color = { ...channel, scale: { domain, range: colors } };
  const scaled = (range: unknown[]) => ({ ...channel, scale: { domain, range } });
  if (kind !== 'bar') return { color, strokeDash: scaled(dashes), shape: scaled(shapes) };
  if (count < 2) return { color };
  return {
    color,
    stroke: scaled(colors),
    // Ordinal, or Vega-Lite takes the first two for the ends of a ramp.
    fillOpacity: { ...channel, scale: { type: 'ordinal', domain, range: fills } },
    xOffset: { field: 'line' },
  };
}

type Mark = Extract<TopLevelSpec, { mark: unknown }>['mark'];

function mark(series: Series, count: number): Mark {
  if (series.kind === 'bar') return { type: 'bar' };
  return {
    type: 'line',
    ...(series.kind === 'step' && { interpolate: 'step-after' }),
    ...(count <= 40 && { point: { size: 26 } }),
    strokeWidth: 2,
  };
}

/**
 * Text for Vega, which looks texts up as names of things: without the space in front, a column
 * called `constructor` finds what every object inherits.
 */
function drawnText(text: string, max: number): string {
  return `\u00a0${plainText(text, max)}`;
}

function points(series: Series, values: readonly (number | null)[], line: number) {
  const every = Math.max(1, Math.ceil(values.length / mostPoints));
  const shown = condense(values, Math.ceil(values.length / every));
  return shown.map((y, index) => {
    const at = Math.floor((index * values.length) / shown.length);
    const x = series.x.values[at] ?? at;
    return { x: typeof x === 'string' ? drawnText(x, 40) : x, y, line };
  });
}

const chartConfig: NonNullable<TopLevelSpec['config']> = {
  font: 'system-ui, sans-serif',
  view: { stroke: null },
  axis: {
    labelColor: 'var(--soft-text)',
    titleColor: 'var(--soft-text)',
    titleFontWeight: 'normal',
    labelFontSize: 12,
    titleFontSize: 12,
    gridColor: 'var(--rule)',
    domainColor: 'var(--rule)',
    tickColor: 'var(--rule)',
  },
  axisX: { grid: false },
};

function numbersTable(series: Series): Parameters<typeof htmlTable>[0] {
  return {
    id: 'numbers',
    title: pages.numbers,
    folded: true,
    columns: [
      { title: series.x.title, align: 'left' },
      ...series.lines.map((line) => ({ title: line.name, align: 'right' as const })),
    ],
    rows: series.x.values.map((x, index) => [
      x,
      ...series.lines.map((line) => line.values[index] ?? null),
    ]),
  };
}
