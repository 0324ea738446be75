import type { Random } from '../../../shared/stats/random.ts';
import type { TextTable } from './orders.ts';

/** A way in which data is damaged on its way, and the check that must say so. */
export interface Corruption {
  readonly name: string;
  readonly caughtBy: string;
  apply(table: TextTable, random: Random): TextTable;
}

type Change = (value: string, row: number) => string;

/** Change a column in a share of its rows. */
function inColumn(column: string, share: number, change: Change): Corruption['apply'] {
  return (table, random) => ({
    ...table,
    [column]: (table[column] ?? []).map((value, row) =>
      random.uniform() < share ? change(value, row) : value,
    ),
  });
}

function swapped(a: string, b: string): Corruption['apply'] {
  return (table) => ({ ...table, [a]: table[b] ?? [], [b]: table[a] ?? [] });
}

/** The rows at these places, in this order. */
function rowsAt(places: (rows: number, random: Random) => readonly number[]): Corruption['apply'] {
  return (table, random) => {
    const kept = places(table.id?.length ?? 0, random);
    return Object.fromEntries(
      Object.entries(table).map(([name, values]) => [name, kept.map((i) => values[i] ?? '')]),
    );
  };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i);

const next: Readonly<Record<string, string>> = { DE: 'FR', FR: 'IT', IT: 'ES', ES: 'DE' };

export const corruptions: readonly Corruption[] = [
  { name: 'missing values', caughtBy: 'not-null', apply: inColumn('price', 0.05, () => '') },
  {
    name: 'many more missing values',
    caughtBy: 'not-null',
    apply: inColumn('rating', 0.3, () => ''),
  },
  { name: 'swapped numbers', caughtBy: 'distribution', apply: swapped('price', 'weight') },
  { name: 'swapped dates', caughtBy: 'compare-columns', apply: swapped('ordered', 'shipped') },
  { name: 'swapped categories', caughtBy: 'allowed-values', apply: swapped('country', 'channel') },
  {
    name: 'a unit a thousand times too large',
    caughtBy: 'range',
    apply: inColumn('weight', 1, (value) => String(Number(value) * 1000)),
  },
  {
    name: 'a unit a thousand times too small',
    caughtBy: 'distribution',
    apply: inColumn('weight', 1, (value) => String(Number(value) / 1000)),
  },
  {
    name: 'the wrong unit in some rows',
    caughtBy: 'range',
    apply: inColumn('price', 0.05, (value) => String(Number(value) * 100)),
  },
  {
    name: 'pounds for kilograms',
    caughtBy: 'distribution',
    apply: inColumn('weight', 1, (value) => String(Number(value) * 2.2046)),
  },
  {
    name: 'a file cut short',
    caughtBy: 'row-count',
    apply: rowsAt((rows) => range(0, rows * 0.4)),
  },
  {
    name: 'rows loaded twice',
    caughtBy: 'unique',
    apply: rowsAt((rows) => [...range(0, rows), ...range(0, rows / 10)]),
  },
  {
    name: 'codes cut short',
    caughtBy: 'length',
    apply: inColumn('customer', 0.1, (value) => value.slice(0, 5)),
  },
  {
    name: 'codes without their prefix',
    caughtBy: 'pattern',
    apply: inColumn('customer', 0.1, (value) => value.replace('C-', '00')),
  },
  {
    name: 'shifted categories',
    caughtBy: 'distribution',
    apply: inColumn('country', 1, (value) => next[value] ?? value),
  },
  {
    name: 'an unknown category',
    caughtBy: 'allowed-values',
    apply: inColumn('country', 0.02, () => 'XX'),
  },
  {
    name: 'categories in small letters',
    caughtBy: 'allowed-values',
    apply: inColumn('country', 0.3, (value) => value.toLowerCase()),
  },
  {
    name: 'codes off by one',
    caughtBy: 'allowed-values',
    apply: inColumn('pieces', 1, (value) => String(Number(value) - 1)),
  },
  {
    name: 'a column stuck at one value',
    caughtBy: 'distribution',
    apply: inColumn('weight', 1, () => '20'),
  },
  {
    name: 'a flag turned around',
    caughtBy: 'distribution',
    apply: inColumn('gift', 1, (value) => String(value !== 'true')),
  },
  { name: 'signs lost', caughtBy: 'range', apply: inColumn('price', 0.05, (value) => `-${value}`) },
  { name: 'text among numbers', caughtBy: 'readable', apply: inColumn('price', 0.02, () => 'n/a') },
  {
    name: 'decimal commas',
    caughtBy: 'readable',
    apply: inColumn('price', 1, (value) => `"${value.replace('.', ',')}"`),
  },
  {
    name: 'placeholder dates',
    caughtBy: 'range',
    apply: inColumn('shipped', 0.02, () => '9999-12-31'),
  },
  {
    name: 'dates of the epoch',
    caughtBy: 'range',
    apply: inColumn('ordered', 0.02, () => '1970-01-01'),
  },
  {
    name: 'a column left out',
    caughtBy: 'types',
    apply: ({ weight: _, ...rest }) => rest,
  },
  {
    name: 'a column renamed',
    caughtBy: 'types',
    apply: ({ weight = [], ...rest }) => ({ ...rest, Weight: weight }),
  },
  {
    name: 'a column nobody knows',
    caughtBy: 'columns',
    apply: (table) => ({ ...table, 'Unnamed: 0': table.id ?? [] }),
  },
];
