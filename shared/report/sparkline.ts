/** Whether a value can be drawn. */
export const isKnown = (value: number | null): value is number => Number.isFinite(value);

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * Merge neighbours into at most `width` means. null: nothing known in that stretch.
 */
export function condense(values: readonly (number | null)[], width: number): (number | null)[] {
  if (values.length <= width) return [...values];
  return Array.from({ length: width }, (_, index) => {
    const from = Math.floor((index * values.length) / width);
    const to = Math.floor(((index + 1) * values.length) / width);
    const known = values.slice(from, to).filter(isKnown);
    const sum = known.reduce((total, value) => total + value, 0);
    return known.length === 0 ? null : sum / known.length;
  });
}

/**
 * The lowest and highest value a sparkline spans. Counts start at zero, so that heights can be
 * compared; a curve that stays far from zero is shown over its own range.
 */
export function sparklineRange(
  values: readonly (number | null)[],
  curve: boolean,
): [low: number, high: number] {
  const known = values.filter(isKnown);
  if (known.length === 0) return [0, 1];
  const low = known.reduce((a, b) => Math.min(a, b));
  const high = known.reduce((a, b) => Math.max(a, b));
  if (low >= 0 && high > 0 && (!curve || low < high * 0.5)) return [0, high];
  return low === high ? [Math.min(0, low), Math.max(low, Math.min(0, low) + 1)] : [low, high];
}

/** Values from left to right as bars of text, `▁▃▇`; `·` where nothing is known. */
export function sparkline(values: readonly (number | null)[], curve = false, width = 24): string {
  const shown = condense(values, width);
  const [low, high] = sparklineRange(shown, curve);
  return shown
    .map((value) => {
      if (!isKnown(value)) return '·';
      const height = high === low ? 0 : (value - low) / (high - low);
      return bars[Math.min(bars.length - 1, Math.max(0, Math.round(height * 7)))] ?? '·';
    })
    .join('');
}
