import { binOf, calibrationBins } from './metrics/calibration-error.ts';
import type { BinaryRows, GateRows } from './rows.ts';

/** How well one model's probabilities keep what they promise. */
export interface Calibration {
  /**
   * Cox's line: log odds of the label = intercept + slope · log odds predicted. 0 and 1 are perfect; a
   * slope below 1 means that predictions are too extreme. undefined: no line fits best.
   */
  readonly line?: { readonly intercept: number; readonly slope: number };
  /** Mean squared distance between prediction and observed share in ten ranges; 0 is perfect. */
  readonly reliability: number;
  /** How far the observed shares of the ranges lie from the overall share; more is better. */
  readonly resolution: number;
  /** Variance of the label itself; the same for every model. */
  readonly uncertainty: number;
}

export interface Calibrations {
  readonly challenger: Calibration;
  readonly champion?: Calibration;
}

/** Calibration of the models, where their predictions are probabilities of a binary label. */
export function calibrationsOf(rows: GateRows): Calibrations | undefined {
  if (rows.task !== 'binary' || rows.challengerKind !== 'probability') return undefined;
  const challenger = calibrationOf(rows, rows.challenger);
  if (rows.champion === undefined || rows.championKind !== 'probability') return { challenger };
  return { challenger, champion: calibrationOf(rows, rows.champion) };
}

/**
 * @see D. Cox, Two Further Applications of a Model for Binary Regression, Biometrika 45 (1958);
 *   A. Murphy, A New Vector Partition of the Probability Score, J. Applied Meteorology 12 (1973)
 */
function calibrationOf({ labels }: BinaryRows, probabilities: Float64Array): Calibration {
  const line = coxLine(labels, probabilities);
  return { ...(line && { line }), ...murphyParts(labels, probabilities) };
}

function murphyParts(labels: Uint8Array, probabilities: Float64Array) {
  const sizes = new Float64Array(calibrationBins);
  const hits = new Float64Array(calibrationBins);
  const promised = new Float64Array(calibrationBins);
  const add = (sums: Float64Array, bin: number, value: number): void => {
    sums[bin] = (sums[bin] as number) + value;
  };
  for (let row = 0; row < labels.length; row++) {
    const probability = probabilities[row] as number;
    const bin = binOf(probability);
    add(sizes, bin, 1);
    add(hits, bin, labels[row] as number);
    add(promised, bin, probability);
  }
  const rows = labels.length;
  const base = hits.reduce((sum, value) => sum + value, 0) / rows;
  let reliability = 0;
  let resolution = 0;
  sizes.forEach((size, bin) => {
    if (size === 0) return;
    const observed = (hits[bin] as number) / size;
    reliability += (size / rows) * ((promised[bin] as number) / size - observed) ** 2;
    resolution += (size / rows) * (observed - base) ** 2;
  });
  return { reliability, resolution, uncertainty: base * (1 - base) };
}

/** Probabilities are kept this far from 0 and 1, where log odds are infinite. */
const margin = 1e-6;
const mostSteps = 50;

/** Logistic regression on one column by Newton's method; undefined where labels separate. */
function coxLine(labels: Uint8Array, probabilities: Float64Array) {
  const odds = probabilities.map((probability) => {
    const kept = Math.min(1 - margin, Math.max(margin, probability));
    return Math.log(kept / (1 - kept));
  });
  let [intercept, slope] = [0, 1];
  for (let step = 0; step < mostSteps; step++) {
    const move = newtonStep(labels, odds, intercept, slope);
    if (move === undefined) return undefined;
    intercept += move[0];
    slope += move[1];
    if (Math.abs(move[0]) + Math.abs(move[1]) < 1e-10) return { intercept, slope };
  }
  return undefined;
}

function newtonStep(
  labels: Uint8Array,
  odds: Float64Array,
  intercept: number,
  slope: number,
): readonly [number, number] | undefined {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
  for (let row = 0; row < labels.length; row++) {
    const x = odds[row] as number;
    const share = 1 / (1 + Math.exp(-(intercept + slope * x)));
    const apart = (labels[row] as number) - share;
    const weight = share * (1 - share);
    g0 += apart;
    g1 += apart * x;
    h00 += weight;
    h01 += weight * x;
    h11 += weight * x * x;
  }
  const determinant = h00 * h11 - h01 * h01;
  if (!(determinant > 1e-12 * h00 * h11)) return undefined;
  return [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
}
