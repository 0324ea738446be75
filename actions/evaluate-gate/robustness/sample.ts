import { createRandom } from '../../../shared/stats/random.ts';
import type { GateRows } from '../rows.ts';

/**
 * At most `size` of the rows, in ascending order: drawn at random, whole clusters at a time where
 * rows come in such, so that a query or a customer stays together.
 */
export function sampleRows(rows: GateRows, size: number, seed: number): Int32Array {
  const count = rows.labels.length;
  const all = Int32Array.from({ length: count }, (_, row) => row);
  if (count <= size) return all;
  const random = createRandom(seed);
  const units = rows.clusters ?? all;
  const order = shuffled([...new Set(units)], random.below);
  const sizes = new Map<number, number>();
  for (const unit of units) sizes.set(unit, (sizes.get(unit) ?? 0) + 1);
  const chosen = new Set<number>();
  let taken = 0;
  for (const unit of order) {
    const own = sizes.get(unit) ?? 0;
    if (taken + own > size && taken > 0) continue;
    chosen.add(unit);
    taken += own;
  }
  return all.filter((row) => chosen.has(units[row] as number));
}

function shuffled(values: number[], below: (limit: number) => number): number[] {
  for (let i = values.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [values[i], values[j]] = [values[j] as number, values[i] as number];
  }
  return values;
}
