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

/** Rows from which on the line of grouped rows is where the line of all starts. */
const manyRows = 20_000;
const groupsOfOdds = 4096;

/** Rows of one column: their log odds, how many are positive, and where grouped how many there are. */
interface OddsRows {
  readonly odds: Float64Array;
  readonly hits: ArrayLike<number>;
  readonly sizes?: ArrayLike<number>;
}

/** Logistic regression on one column by Newton's method; undefined where labels separate. */
function coxLine(labels: Uint8Array, probabilities: Float64Array): Line | undefined {
  const odds = new Float64Array(probabilities.length);
  for (let row = 0; row < odds.length; row++) {
    const kept = Math.min(1 - margin, Math.max(margin, probabilities[row] as number));
    odds[row] = Math.log(kept / (1 - kept));
  }
  const rows = { odds, hits: labels };
  const start = odds.length < manyRows ? undefined : newton(groupOdds(rows), untouched, exact);
  return start === undefined ? newton(rows, untouched, exact) : newton(rows, start, nearly);
}

type Line = NonNullable<Calibration['line']>;
const untouched: Line = { intercept: 0, slope: 1 };
/** The largest last move; the next one's size would be about its square. */
const exact = 1e-10;
const nearly = 1e-5;

function newton(rows: OddsRows, start: Line, lastMove: number): Line | undefined {
  let { intercept, slope } = start;
  for (let step = 0; step < mostSteps; step++) {
    const move = newtonStep(rows, intercept, slope);
    if (move === undefined) return undefined;
    intercept += move[0];
    slope += move[1];
    if (Math.abs(move[0]) + Math.abs(move[1]) < lastMove) return { intercept, slope };
  }
  return undefined;
}

/** Rows of nearly the same log odds as one, at their mean: so close to all rows that one step is left. */
function groupOdds({ odds, hits }: OddsRows): OddsRows {
  const most = Math.log((1 - margin) / margin);
  const sums = new Float64Array(groupsOfOdds);
  const sizes = new Float64Array(groupsOfOdds);
  const positives = new Float64Array(groupsOfOdds);
  const scale = groupsOfOdds / (2 * most);
  for (let row = 0; row < odds.length; row++) {
    const x = odds[row] as number;
    const group = Math.min(groupsOfOdds - 1, Math.max(0, Math.floor((x + most) * scale)));
    sums[group] = (sums[group] as number) + x;
    sizes[group] = (sizes[group] as number) + 1;
    positives[group] = (positives[group] as number) + (hits[row] as number);
  }
  const means = sums.map((sum, group) => sum / Math.max(1, sizes[group] as number));
  return { odds: means, hits: positives, sizes };
}

function newtonStep(
  { odds, hits, sizes }: OddsRows,
  intercept: number,
  slope: number,
): readonly [number, number] | undefined {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
  for (let row = 0; row < odds.length; row++) {
    const x = odds[row] as number;
    const size = sizes === undefined ? 1 : (sizes[row] as number);
    const share = 1 / (1 + Math.exp(-(intercept + slope * x)));
    const apart = (hits[row] as number) - size * share;
    const weight = size * share * (1 - share);
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
