import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import util from 'node:util';
import { externalError } from '../kernel/action-error.ts';
import type { TensorFlow } from '../ports/model-entry.ts';
import { currentNativeLocations } from './locations.ts';
import { tensorflow as messages } from './messages.ts';
import { chainOperations } from './tensorflow-chaining.ts';
import { borrowKernels } from './tensorflow-kernels.ts';

/** A native build of TensorFlow.js, and what a record calls it. Best first. */
const nativeBuilds = [
  { module: '@tensorflow/tfjs-node-gpu', backend: 'tensorflow-gpu' },
  { module: '@tensorflow/tfjs-node', backend: 'tensorflow' },
] as const;

export interface TensorFlowOptions {
  /**
   * Folders whose packages are looked through for a native build, best first: the user's project,
   * then the places of every package with machine code. A native build is never installed by us:
   * it is a gigabyte, and which one fits depends on the machine's drivers.
   */
  folders: readonly string[];
  /** Told why a native build that was found could not be used. */
  warn?(message: string): void;
}

/** Where a project or a runner image may keep a native build. */
export function tensorflowFolders(project: string): readonly string[] {
  const { explicit, image } = currentNativeLocations();
  const named = [explicit, image].filter((folder) => folder !== undefined);
  return [...named.map((folder) => join(folder, 'tensorflow')), project];
}

/**
 * TensorFlow.js on the best backend of this machine: a native build with a GPU, a native build
 * without, else WebAssembly, which is always there.
 *
 * @throws ActionError (external, `tensorflow-unavailable`) when not even WebAssembly starts.
 */
export async function loadTensorFlow(options: TensorFlowOptions): Promise<TensorFlow> {
  for (const build of nativeBuilds) {
    for (const folder of options.folders) {
      const loaded = tryNative(build, folder, options);
      if (loaded !== undefined) return loaded;
    }
  }
  return loadWasm();
}

type NativeNamespace = TensorFlow['core'] & TensorFlow['layers'];

function tryNative(
  { module, backend }: (typeof nativeBuilds)[number],
  folder: string,
  { warn }: TensorFlowOptions,
): TensorFlow | undefined {
  const require = createRequire(join(folder, 'package.json'));
  let path: string;
  try {
    path = require.resolve(module);
  } catch {
    return undefined;
  }
  restoreRemovedUtilities();
  try {
    const namespace = require(path) as NativeNamespace;
    return { core: namespace, layers: namespace, backend, version: namespace.version_core };
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    warn?.(messages.notLoadable(module, folder, reason ?? ''));
    return undefined;
  }
}

/** tfjs-node 4.22 calls functions that Node 23 removed or warns about; the fix was never released. */
function restoreRemovedUtilities(): void {
  const legacy = util as unknown as Record<string, unknown>;
  legacy.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  legacy.isArray = Array.isArray;
}

let wasm: Promise<TensorFlow> | undefined;

/** WebAssembly on one thread: the same bytes on every machine, and no worker to wait for. */
function loadWasm(): Promise<TensorFlow> {
  wasm ??= startWasm();
  return wasm;
}

async function startWasm(): Promise<TensorFlow> {
  const [core, layers, backend] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('@tensorflow/tfjs-layers'),
    import('@tensorflow/tfjs-backend-wasm'),
  ]);
  const directory = wasmDirectory();
  if (directory !== undefined) backend.setWasmPaths(`${directory}${sep}`);
  backend.setThreadsCount(1);
  const started = await containingGlue(directory, () => core.setBackend('wasm'));
  if (!started) {
    throw externalError(
      'tensorflow-unavailable',
      messages.noBackend(`${process.platform}-${process.arch}, Node ${process.versions.node}`),
      messages.installNode,
    );
  }
  chainOperations(core);
  await borrowKernels(core);
  return { core, layers, backend: 'wasm', version: core.version_core };
}

const wasmFile = 'tfjs-backend-wasm-simd.wasm';

/**
 * The bundle keeps the .wasm files beside itself. undefined: run from sources, where the package
 * finds its own.
 */
export function wasmDirectory(
  candidates: readonly string[] = [import.meta.dirname],
): string | undefined {
  return candidates.find((folder) => existsSync(join(folder, wasmFile)));
}

/**
 * Start code whose Emscripten glue takes itself for a script of its own: it asks for `__dirname`,
 * which an ES module has not, and turns every uncaught error of the process into its own abort,
 * where ours must keep reporting them.
 */
async function containingGlue<T>(
  directory: string | undefined,
  body: () => Promise<T>,
): Promise<T> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => new Set(process.listeners(event as 'uncaughtException')));
  const global = globalThis as { __dirname?: string };
  if (directory !== undefined) global.__dirname = directory;
  try {
    return await body();
  } finally {
    delete global.__dirname;
    events.forEach((event, i) => {
      for (const listener of process.listeners(event as 'uncaughtException')) {
        if (!before[i]?.has(listener)) process.off(event, listener);
      }
    });
  }
}
