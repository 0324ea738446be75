import { createRandom } from '../../../shared/stats/random.ts';

/** Columns of text cells, all of one length; an empty cell is a missing value. */
export type TextTable = Readonly<Record<string, readonly string[]>>;

export function csvOf(table: TextTable): string {
  const names = Object.keys(table);
  const rows = Array.from({ length: table[names[0] ?? '']?.length ?? 0 }, (_, i) =>
    names.map((name) => table[name]?.[i] ?? '').join(','),
  );
  return `${[names.join(','), ...rows].join('\n')}\n`;
}

const countries = ['DE', 'FR', 'IT', 'ES'];
const channels = ['web', 'shop', 'phone'];
const day = 86_400_000;
const start = Date.UTC(2001, 0, 1);

function isoDay(days: number): string {
  return new Date(start + days * day).toISOString().slice(0, 10);
}

/** Orders of a shop: keys, codes, amounts, categories, dates in order, and missing values. */
export function ordersTable(rows: number, seed: number): TextTable {
  const random = createRandom(seed);
  const columns: Record<string, string[]> = {};
  const add = (name: string, value: string | number | boolean): void => {
    columns[name] = [...(columns[name] ?? []), String(value)];
  };
  for (let i = 0; i < rows; i++) {
    const ordered = random.below(90);
    const share = random.uniform() ** 2;
    add('id', seed * rows + i);
    add('customer', `C-${String(random.below(99_999)).padStart(5, '0')}`);
    add('country', countries[Math.floor(share * countries.length)] ?? '');
    add('channel', channels[random.below(channels.length)] ?? '');
    add('pieces', 1 + Math.floor(4 * random.uniform() ** 2));
    add('price', (Math.exp(3 + 0.5 * random.normal()) + 1).toFixed(2));
    add('weight', (20 + 4 * random.normal()).toFixed(3));
    add('ordered', isoDay(ordered));
    add('shipped', isoDay(ordered + random.below(10)));
    add('gift', random.uniform() < 0.3);
    add('rating', random.uniform() < 0.1 ? '' : (1 + 4 * random.uniform()).toFixed(1));
  }
  return columns;
}
