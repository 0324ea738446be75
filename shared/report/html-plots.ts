import { htmlText } from './escape.ts';
import { formatNumber } from './format-number.ts';
import { type Effect, effectExtent, orient } from './interval-bar.ts';
import { facts, pages } from './messages.ts';
import { condense, isKnown, sparklineRange } from './sparkline.ts';

const round = (position: number): string => String(Number(position.toFixed(2)));

/** Values from left to right as small bars. */
export function sparklineSvg(values: readonly (number | null)[], curve = false): string {
  const shown = condense(values, 48);
  const [low, high] = sparklineRange(shown, curve);
  const [step, height] = [shown.length > 24 ? 3 : 6, 22];
  const bars = shown.map((value, index) => {
    if (!isKnown(value)) return '';
    const tall = Math.max(1, (high === low ? 0 : (value - low) / (high - low)) * height);
    const [x, y] = [index * step, height - tall];
    return `<rect x="${x}" y="${round(y)}" width="${step - 1}" height="${round(tall)}"/>`;
  });
  const known = shown.filter(isKnown);
  const text =
    known.length === 0
      ? pages.noValues
      : pages.series(
          shown.length,
          formatNumber(known[0]),
          formatNumber(known.at(-1)),
          formatNumber(Math.max(...known)),
        );
  const size = `width="${shown.length * step}" height="${height}"`;
  return `<svg class="spark" ${size} role="img"><title>${htmlText(text)}</title>${bars.join('')}</svg>`;
}

const width = 168;
const height = 24;
const middle = width / 2;

/**
 * An effect with its interval, worse to the left and better to the right. The line in the middle
 * is no change, the dashed one the allowed change; what lies beyond it is hatched.
 */
export function intervalSvg(effect: Effect, extent = effectExtent(effect)): string {
  const { low, value, high, limit } = orient(effect);
  const scale = extent > 0 ? (middle - 10) / extent : 1;
  const place = (position: number): number =>
    Math.min(width - 3, Math.max(3, middle + position * scale));
  const parts = [`<line class="axis" x1="${middle}" x2="${middle}" y1="1" y2="${height - 1}"/>`];
  const edge = limit === undefined ? 0 : middle + limit * scale;
  if (edge > 0 && limit !== undefined) {
    const x = round(edge);
    parts.unshift(`<rect class="beyond" width="${x}" height="${height}"/>`);
    parts.push(`<line class="limit" x1="${x}" x2="${x}" y1="1" y2="${height - 1}"/>`);
  }
  if (low !== null && high !== null) {
    const [from, to] = [round(place(low)), round(place(high))];
    parts.push(`<path class="range" d="M${from} 12H${to}M${from} 7.5V16.5M${to} 7.5V16.5"/>`);
  }
  if (isKnown(value)) parts.push(`<circle class="dot" cx="${round(place(value))}" cy="12" r="4"/>`);
  const title = htmlText(describe(effect));
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg class="interval" ${size} role="img"><title>${title}</title>${parts.join('')}</svg>`;
}

function describe({ low, value, high, allowed, better }: Effect): string {
  const signed = (number: number | null): string => formatNumber(number, { signed: true });
  const parts = [
    facts.change(signed(value)),
    facts.withInterval(facts.range(signed(low), signed(high))),
    better && pages.better(better),
    allowed !== undefined && pages.allowed(formatNumber(allowed)),
  ];
  return parts.filter(Boolean).join(', ');
}
