import type { Measured } from './measure.ts';

export interface ComparedTool {
  readonly tool: string;
  readonly seconds: number;
  /** Bytes. */
  readonly memory?: number;
  /** Its time over ours. */
  readonly times?: number;
  /** The smallest `times` that is promised. */
  readonly target?: number;
}

/** Tools on the same files, in one run. */
export interface Comparison {
  readonly title: string;
  readonly rows: readonly ComparedTool[];
  readonly notes: readonly string[];
  /** Further tables, each with its head. */
  readonly tables?: string[][][];
}

export function ours({ wall_s, memory_bytes }: Measured): ComparedTool {
  return { tool: 'mlops-actions', seconds: wall_s, memory: memory_bytes };
}

export function theirs(tool: string, it: Measured, us: Measured, target?: number): ComparedTool {
  const { wall_s: seconds, memory_bytes: memory } = it;
  const row = { tool, seconds, memory, times: seconds / us.wall_s };
  return target === undefined ? row : { ...row, target };
}
