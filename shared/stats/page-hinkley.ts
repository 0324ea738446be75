import type { DetectorState, DriftDetector } from './drift-detector.ts';

export interface PageHinkleyOptions {
  /** Values before the first alarm. */
  readonly minInstances?: number;
  /** Change of the mean that does not matter, in units of the values. */
  readonly delta?: number;
  /** The cumulated deviation that raises the alarm, in units of the values. */
  readonly threshold?: number;
  /** Share of the past kept at each value. */
  readonly alpha?: number;
}

/**
 * Page-Hinkley test of a change of the mean, upwards or downwards: the sum of deviations from the
 * running mean, with forgetting, against its own extreme. Names and defaults as in river.
 *
 * @see E. Page, Continuous Inspection Schemes, Biometrika 41 (1954); D. Hinkley (1971)
 */
export function pageHinkley(options: PageHinkleyOptions = {}): DriftDetector {
  const { minInstances = 30, delta = 0.005, threshold = 50, alpha = 0.9999 } = options;
  let state = fresh();
  let changed = false;
  return {
    update(x): DetectorState {
      if (changed) state = fresh();
      const s = state;
      s.n++;
      s.mean += (x - s.mean) / s.n;
      const deviation = x - s.mean;
      s.rise = alpha * s.rise + deviation - delta;
      s.fall = alpha * s.fall + deviation + delta;
      s.lowest = Math.min(s.lowest, s.rise);
      s.highest = Math.max(s.highest, s.fall);
      const rose = s.n >= minInstances && s.rise - s.lowest > threshold;
      const fell = s.n >= minInstances && s.highest - s.fall > threshold;
      changed = rose || fell;
      if (!changed) return 'steady';
      return rose ? 'rise' : 'fall';
    },
  };
}

function fresh() {
  // -1, as in river: the sum of the first deviation and delta is positive, and replaces it.
  return { n: 0, mean: 0, rise: 0, fall: 0, lowest: Number.POSITIVE_INFINITY, highest: -1 };
}
