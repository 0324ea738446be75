import type { BinaryRows } from '../../../actions/evaluate-gate/rows.ts';
import type { Random } from '../../../shared/stats/random.ts';

const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

/** Rows of two groups with two models' classes, of customers where there are any. */
export interface Customers {
  readonly labels: Uint8Array;
  readonly challenger: Float64Array;
  readonly champion: Float64Array;
  readonly groups: Int32Array;
  readonly clusters?: Int32Array;
}

/** As the gate reads them. */
export function grouped({ groups, ...rows }: Customers): BinaryRows {
  return {
    task: 'binary',
    challengerKind: 'class',
    championKind: 'class',
    slices: [{ name: 'group', codes: groups, values: ['a', 'b'] }],
    ...rows,
  };
}

/** How often each model selects a positive row of each group; a negative one half as often. */
const selected = { challenger: [0.8, 0.65], champion: [0.8, 0.72] } as const;

/** Two groups of as many rows, drawn one by one. */
export function simulatedGroups(random: Random, rows: number): BinaryRows {
  const groups = Int32Array.from({ length: rows }, (_, row) => row % 2);
  const labels = Uint8Array.from({ length: rows }, () => random.below(2));
  const answers = (model: keyof typeof selected) =>
    Float64Array.from(groups, (group, row) => {
      const chance = (selected[model][group] ?? 0) / (labels[row] === 1 ? 1 : 2);
      return random.uniform() < chance ? 1 : 0;
    });
  const [challenger, champion] = [answers('challenger'), answers('champion')];
  return grouped({ labels, challenger, champion, groups });
}

/** Customers of four rows each, in one of two groups, whose rows are treated alike. */
export function customers(random: Random, count: number): Customers {
  const rows = 4 * count;
  const clusters = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / 4));
  const groups = clusters.map((cluster) => cluster % 2);
  const labels = Uint8Array.from({ length: rows }, () => random.below(2));
  const answers = (means: readonly [number, number]) => {
    const leaning = Float64Array.from({ length: count }, () => random.normal());
    return Float64Array.from(clusters, (cluster, row) => {
      const own = leaning[cluster] as number;
      const chance = logistic((means[groups[row] as 0 | 1] as number) + own);
      return random.uniform() < chance / (labels[row] === 1 ? 1 : 2) ? 1 : 0;
    });
  };
  const [challenger, champion] = [answers([1.5, 0.7]), answers([1.5, 1])];
  return { labels, challenger, champion, groups, clusters };
}
