/** What can change the numbers besides code and data. Its digest is part of a model's identity. */
export interface Environment {
  readonly platform: string;
  readonly cores: number;
  readonly gpus: readonly string[] | null;
  /** What we handed to an entry. null: a command brought its own. */
  readonly runtime: {
    readonly node: string;
    /** Of TensorFlow.js. */
    readonly version: string;
    readonly backend: string;
  } | null;
}

export function describeEnvironment({ platform, cores, runtime }: Environment): string {
  const machine = `${platform}, ${cores} ${cores === 1 ? 'core' : 'cores'}`;
  if (runtime === null) return machine;
  const { node, version, backend } = runtime;
  return `Node ${node}, TensorFlow.js ${version} (${backend}), ${machine}`;
}
