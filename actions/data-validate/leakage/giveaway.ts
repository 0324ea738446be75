import type { Estimate } from '../../../shared/stats/interval.ts';
import { twoSidedZ } from '../../../shared/stats/normal.ts';
import { type Classes, isHeldOut } from './cells.ts';

/** What one feature alone tells of the label, on rows that nothing was learnt from. */
export interface Telling {
  /** Rows it was measured on. */
  readonly rows: number;
  /** Area under the ROC curve; absent unless the label has two classes. */
  readonly auc?: Estimate;
  /** Share of the label's entropy that knowing the feature takes away; below 0: it misleads. */
  readonly information: Estimate;
}

/** With fewer rows in either half, or of either class, an interval says nothing. */
const leastRows = 50;
const leastRowsOfClass = 10;

/**
 * What a feature alone tells of the label. Half of the rows teach the share of each class in each
 * cell of the feature, the other half is asked, so that a column of names that stand once each
 * knows nothing. All from counts, so the order of rows within the halves does not matter.
 *
 * @param cells, classes a code a row, of the same rows
 * @returns undefined where there are too few rows, or one class only
 */
export function telling(cells: Classes, classes: Classes, level = 0.95): Telling | undefined {
  const taught = countHalf(cells, classes, false);
  const asked = countHalf(cells, classes, true);
  const priors = classTotals(taught, classes.count);
  const totals = classTotals(asked, classes.count);
  const rows = sum(totals);
  if (Math.min(rows, sum(priors)) < leastRows) return undefined;
  if (Math.min(classesIn(priors), classesIn(totals)) < 2) return undefined;
  const shares = sharesByCell(taught, priors);
  const information = informationShare(asked, shares, priors, level);
  if (classes.count !== 2) return { rows, information };
  const scores = shares.map((share) => share[1] ?? 0);
  return { rows, information, auc: groupedAuc(asked, scores, level) };
}

/** Rows by cell and class. */
type Counts = readonly Float64Array[];

function countHalf(cells: Classes, classes: Classes, heldOut: boolean): Counts {
  const counts = Array.from({ length: cells.count }, () => new Float64Array(classes.count));
  cells.codes.forEach((cell, row) => {
    const line = counts[cell];
    const code = classes.codes[row];
    if (line === undefined || code === undefined || isHeldOut(row) !== heldOut) return;
    line[code] = (line[code] ?? 0) + 1;
  });
  return counts;
}

function classTotals(counts: Counts, classes: number): number[] {
  return Array.from({ length: classes }, (_, code) =>
    counts.reduce((total, line) => total + (line[code] ?? 0), 0),
  );
}

/** How many classes have enough rows. */
function classesIn(totals: readonly number[]): number {
  return totals.filter((count) => count >= leastRowsOfClass).length;
}

const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

/** Share of each class in each cell, drawn towards its share in all rows by one row's weight. */
function sharesByCell(counts: Counts, totals: readonly number[]): number[][] {
  const overall = smoothed(totals);
  return counts.map((line) => {
    const rows = sum(line);
    return overall.map((share, code) => ((line[code] ?? 0) + share) / (rows + 1));
  });
}

/** Half a row more for every class, so that a class nobody was taught has a share above 0. */
function smoothed(totals: readonly number[]): number[] {
  const all = sum(totals) + totals.length / 2;
  return totals.map((count) => (count + 0.5) / all);
}

/**
 * Mean gain in log-likelihood over always guessing the shares of all rows, as a part of what that
 * guess loses: a lower bound of mutual information over entropy. The interval is the ratio's, by
 * the delta method.
 */
function informationShare(
  asked: Counts,
  shares: readonly number[][],
  totals: readonly number[],
  level: number,
): Estimate {
  const priors = smoothed(totals);
  const terms = asked.flatMap((line, cell) =>
    Array.from(line, (count, code) => {
      const loss = -Math.log(priors[code] ?? 1);
      return { count, loss, gain: loss + Math.log(shares[cell]?.[code] ?? 1) };
    }),
  );
  const rows = sum(terms.map(({ count }) => count));
  const mean = (of: (term: (typeof terms)[number]) => number): number =>
    sum(terms.map((term) => term.count * of(term))) / rows;
  const loss = mean((term) => term.loss);
  const estimate = mean(({ gain }) => gain) / loss;
  const variance = mean((term) => (term.gain - estimate * term.loss) ** 2) / (loss * loss * rows);
  const reach = twoSidedZ(level) * Math.sqrt(variance);
  return { estimate, low: estimate - reach, high: Math.min(1, estimate + reach) };
}

/**
 * Area under the ROC curve with DeLong's interval, from counts by score instead of rows.
 *
 * @see E. DeLong, D. DeLong & D. Clarke-Pearson, Biometrics 44 (1988)
 */
export function groupedAuc(counts: Counts, scores: readonly number[], level: number): Estimate {
  const groups = byScore(counts, scores);
  const negatives = sum(groups.map((group) => group.negatives));
  const positives = sum(groups.map((group) => group.positives));
  let [below, above] = [0, positives];
  let [ofPositives, ofNegatives] = [0, 0];
  let [squaredPositives, squaredNegatives] = [0, 0];
  for (const group of groups) {
    above -= group.positives;
    const won = (below + group.negatives / 2) / negatives;
    const lost = (above + group.positives / 2) / positives;
    ofPositives += group.positives * won;
    squaredPositives += group.positives * won * won;
    ofNegatives += group.negatives * lost;
    squaredNegatives += group.negatives * lost * lost;
    below += group.negatives;
  }
  const estimate = ofPositives / positives;
  const variance =
    (squaredPositives - ofPositives ** 2 / positives) / ((positives - 1) * positives) +
    (squaredNegatives - ofNegatives ** 2 / negatives) / ((negatives - 1) * negatives);
  const reach = twoSidedZ(level) * Math.sqrt(Math.max(0, variance));
  // No pair was ranked wrongly, so that the variance is 0: of min(m, n) independent pairs an area
  // of a ranks all rightly with probability a^min(m, n) at most.
  const perfect = ((1 - level) / 2) ** (1 / Math.min(positives, negatives));
  const low = estimate === 1 ? perfect : Math.max(0, estimate - reach);
  return { estimate, low, high: Math.min(1, estimate + reach) };
}

function byScore(
  counts: Counts,
  scores: readonly number[],
): { negatives: number; positives: number }[] {
  const groups = new Map<number, { negatives: number; positives: number }>();
  counts.forEach((line, cell) => {
    const score = scores[cell] ?? 0;
    const group = groups.get(score) ?? { negatives: 0, positives: 0 };
    group.negatives += line[0] ?? 0;
    group.positives += line[1] ?? 0;
    groups.set(score, group);
  });
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}
