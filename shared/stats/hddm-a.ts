import type { DetectorState, DriftDetector } from './drift-detector.ts';

export interface HddmAOptions {
  /** Chance of a false alarm that Hoeffding's bound allows one comparison. */
  readonly driftConfidence?: number;
  readonly warningConfidence?: number;
}

interface Mean {
  readonly n: number;
  readonly mean: number;
}

/**
 * HDDM with averages: the mean of all values against the mean up to the cut where it was lowest,
 * by Hoeffding's bound. Values in [0, 1]; sees rises only, as river's default. Names and defaults
 * as in river.
 *
 * @see I. Frías-Blanco et al., Online and Non-Parametric Drift Detection Methods Based on
 * Hoeffding's Bounds, IEEE TKDE 27 (2015)
 */
export function hddmA(options: HddmAOptions = {}): DriftDetector {
  const { driftConfidence = 0.001, warningConfidence = 0.005 } = options;
  const bound = (n: number): number => Math.sqrt(Math.log(1 / driftConfidence) / (2 * n));
  let all: Mean = { n: 0, mean: 0 };
  let cut: Mean | undefined;
  let changed = false;
  return {
    update(x): DetectorState {
      if (changed) {
        all = { n: 0, mean: 0 };
        cut = undefined;
      }
      const n = all.n + 1;
      all = { n, mean: all.mean + (x - all.mean) / n };
      if (cut === undefined || cut.mean + bound(cut.n) >= all.mean + bound(n)) cut = all;
      changed = hasRisen(cut, all, driftConfidence);
      if (changed) return 'rise';
      return hasRisen(cut, all, warningConfidence) ? 'warning' : 'steady';
    },
  };
}

function hasRisen(cut: Mean, all: Mean, confidence: number): boolean {
  if (cut.n === all.n) return false;
  const m = ((all.n - cut.n) / cut.n) * (1 / all.n);
  return all.mean - cut.mean >= Math.sqrt((m / 2) * Math.log(2 / confidence));
}
