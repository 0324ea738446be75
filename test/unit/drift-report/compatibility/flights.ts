import { readFileSync } from 'node:fs';
import type { ValueCounts } from '../../../../actions/drift-report/compatibility/value-counts.ts';

/** The columns that test/golden/peer-drift.py cuts, made in the same way. */
export interface Flights {
  readonly delay: number[];
  readonly distance: number[];
  readonly time: number[];
  readonly origin: string[];
  readonly late: string[];
}

const data = new URL('../../../../node_modules/vega-datasets/data/', import.meta.url);

export function readFlights(): Flights {
  const rows = JSON.parse(readFileSync(new URL('flights-200k.json', data), 'utf8')) as {
    delay: number;
    distance: number;
    time: number;
  }[];
  const airports = readFileSync(new URL('flights-airport.csv', data), 'utf8').trim().split('\n');
  const names = [...new Set(airports.slice(1).map((line) => line.split(',')[0] ?? ''))]
    .sort()
    .slice(0, 10);
  return {
    delay: rows.map(({ delay }) => delay),
    distance: rows.map(({ distance }) => distance),
    time: rows.map(({ time }) => time),
    origin: rows.map(({ distance }, i) =>
      distance % 100 < 97 ? (names[distance % 10] ?? '') : `new${Math.floor(i / 50_000)}`,
    ),
    late: rows.map(({ delay }) => (delay > 15 ? 'yes' : 'no')),
  };
}

/** Rows per distinct value, as the step's own query gives them. */
export function countValues(
  reference: readonly (number | string)[],
  current: readonly (number | string)[],
  isInteger: boolean,
): ValueCounts {
  const counts = new Map<number | string, [number, number]>();
  [reference, current].forEach((side, which) => {
    for (const value of side) {
      const pair = counts.get(value) ?? [0, 0];
      pair[which] = (pair[which] ?? 0) + 1;
      counts.set(value, pair);
    }
  });
  const keys = [...counts.keys()].sort((a, b) => (a < b ? -1 : 1));
  return {
    values: Float64Array.from(keys, (key, i) => (typeof key === 'number' ? key : i)),
    reference: Float64Array.from(keys, (key) => counts.get(key)?.[0] ?? 0),
    current: Float64Array.from(keys, (key) => counts.get(key)?.[1] ?? 0),
    isInteger,
  };
}
