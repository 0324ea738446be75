import type { DetectorState, DriftDetector } from './drift-detector.ts';

export interface HddmWOptions {
  /** Chance of a false alarm that McDiarmid's bound allows one comparison. */
  readonly driftConfidence?: number;
  readonly warningConfidence?: number;
  /** Weight of the newest value in the moving average. */
  readonly lambda?: number;
}

/** An exponentially weighted mean, with the sum of squares of its weights. */
interface Moving {
  n: number;
  mean: number;
  squares: number;
}

/**
 * HDDM with weighted averages: the moving average since the cut where it was lowest against the one
 * up to it, by McDiarmid's bound. Quick, and the readiest of these to raise a false alarm. Values in
 * [0, 1]; sees rises only, as river's default. Names and defaults as in river.
 *
 * @see I. Frías-Blanco et al., Online and Non-Parametric Drift Detection Methods Based on
 * Hoeffding's Bounds, IEEE TKDE 27 (2015)
 */
export function hddmW(options: HddmWOptions = {}): DriftDetector {
  const { driftConfidence = 0.001, warningConfidence = 0.005, lambda = 0.05 } = options;
  const bound = (squares: number, confidence: number): number =>
    Math.sqrt((squares * Math.log(1 / confidence)) / 2);
  let state = fresh();
  let changed = false;
  return {
    update(x): DetectorState {
      if (changed) state = fresh();
      changed = false;
      const { all, since } = state;
      add(all, x, lambda);
      const reach = all.mean + bound(all.squares, driftConfidence);
      if (reach < state.lowest) {
        state = { all, lowest: reach, before: { ...all }, since: none() };
        return 'steady';
      }
      add(since, x, lambda);
      const { before } = state;
      const gap = since.mean - before.mean;
      const squares = before.squares + since.squares;
      changed = gap > bound(squares, driftConfidence);
      if (changed) return 'rise';
      return gap > bound(squares, warningConfidence) ? 'warning' : 'steady';
    },
  };
}

function none(): Moving {
  return { n: 0, mean: 0, squares: 1 };
}

function fresh() {
  return { all: none(), lowest: Number.POSITIVE_INFINITY, before: none(), since: none() };
}

function add(moving: Moving, x: number, lambda: number): void {
  moving.mean = moving.n === 0 ? x : lambda * x + (1 - lambda) * moving.mean;
  moving.n++;
  moving.squares = lambda * lambda + (1 - lambda) ** 2 * moving.squares;
}
