import { type AdwinOptions, adwin } from '../../../shared/stats/adwin.ts';
import { type DdmOptions, ddm } from '../../../shared/stats/ddm.ts';
import { changesOf, type DriftDetector } from '../../../shared/stats/drift-detector.ts';
import { type HddmAOptions, hddmA } from '../../../shared/stats/hddm-a.ts';
import { type HddmWOptions, hddmW } from '../../../shared/stats/hddm-w.ts';
import { type PageHinkleyOptions, pageHinkley } from '../../../shared/stats/page-hinkley.ts';
import { createRandom, seedFor } from '../../../shared/stats/random.ts';

/** A detector by its name, with the parameters that differ from its defaults. */
export type DetectorChoice =
  | { readonly detector: 'adwin'; readonly options: AdwinOptions }
  | { readonly detector: 'page-hinkley'; readonly options: PageHinkleyOptions }
  | { readonly detector: 'ddm'; readonly options: DdmOptions }
  | { readonly detector: 'hddm-a'; readonly options: HddmAOptions }
  | { readonly detector: 'hddm-w'; readonly options: HddmWOptions };

/** The model's errors in the order of time: the reference's first, to learn what is usual. */
export interface ErrorStream {
  /** In [0, 1]: 1 for a wrong answer, or a loss as a share of a large one. */
  readonly errors: Float64Array;
  /** How many of them are the reference's. A change there is none of the current data. */
  readonly known: number;
}

/** A change of the mean error that a detector saw. */
export interface Change {
  readonly direction: 'rise' | 'fall';
  /** Where in the stream it was seen. */
  readonly seen: number;
  /** Where the means before and after differ most: about where it began. */
  readonly began: number;
  readonly before: number;
  readonly after: number;
  /** The difference of the two means over its scale at that many rows. */
  readonly gap: number;
  /** In how many of the shuffles the detector saw as large a rise. */
  readonly falseAlarms: number;
}

export interface Detection {
  readonly choice: DetectorChoice;
  readonly changes: readonly Change[];
  /** How often the same errors were put in random order, in which any alarm is false. */
  readonly shuffles: number;
}

function detectorOf(choice: DetectorChoice): DriftDetector {
  switch (choice.detector) {
    case 'adwin':
      return adwin(choice.options);
    case 'page-hinkley':
      return pageHinkley(choice.options);
    case 'ddm':
      return ddm(choice.options);
    case 'hddm-a':
      return hddmA(choice.options);
    case 'hddm-w':
      return hddmW(choice.options);
  }
}

/** Enough to bound a chance of a false alarm by one in twenty. */
const mostShuffles = 19;
/** Fewer say too little to be worth their time. */
const leastShuffles = 9;
const mostFalseAlarms = 0.1;
/** Values all shuffles of one detector may take together. */
const shuffledValues = 2_000_000;

/** Run one detector over the stream, and over the same errors shuffled. */
export function detect(choice: DetectorChoice, stream: ErrorStream): Detection {
  const changes = changesIn(choice, stream);
  const hasRisen = changes.some(({ direction }) => direction === 'rise');
  const falseGaps = hasRisen ? gapsByChance(choice, stream) : [];
  return {
    choice,
    changes: changes.map((change) => ({
      ...change,
      falseAlarms: falseGaps.filter((gap) => gap >= change.gap).length,
    })),
    shuffles: falseGaps.length,
  };
}

type Found = Omit<Change, 'falseAlarms'>;

function changesIn(choice: DetectorChoice, { errors, known }: ErrorStream): Found[] {
  const found = changesOf(detectorOf(choice), errors);
  return found.flatMap(({ index, change }, i) => {
    if (index < known) return [];
    const from = i === 0 ? 0 : (found[i - 1]?.index ?? -1) + 1;
    const to = found[i + 1]?.index ?? errors.length;
    return [{ direction: change, ...changePoint(errors, change, { from, seen: index, to }) }];
  });
}

/** The largest rise that the detector sees in each shuffle; 0 where it sees none. */
function gapsByChance(choice: DetectorChoice, { errors, known }: ErrorStream): number[] {
  const affordable = Math.floor(shuffledValues / errors.length);
  const shuffles = affordable < leastShuffles ? 0 : Math.min(mostShuffles, affordable);
  const random = createRandom(seedFor(0, 'concept', choice.detector));
  const shuffled = errors.slice();
  return Array.from({ length: shuffles }, () => {
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      const kept = shuffled[i] as number;
      shuffled[i] = shuffled[j] as number;
      shuffled[j] = kept;
    }
    const rises = changesIn(choice, { errors: shuffled, known }).filter(
      ({ direction }) => direction === 'rise',
    );
    return Math.max(0, ...rises.map(({ gap }) => gap));
  });
}

/** Whether shuffled errors raise as strong an alarm too often for it to say anything. */
export function isByChance({ falseAlarms }: Change, { shuffles }: Detection): boolean {
  return shuffles > 0 && falseAlarms / shuffles > mostFalseAlarms;
}

/**
 * The cut of a stretch, up to where the change was seen, that tells the means of both sides best:
 * the largest difference for the number of rows on either side.
 *
 * @param stretch `to` is excluded: rows after the alarm tell whether it was one
 */
function changePoint(
  errors: Float64Array,
  direction: Change['direction'],
  { from, seen, to }: { readonly from: number; readonly seen: number; readonly to: number },
): Omit<Found, 'direction'> {
  const sign = direction === 'rise' ? 1 : -1;
  const rows = to - from;
  let total = 0;
  for (let i = from; i < to; i++) total += errors[i] as number;
  let [sum, best, began] = [0, -1, seen];
  let [before, after] = [total / rows, total / rows];
  for (let i = from; i < Math.min(seen, to - 1); i++) {
    sum += errors[i] as number;
    const n = i - from + 1;
    const [old, fresh] = [sum / n, (total - sum) / (rows - n)];
    const gap = sign * (fresh - old) * Math.sqrt((n * (rows - n)) / rows);
    if (gap <= best) continue;
    [best, began, before, after] = [gap, i + 1, old, fresh];
  }
  return { seen, began, before, after, gap: best };
}

/**
 * Losses as shares of a large one of the reference (of all, where there is none), at most 1: the
 * detectors' bounds hold for values in [0, 1].
 */
export function scaledLosses(losses: Float64Array, known: number): Float64Array {
  const sample = (known > 0 ? losses.slice(0, known) : losses.slice()).sort();
  const large = sample[Math.floor(0.99 * (sample.length - 1))] ?? 0;
  return large > 0 ? losses.map((loss) => Math.min(1, loss / large)) : losses.map(Math.sign);
}
