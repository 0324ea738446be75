/** Sentences about packages with machine code that cannot be loaded. */
export const packages = {
  missing: (title: string, version: string, system: string, tried: readonly string[]): string =>
    [`${title} (${version}) cannot be loaded here (${system}). Tried:`, ...tried].join('\n'),
  tried: (place: string, outcome: string): string => `  - ${place}: ${outcome}`,
  reachRegistry: (folder: string, name: string): string =>
    `Let the job reach the npm registry, or run \`npm ci --ignore-scripts\` in a copy of ${folder} named "${name}" and set MLOPS_NATIVE_DIR to the folder that holds it.`,
  image: 'the runner image',
  checkout: 'this checkout',
  cache: 'the tool cache',
  notSet: 'not set',
  otherVersion: (folder: string, version: string | undefined): string =>
    `${folder} holds version ${version}`,
  notIn: (folder: string): string => `not in ${folder}`,
  notLoadable: (folder: string, reason: string): string => `${folder} cannot be loaded: ${reason}`,
};

export const installs = {
  noNpm: 'npm is not installed on this machine',
  tooLong: (seconds: number): string => `npm ci did not finish within ${seconds} s`,
  failed: (reason: string): string => `npm ci failed: ${reason}`,
};

export const tensorflow = {
  notLoadable: (module: string, folder: string, reason: string): string =>
    `${module} is installed in ${folder} but cannot be loaded: ${reason}`,
  noBackend: (system: string): string =>
    `TensorFlow.js could not start its WebAssembly backend on this machine (${system}).`,
  installNode:
    'Install @tensorflow/tfjs-node in the project, or train with `command` in another framework.',
};
