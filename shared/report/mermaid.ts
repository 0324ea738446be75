import type { Series } from '../domain/record.ts';
import { markdownText } from './escape.ts';
import { formatNumber } from './format-number.ts';
import { condense, sparkline } from './sparkline.ts';

/** GitLab draws charts unasked up to 2,000 characters a page, shared by the six sections. */
const longestChart = 330;
const mostPoints = 12;
/**
 * Mermaid's own first colour is all but white on white, and its size leaves a phone letters too
 * small to read. Blue is told from both, the light and the dark background.
 */
const look =
  '%%{init:{"xyChart":{"width":480,"height":280},"themeVariables":{"xyChart":{"plotColorPalette":"#3b82f6"}}}}%%';

/**
 * A series as a folded Mermaid chart, with its shape as a sparkline in the title and its ends as
 * text, for forges that do not draw Mermaid. undefined where there is nothing to draw.
 */
export function mermaidChart(series: Series): string | undefined {
  const [line] = series.lines;
  if (line === undefined) return undefined;
  const known = line.values.filter((value) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || known.length < 2) return undefined;
  const title = markdownText(series.title, 80);
  const ends = `${formatNumber(first)} → ${formatNumber(last)}`;
  const summary = `<b>${title}</b> <code>${sparkline(line.values, true)}</code> ${ends}`;
  const code = chartCode(series, known);
  const chart = code === undefined ? '' : `\n\n\`\`\`mermaid\n${code}\n\`\`\``;
  const others = series.lines
    .slice(1, 6)
    .map((other) => `\n\n${markdownText(other.name, 60)} \`${sparkline(other.values, true)}\``);
  return `<details><summary>${summary}</summary>${chart}${others.join('')}\n\n</details>`;
}

/** Mermaid's own syntax is kept out of labels by leaving only letters, digits and a few signs. */
function label(text: string): string {
  const words = text.replace(/[^\p{L}\p{N} .,%-]/gu, ' ').replace(/\s+/gu, ' ');
  return [...words.trim()].slice(0, 32).join('');
}

function chartCode(series: Series, known: readonly number[]): string | undefined {
  if (!known.every((value) => Math.abs(value) < 1e15)) return undefined;
  const points = condense(known, mostPoints).map((value) => Number((value ?? 0).toPrecision(4)));
  const kind = series.kind === 'bar' ? 'bar' : 'line';
  const code = [
    look,
    'xychart-beta',
    `  x-axis "${label(series.x.title)}" ${xRange(series).map(decimal).join(' --> ')}`,
    `  y-axis "${label(series.y.title)}"`,
    `  ${kind} [${points.map(decimal).join(', ')}]`,
  ].join('\n');
  return code.length > longestChart ? undefined : code;
}

/**
 * What the axis runs from and to. Mermaid sets points at equal steps, so numbers at other steps, and
 * what is no number, are counted instead.
 */
function xRange({ x, lines: [line] }: Series): [from: number, to: number] {
  const shown = x.values.filter((_, i) => line?.values[i] != null);
  const numbers = shown.filter((value) => typeof value === 'number');
  const [from = 1, to = 1] = [numbers[0], numbers.at(-1)];
  const step = (to - from) / (numbers.length - 1);
  const isEven = numbers.every((value, i) => Math.abs(value - from - i * step) < 0.01 * step);
  if (numbers.length < shown.length || !isEven) return [1, shown.length];
  return [Number(from.toPrecision(4)), Number(to.toPrecision(4))];
}

/** Mermaid reads no exponents. */
function decimal(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(12).replace(/\.?0+$/u, '') : text;
}
