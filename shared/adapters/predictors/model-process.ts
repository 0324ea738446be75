import type { FeatureBatch } from '../../domain/prediction.ts';
import { ActionError, type ActionErrorOptions } from '../../kernel/action-error.ts';
import { loadOnnxRuntime } from '../../native/onnxruntime.ts';
import { loadTensorFlow, tensorflowFolders } from '../../native/tensorflow.ts';
import type { LoadableModel } from '../../ports/model-bench.ts';
import type { Predictor } from '../../ports/predictor.ts';
import { predictorLoader } from './loader.ts';
import { firstLine } from './messages.ts';

export type ModelQuestion =
  | { readonly kind: 'load'; readonly model: LoadableModel }
  | { readonly kind: 'predict'; readonly batch: FeatureBatch }
  /** By how many bytes this process grows. */
  | { readonly kind: 'memory'; readonly model: LoadableModel; readonly rows: FeatureBatch };

/** A value: what a model says of itself, a batch of predictions, or bytes. */
export type ModelAnswer = { readonly value: unknown } | { readonly error: ActionErrorOptions };

/** A model without what cannot be sent. */
export type ToldModel = Omit<Predictor, 'predict' | 'close'>;

/** Answer questions about one model until the process that asks is gone. */
export function answerAboutModels(): Promise<never> {
  let model: Predictor | undefined;
  // One after the other: who asks tells the answers apart by their order.
  let turn = Promise.resolve();
  process.on('disconnect', () => process.exit(0));
  process.on('message', (question: ModelQuestion) => {
    turn = turn
      .then(() =>
        answerTo(question, model, (loaded) => {
          model = loaded;
        }),
      )
      .then(
        (value) => tell({ value }),
        (error: unknown) => tell({ error: optionsOf(error) }),
      );
  });
  return new Promise<never>(() => undefined);
}

function tell(answer: ModelAnswer): void {
  process.send?.(answer);
}

async function answerTo(
  question: ModelQuestion,
  model: Predictor | undefined,
  keep: (loaded: Predictor) => void,
): Promise<unknown> {
  switch (question.kind) {
    case 'load': {
      const loaded = await load(question.model);
      keep(loaded);
      const { predict: _, close: __, ...told } = loaded;
      return told;
    }
    case 'predict':
      return model?.predict(question.batch, new AbortController().signal);
    case 'memory':
      return measureMemory(question.model, question.rows);
  }
}

function load({ root, reference, options }: LoadableModel): Promise<Predictor> {
  return predictorLoader().load(root, reference, options);
}

/** The runtime is loaded before counting starts: it is the same for both models. */
async function measureMemory(model: LoadableModel, rows: FeatureBatch): Promise<number> {
  if (model.reference.endsWith('.onnx')) await loadOnnxRuntime();
  else await loadTensorFlow({ folders: tensorflowFolders(model.root) });
  const before = process.memoryUsage.rss();
  const predictor = await load(model);
  await predictor.predict(rows, new AbortController().signal);
  // ru_maxrss is in kibibytes on every system, as libuv reports it.
  const peak = process.resourceUsage().maxRSS * 1024;
  return Math.max(0, peak - before);
}

/** An error as it can be sent. What is none of ours is the model's code failing. */
function optionsOf(error: unknown): ActionErrorOptions {
  if (!(error instanceof ActionError)) {
    return { code: 'prediction-failed', message: `${firstLine(error)}.`, kind: 'usage' };
  }
  const { code, message, hint, kind } = error;
  return { code, message, kind, ...(hint === undefined ? {} : { hint }) };
}
