import { isKnown } from './sparkline.ts';

/** An effect with its interval around zero; see the `interval` cell of `domain/cell.ts`. */
export interface Effect {
  low: number | null;
  value: number | null;
  high: number | null;
  /** The largest tolerated change to the worse side, as a positive number. */
  allowed?: number | undefined;
  better?: 'higher' | 'lower' | undefined;
}

/** An effect turned so that larger is better; the limit is a (negative) position on that axis. */
export interface OrientedEffect {
  low: number | null;
  value: number | null;
  high: number | null;
  limit: number | undefined;
}

/** Turn an effect so that better is on the right whatever the metric's direction. */
export function orient(effect: Effect): OrientedEffect {
  const { low, value, high, allowed } = effect;
  const limit = allowed === undefined ? undefined : -Math.abs(allowed);
  if (effect.better !== 'lower') return { low, value, high, limit };
  const flip = (number: number | null): number | null => (number === null ? null : 0 - number);
  return { low: flip(high), value: flip(value), high: flip(low), limit };
}

/** The distance from zero that holds the whole effect, and its limit unless that is far away. */
export function effectExtent(effect: Effect): number {
  const { low, value, high, limit } = orient(effect);
  const ends = [low, value, high].filter(isKnown);
  const extent = Math.max(0, ...ends.map(Math.abs));
  const distance = Math.abs(limit ?? 0);
  return distance <= extent * 3 || extent === 0 ? Math.max(extent, distance) : extent;
}

/**
 * One scale for the bars of a column, so that rows can be compared, or undefined where the rows
 * differ so much (other units, one outlier) that most bars would shrink to a dot. Where all rows
 * have the same limit it sets the scale: what matters is on which side of it a row lies, and what
 * is far beyond it may leave the scale.
 */
export function sharedExtent(effects: readonly Effect[]): number | undefined {
  const extents = effects.map(effectExtent).filter((extent) => extent > 0);
  if (extents.length === 0) return undefined;
  const sorted = extents.sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const largest = sorted[sorted.length - 1] ?? 0;
  const [limit, ...others] = new Set(effects.map((effect) => Math.abs(effect.allowed ?? 0)));
  if (limit !== undefined && limit > 0 && others.length === 0) {
    return Math.max(limit * 1.5, Math.min(largest, limit * 4));
  }
  return largest <= median * 8 ? largest : undefined;
}

/** Cells on each side of the axis: 17 in all are as wide as a phone can show beside numbers. */
const half = 8;

/**
 * An effect as fixed-width text, worse to the left and better to the right:
 * `·····┊··│·├─●─┤··`. `│` is no change, `┊` the allowed change, `●` the estimate, `├ ┤` the
 * ends of the interval, `◂ ▸` an end beyond the scale.
 *
 * @param extent - the value at either end of the scale; by default the bar's own.
 */
export function intervalBar(effect: Effect, extent = effectExtent(effect)): string {
  const { low, value, high, limit } = orient(effect);
  const cells: string[] = Array.from({ length: 2 * half + 1 }, () => '·');
  const scale = extent > 0 ? extent * 1.08 : 1;
  const place = (position: number): number => half + Math.round((position / scale) * half);
  const clamp = (index: number): number => Math.min(2 * half, Math.max(0, index));
  const limitIndex = limit === undefined ? undefined : place(limit);
  cells[half] = '│';
  if (limitIndex !== undefined && limitIndex >= 0 && limitIndex < half) cells[limitIndex] = '┊';
  if (low !== null && high !== null) {
    const [from, to] = [place(low), place(high)];
    for (let index = clamp(from); index <= clamp(to); index += 1) {
      cells[index] = index === half ? '┼' : index === limitIndex ? '┆' : '─';
    }
    cells[clamp(from)] = from < 0 ? '◂' : '├';
    cells[clamp(to)] = to > 2 * half ? '▸' : '┤';
  }
  if (value !== null && Number.isFinite(value)) cells[clamp(place(value))] = '●';
  return cells.join('');
}
