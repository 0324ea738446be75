import type { DetectorState, DriftDetector } from './drift-detector.ts';

export interface DdmOptions {
  /** Values before the first alarm. */
  readonly warmStart?: number;
  /** Standard errors above the best rate that warn. */
  readonly warningThreshold?: number;
  /** Standard errors above the best rate that are a drift. */
  readonly driftThreshold?: number;
}

/**
 * Drift Detection Method: the error rate against the lowest one yet, in standard errors of a
 * binomial share. Errors of 0 and 1 only. Names and defaults as in river.
 *
 * @see J. Gama et al., Learning with Drift Detection, SBIA (2004)
 */
export function ddm(options: DdmOptions = {}): DriftDetector {
  const { warmStart = 30, warningThreshold = 2, driftThreshold = 3 } = options;
  let state = fresh();
  let changed = false;
  return {
    update(x): DetectorState {
      if (changed) state = fresh();
      changed = false;
      const s = state;
      s.n++;
      s.rate += (x - s.rate) / s.n;
      const error = Math.sqrt((s.rate * (1 - s.rate)) / s.n);
      if (s.n <= warmStart) return 'steady';
      if (s.rate + error <= s.lowestRate + s.lowestError) {
        s.lowestRate = s.rate;
        s.lowestError = error;
      }
      changed = s.rate + error > s.lowestRate + driftThreshold * s.lowestError;
      if (changed) return 'rise';
      const warns = s.rate + error > s.lowestRate + warningThreshold * s.lowestError;
      return warns ? 'warning' : 'steady';
    },
  };
}

function fresh() {
  return { n: 0, rate: 0, lowestRate: Number.POSITIVE_INFINITY, lowestError: 0 };
}
