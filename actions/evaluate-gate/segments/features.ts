import type { Feature } from '../rows.ts';

/** Ranges that a numeric feature is cut into: enough to find a region, few enough to search pairs. */
const ranges = 8;
/** Values by which quantiles are told. */
const sampled = 20_000;

/** A feature as a few bins: ranges in ascending order, or values. */
export interface BinnedFeature {
  readonly name: string;
  /** Whether neighbouring bins make a range. */
  readonly isOrdered: boolean;
  /** The bin of each row. */
  readonly bins: Uint8Array;
  readonly count: number;
  /** In words: `distance ≥ 500 and < 900`, `origin = BOS`. */
  readonly describe: (from: number, to: number) => string;
}

/** A feature that takes one value only says nothing: undefined. */
export function binFeature(feature: Feature): BinnedFeature | undefined {
  const binned = feature.kind === 'number' ? binNumbers(feature) : binValues(feature);
  return binned.count < 2 ? undefined : binned;
}

function binNumbers({ name, values }: Extract<Feature, { kind: 'number' }>): BinnedFeature {
  const every = Math.max(1, Math.floor(values.length / sampled));
  const sample = values.filter((value, row) => row % every === 0 && !Number.isNaN(value)).sort();
  const cuts: number[] = [];
  for (let i = 1; i < ranges; i++) {
    const cut = sample[Math.floor((i * sample.length) / ranges)];
    if (cut !== undefined && cut > (cuts.at(-1) ?? sample[0] ?? cut)) cuts.push(cut);
  }
  const missing = cuts.length + 1;
  let hasMissing = false;
  const bins = Uint8Array.from(values, (value) => {
    if (Number.isNaN(value)) hasMissing = true;
    return Number.isNaN(value) ? missing : placeOf(value, cuts);
  });
  const describe = (from: number, to: number): string => {
    if (from === missing) return `${name} is missing`;
    const parts = [
      ...(from > 0 ? [`≥ ${shown(cuts[from - 1])}`] : []),
      ...(to < cuts.length ? [`< ${shown(cuts[to])}`] : []),
    ];
    return parts.length === 0 ? `${name} is present` : `${name} ${parts.join(' and ')}`;
  };
  return { name, isOrdered: true, bins, count: missing + (hasMissing ? 1 : 0), describe };
}

function placeOf(value: number, cuts: readonly number[]): number {
  let place = 0;
  while (place < cuts.length && value >= (cuts[place] as number)) place++;
  return place;
}

function shown(value: number | undefined): string {
  return Number((value ?? 0).toPrecision(6))
    .toString()
    .replace('-', '−');
}

function binValues({ name, codes, values }: Extract<Feature, { kind: 'category' }>): BinnedFeature {
  return {
    name,
    isOrdered: false,
    bins: Uint8Array.from(codes),
    count: values.length,
    describe: (from) => `${name} = ${values[from] ?? '(missing)'}`,
  };
}
