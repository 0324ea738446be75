import type { FeatureBatch } from '../../domain/prediction.ts';
import { loadOnnxRuntime } from '../../native/onnxruntime.ts';
import { loadTensorFlow, tensorflowFolders } from '../../native/tensorflow.ts';
import type { LoadableModel } from '../../ports/model-bench.ts';
import { predictorLoader } from './loader.ts';
import { firstLine } from './messages.ts';

export interface MemoryQuestion {
  readonly model: LoadableModel;
  readonly rows: FeatureBatch;
}

export type MemoryAnswer = { readonly bytes: number } | { readonly problem: string };

/** Answer one question about memory, in a process of its own. Resolves to the exit code. */
export async function measureMemory(): Promise<number> {
  const question = await new Promise<MemoryQuestion>((taken) => process.once('message', taken));
  const answer = await measure(question).catch((error: unknown) => ({ problem: firstLine(error) }));
  await new Promise((sent) => process.send?.(answer, sent));
  process.disconnect();
  return 0;
}

/** The runtime is loaded before counting starts: it is the same for both models. */
async function measure({ model, rows }: MemoryQuestion): Promise<MemoryAnswer> {
  const { root, reference, options } = model;
  if (reference.endsWith('.onnx')) await loadOnnxRuntime();
  else await loadTensorFlow({ folders: tensorflowFolders(root) });
  const before = process.memoryUsage.rss();
  const predictor = await predictorLoader().load(root, reference, options);
  await predictor.predict(rows, new AbortController().signal);
  // ru_maxrss is in kibibytes on every system, as libuv reports it.
  const peak = process.resourceUsage().maxRSS * 1024;
  return { bytes: Math.max(0, peak - before) };
}
