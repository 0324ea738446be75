/** What a measured metric needs to be given. */
export interface MeasuredDescription {
  /** What people call it, for tables and sentences. */
  readonly title: string;
  readonly better: 'higher' | 'lower';
  /** undefined: money, in whatever currency the policy has it. */
  readonly unit: 'bytes' | 'ms' | 'rows/s' | undefined;
}

/** What a gate measures of the models themselves, under the names that a policy uses. */
export const measuredMetrics = {
  'model-size': { title: 'model size', better: 'lower', unit: 'bytes' },
  memory: { title: 'peak memory', better: 'lower', unit: 'bytes' },
  'latency-p50': { title: 'median latency', better: 'lower', unit: 'ms' },
  'latency-p95': { title: 'p95 latency', better: 'lower', unit: 'ms' },
  'latency-p99': { title: 'p99 latency', better: 'lower', unit: 'ms' },
  throughput: { title: 'throughput', better: 'higher', unit: 'rows/s' },
  'cost-per-thousand': { title: 'cost per 1,000 rows', better: 'lower', unit: undefined },
} as const satisfies Record<string, MeasuredDescription>;

export type MeasuredName = keyof typeof measuredMetrics;

export const measuredNames = Object.keys(measuredMetrics) as readonly MeasuredName[];

export function isMeasured(name: string): name is MeasuredName {
  return Object.hasOwn(measuredMetrics, name);
}
