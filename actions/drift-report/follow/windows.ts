import { addSamples, type Sample, type Samples } from '../counts.ts';

/** A window whose rows have all come. */
export interface ClosedWindow {
  readonly window: string;
  /** One a column, in the order of the columns. */
  readonly samples: readonly Sample[];
}

/**
 * Counts of the windows that are still open. A window is closed by the first row of a later one:
 * rows that come after that are late, belong to no window, and are counted.
 */
export class OpenWindows {
  readonly #open = new Map<string, Sample[]>();
  #newest = '';
  #closedUpTo = '';
  /** Rows of windows that were closed already, and rows without a time. */
  late = 0;
  timeless = 0;

  /** Add what a batch held, by column, and close what it shows to be over. */
  add(batch: readonly Samples[]): ClosedWindow[] {
    const [first] = batch;
    if (first === undefined) return [];
    const timed = [...first.windows.values()].reduce((sum, { rows }) => sum + rows, 0);
    this.timeless += first.all.rows - timed;
    for (const [window, { rows }] of first.windows) {
      if (window <= this.#closedUpTo) {
        this.late += rows;
        continue;
      }
      const known = this.#open.get(window);
      const added = batch.map(({ windows }) => windows.get(window));
      const samples = added.flatMap((sample, i) => {
        if (sample === undefined) return [];
        const before = known?.[i];
        return [before === undefined ? sample : addSamples(before, sample)];
      });
      this.#open.set(window, samples);
      if (window > this.#newest) this.#newest = window;
    }
    return this.close(this.#newest);
  }

  /** Close every window before one that has begun. */
  close(before: string): ClosedWindow[] {
    const over = [...this.#open.keys()].filter((window) => window < before).sort();
    return over.map((window) => this.#take(window));
  }

  /** Close what is left, whole or not. */
  finish(): ClosedWindow[] {
    return [...this.#open.keys()].sort().map((window) => this.#take(window));
  }

  #take(window: string): ClosedWindow {
    const samples = this.#open.get(window) ?? [];
    this.#open.delete(window);
    this.#closedUpTo = window;
    return { window, samples };
  }
}
