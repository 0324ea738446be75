import type { DetectorState, DriftDetector } from './drift-detector.ts';

export interface AdwinOptions {
  /** Chance of a false alarm that the bound allows one check. */
  readonly delta?: number;
  /** Values between checks. */
  readonly clock?: number;
  /** Buckets of each size before two of them are merged. */
  readonly maxBuckets?: number;
  /** The shortest part of the window that is compared. */
  readonly minWindowLength?: number;
  /** Values before the first check. */
  readonly gracePeriod?: number;
}

type Settings = Required<AdwinOptions>;

/** Sums of a run of values; `squares` is the sum of squared deviations from their mean. */
interface Bucket {
  readonly total: number;
  readonly squares: number;
}

/** Part of the window: its length and sums. */
interface Part {
  n: number;
  total: number;
}

/**
 * ADWIN, the adaptive window: the longest window of recent values whose two parts, cut anywhere,
 * have means that a Bernstein bound cannot tell apart. Buckets of 1, 2, 4, ... values keep it in
 * logarithmic memory. Values of any scale near 1. Names, defaults and the cuts that are looked at as
 * in river, so that it detects at the same value.
 *
 * @see A. Bifet & R. Gavaldà, Learning from Time-Changing Data with Adaptive Windowing, SDM (2007)
 */
export function adwin(options: AdwinOptions = {}): DriftDetector {
  const settings: Settings = {
    delta: 0.002,
    clock: 32,
    maxBuckets: 5,
    minWindowLength: 5,
    gracePeriod: 10,
    ...options,
  };
  let window = new AdaptiveWindow(settings);
  let state: DetectorState = 'steady';
  return {
    update(x) {
      if (state !== 'steady') window = new AdaptiveWindow(settings);
      state = window.add(x);
      return state;
    },
  };
}

class AdaptiveWindow {
  /** Row i holds buckets of 2^i values, the oldest first. */
  readonly #rows: Bucket[][] = [[]];
  readonly #settings: Settings;
  #n = 0;
  #total = 0;
  #squares = 0;
  #ticks = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  add(x: number): DetectorState {
    this.#rows[0]?.push({ total: x, squares: 0 });
    this.#n++;
    if (this.#n > 1) {
      const before = this.#n - 1;
      this.#squares += (before * (x - this.#total / before) ** 2) / this.#n;
    }
    this.#total += x;
    this.#merge();
    this.#ticks++;
    const { clock, gracePeriod } = this.#settings;
    if (this.#ticks % clock !== 0 || this.#n <= gracePeriod) return 'steady';
    return this.#shrink();
  }

  #merge(): void {
    for (let i = 0; i < this.#rows.length; i++) {
      const row = this.#rows[i] ?? [];
      if (row.length <= this.#settings.maxBuckets) return;
      const [first, second] = row.splice(0, 2);
      if (first === undefined || second === undefined) return;
      const next = this.#rows[i + 1] ?? [];
      this.#rows[i + 1] = next;
      next.push({
        total: first.total + second.total,
        squares: first.squares + second.squares + betweenHalves(2 ** i, first, second),
      });
    }
  }

  /** Drop the oldest buckets for as long as a cut tells the parts apart. */
  #shrink(): DetectorState {
    let state: DetectorState = 'steady';
    for (;;) {
      const gap = this.#tellingGap();
      if (gap === undefined) return state;
      // The first cut that tells decides the direction: later ones compare what is left.
      if (state === 'steady') state = gap > 0 ? 'rise' : 'fall';
      this.#dropOldest();
    }
  }

  /** How much the newer part's mean is above the older one's, at the first cut that tells. */
  #tellingGap(): number | undefined {
    const { minWindowLength } = this.#settings;
    const old: Part = { n: 0, total: 0 };
    for (let i = this.#rows.length - 1; i >= 0; i--) {
      const row = this.#rows[i] ?? [];
      const size = 2 ** i;
      for (let k = 0; k < row.length; k++) {
        old.n += size;
        old.total += row[k]?.total ?? 0;
        const fresh = { n: this.#n - old.n, total: this.#total - old.total };
        if (fresh.n < minWindowLength || old.n < minWindowLength) continue;
        const gap = fresh.total / fresh.n - old.total / old.n;
        if (Math.abs(gap) > this.#bound(old.n, fresh.n)) return gap;
      }
    }
    return undefined;
  }

  #bound(old: number, fresh: number): number {
    const { delta, minWindowLength } = this.#settings;
    const log = Math.log((2 * Math.log(this.#n)) / delta);
    const m = 1 / (old - minWindowLength + 1) + 1 / (fresh - minWindowLength + 1);
    const variance = this.#squares / this.#n;
    return Math.sqrt(2 * m * variance * log) + (2 / 3) * log * m;
  }

  #dropOldest(): void {
    const last = this.#rows.length - 1;
    const row = this.#rows[last] ?? [];
    const oldest = row.shift();
    if (oldest === undefined) return;
    const n = 2 ** last;
    this.#n -= n;
    this.#total -= oldest.total;
    const gap = oldest.total / n - this.#total / this.#n;
    this.#squares -= oldest.squares + (n * this.#n * gap * gap) / (n + this.#n);
    if (row.length === 0) this.#rows.pop();
  }
}

function betweenHalves(size: number, a: Bucket, b: Bucket): number {
  const gap = a.total / size - b.total / size;
  return (size * size * gap * gap) / (2 * size);
}
