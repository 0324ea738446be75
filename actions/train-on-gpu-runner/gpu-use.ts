/** One look at one GPU: shares in [0, 1], memory in bytes. */
interface Sample {
  readonly gpu: string;
  readonly utilisation: number | undefined;
  readonly memoryUsed: number | undefined;
  readonly memoryTotal: number | undefined;
}

/** How a GPU was used during a training. undefined: the device does not say. */
export interface GpuUse {
  readonly gpu: string;
  /** Mean over all samples, in [0, 1]. */
  readonly utilisation: number | undefined;
  /** Highest seen, in bytes; other processes on the GPU are counted too. */
  readonly memoryUsed: number | undefined;
  readonly memoryTotal: number | undefined;
}

/** Use by GPU, in the order they were first seen. */
export function summariseGpuUse(samples: readonly Sample[]): GpuUse[] {
  const byGpu = Map.groupBy(samples, ({ gpu }) => gpu);
  return [...byGpu].map(([gpu, seen]) => {
    const utilisations = known(seen.map(({ utilisation }) => utilisation));
    const used = known(seen.map(({ memoryUsed }) => memoryUsed));
    const total = known(seen.map(({ memoryTotal }) => memoryTotal));
    return {
      gpu,
      utilisation: utilisations.length === 0 ? undefined : mean(utilisations),
      memoryUsed: highest(used),
      memoryTotal: highest(total),
    };
  });
}

function known(values: readonly (number | undefined)[]): number[] {
  return values.filter((value) => value !== undefined);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function highest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((most, value) => Math.max(most, value));
}
