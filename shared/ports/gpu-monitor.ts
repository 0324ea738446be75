/** One look at one GPU. */
export interface GpuSample {
  /** Index and name, as `0: NVIDIA H200`. */
  readonly gpu: string;
  /** Share of the time a kernel was running, in [0, 1]. undefined: the device does not say. */
  readonly utilisation: number | undefined;
  /** Bytes. */
  readonly memoryUsed: number | undefined;
  readonly memoryTotal: number | undefined;
}

export interface GpuWatch {
  /** Everything seen so far, oldest first. */
  seen(): readonly GpuSample[];
  /** Stop looking. Resolves to everything seen. */
  stop(): Promise<readonly GpuSample[]>;
}

/** Watches the GPUs of this machine from outside the training process. */
export interface GpuMonitor {
  /** The GPUs there are, by index; none where the machine has no GPU or nobody can tell. */
  gpus(): Promise<readonly string[]>;
  watch(): GpuWatch;
}
