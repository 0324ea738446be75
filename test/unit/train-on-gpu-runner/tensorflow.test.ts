import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadTensorFlow, wasmDirectory } from '../../../shared/native/tensorflow.ts';
import type { TensorFlow } from '../../../shared/ports/model-entry.ts';

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'tensorflow-'));
});

/** A package on disk in the place of a native build, which is a gigabyte. */
function install(folder: string, name: string, code: string): void {
  const directory = join(folder, 'node_modules', name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ name, main: 'index.js' }));
  writeFileSync(join(directory, 'index.js'), code);
}

const works = (version: string): string => `exports.version_core = '${version}';`;
const cpu = '@tensorflow/tfjs-node';
const gpu = '@tensorflow/tfjs-node-gpu';

describe('the best backend', () => {
  it('is the native build with a GPU, then the one without, then WebAssembly', async () => {
    const backends: string[] = [];
    const look = async (): Promise<void> => {
      backends.push((await loadTensorFlow({ folders: [project] })).backend);
    };
    await look();
    install(project, cpu, works('4.22.0'));
    await look();
    install(project, gpu, works('4.22.0'));
    await look();
    expect(backends).toEqual(['wasm', 'tensorflow', 'tensorflow-gpu']);
  });

  it('comes from the first folder that has it', async () => {
    const image = mkdtempSync(join(tmpdir(), 'image-'));
    install(project, gpu, works('from the project'));
    install(image, gpu, works('from the image'));
    const { version } = await loadTensorFlow({ folders: [image, project] });
    expect(version).toBe('from the image');
  });

  it('is the next one where a native build cannot be loaded, and the log says why', async () => {
    install(project, gpu, "throw new Error('libcudart.so.11.0: cannot open shared object file')");
    install(project, cpu, works('4.22.0'));
    const warnings: string[] = [];
    const { backend } = await loadTensorFlow({
      folders: [project],
      warn: (message) => warnings.push(message),
    });
    expect(backend).toBe('tensorflow');
    expect(warnings).toEqual([
      `${gpu} is installed in ${project} but cannot be loaded: libcudart.so.11.0: cannot open shared object file`,
    ]);
  });

  it('finds the functions of Node that tfjs-node still calls', async () => {
    install(
      project,
      cpu,
      "const util = require('util'); exports.version_core = String([util.isNullOrUndefined(null), typeof util.isArray]);",
    );
    const { version } = await loadTensorFlow({ folders: [project] });
    expect(version).toBe('true,function');
  });
});

describe('WebAssembly', () => {
  const load = (): Promise<TensorFlow> => loadTensorFlow({ folders: [project] });

  it('leaves the error handling of the process alone', async () => {
    const before = process.listeners('uncaughtException').length;
    await load();
    expect(process.listeners('uncaughtException').length).toBe(before);
  });

  it('has its files beside the bundle, or else in its package', () => {
    expect(wasmDirectory([project])).toBeUndefined();
    writeFileSync(join(project, 'tfjs-backend-wasm-simd.wasm'), '');
    expect(wasmDirectory(['/nowhere', project])).toBe(project);
  });

  /** Gradients of `build(tf)` on one backend, as plain numbers. */
  async function gradients(
    tf: TensorFlow,
    backend: string,
    build: (tf: TensorFlow) => number[][],
  ): Promise<number[][]> {
    await tf.core.setBackend(backend);
    try {
      return tf.core.tidy(() => build(tf));
    } finally {
      await tf.core.setBackend('wasm');
    }
  }

  it.each([
    [
      'an embedding',
      ({ core }: TensorFlow) => {
        const table = core.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
        const rows = core.tensor1d([0, 2, 2, 1, 0], 'int32');
        const weights = core.tensor2d([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [5, 2]);
        const loss = (x: typeof table) => core.gather(x, rows).mul(weights).square().sum();
        return [
          Array.from(
            core
              .grad((x) => loss(x as typeof table))(table)
              .dataSync(),
          ),
        ];
      },
    ],
    [
      'a convolution',
      ({ core }: TensorFlow) => {
        const image = core.tensor4d(
          Array.from({ length: 50 }, (_, i) => Math.sin(i)),
          [1, 5, 5, 2],
        );
        const filter = core.tensor4d(
          Array.from({ length: 54 }, (_, i) => Math.cos(i)),
          [3, 3, 2, 3],
        );
        const loss = (x: typeof image, f: typeof filter) =>
          core.conv2d(x, f, 1, 'same').square().sum();
        const [dx, df] = core.grads((x, f) => loss(x as typeof image, f as typeof filter))([
          image,
          filter,
        ]);
        return [dx, df].map((gradient) => Array.from(gradient?.dataSync() ?? []));
      },
    ],
    [
      'a depthwise convolution',
      ({ core }: TensorFlow) => {
        const image = core.tensor4d(
          Array.from({ length: 32 }, (_, i) => Math.sin(i)),
          [1, 4, 4, 2],
        );
        const filter = core.tensor4d(
          Array.from({ length: 18 }, (_, i) => Math.cos(i)),
          [3, 3, 2, 1],
        );
        const [dx, df] = core.grads((x, f) =>
          core
            .depthwiseConv2d(x as typeof image, f as typeof filter, 1, 'same')
            .square()
            .sum(),
        )([image, filter]);
        return [dx, df].map((gradient) => Array.from(gradient?.dataSync() ?? []));
      },
    ],
  ])('trains %s with the gradients of the plain backend', async (_name, build) => {
    const tf = await load();
    const wasm = await gradients(tf, 'wasm', build);
    const plain = await gradients(tf, 'cpu', build);
    expect(wasm.flat().length).toBeGreaterThan(5);
    wasm.flat().forEach((value, i) => {
      expect(value).toBeCloseTo(plain.flat()[i] ?? Number.NaN, 3);
    });
  });
});
