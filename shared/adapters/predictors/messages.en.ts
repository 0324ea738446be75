import { type ActionError, externalError, usageError } from '../../kernel/action-error.ts';
import { didYouMean } from '../../kernel/nearest-name.ts';

const accepted =
  'Give an .onnx file, a folder with serve.mjs, one .onnx file or a model.json of TensorFlow.js, or an address of the Open Inference Protocol such as http://host:8080/v2/models/NAME.';

const setFeatures =
  'Name the columns the model was trained on, in its order, in `evaluate.model.features`.';

export function modelNotFound(source: string, cause: unknown): ActionError {
  return usageError('model-not-found', `There is no model at ${source}.`, accepted, cause);
}

export function noModelInFolder(source: string, names: readonly string[]): ActionError {
  const shown = names.slice(0, 8).join(', ');
  const holds = names.length === 0 ? 'is empty' : `holds ${shown}${names.length > 8 ? ', …' : ''}`;
  return usageError('model-not-known', `The folder ${source} ${holds}: no model to ask.`, accepted);
}

export function modelUnreadable(source: string, cause: unknown): ActionError {
  return usageError(
    'model-unreadable',
    `${source} cannot be loaded as a model: ${firstLine(cause)}.`,
    'Check that the file is whole and written by the exporter (not a Git LFS pointer), then run again.',
    cause,
  );
}

export function featureMissing(
  source: string,
  name: string,
  known: readonly string[],
): ActionError {
  return usageError(
    'feature-missing',
    `${source} wants the feature "${name}", and the data has no such column. ${didYouMean(name, known)}`,
    'Give data with the columns the model was trained on, under the same names.',
  );
}

export function featureCountDiffers(
  source: string,
  wanted: number,
  given: readonly string[],
): ActionError {
  return usageError(
    'feature-count-differs',
    `${source} takes ${wanted} ${wanted === 1 ? 'feature' : 'features'} a row, and ${given.length} are given: ${given.join(', ')}.`,
    setFeatures,
  );
}

export function featureNotANumber(source: string, name: string): ActionError {
  return usageError(
    'feature-not-a-number',
    `${source} wants numbers for "${name}", and the data has texts there.`,
    'Encode the column as in training, or name the right columns in `evaluate.model.features`.',
  );
}

export function featureNotWhole(
  source: string,
  name: string,
  value: number | undefined,
): ActionError {
  const what = value === undefined ? 'a row has no value there' : `the data has ${value} there`;
  return usageError(
    'feature-not-whole',
    `${source} wants whole numbers for "${name}", and ${what}.`,
    'Fill or round the column as in training.',
  );
}

export function featureNotSendable(source: string, name: string): ActionError {
  return usageError(
    'feature-not-sendable',
    `The data has a missing or infinite number in "${name}", which a request to ${source} cannot carry: JSON has no such numbers.`,
    'Fill missing values as in training, or judge predictions files instead.',
  );
}

export function tensorTypeUnsupported(source: string, name: string, type: string): ActionError {
  return usageError(
    'tensor-type-unsupported',
    `Input "${name}" of ${source} is a tensor of ${type}, which rows of a table cannot fill.`,
    'Export the model with inputs of numbers (float, double, int64, int32, bool) or texts (string).',
  );
}

export function inputShapeUnsupported(
  source: string,
  name: string,
  shape: readonly unknown[],
): ActionError {
  return usageError(
    'input-shape-unsupported',
    `Input "${name}" of ${source} has shape [${shape.join(', ')}], which rows of a table cannot fill.`,
    'Export the model with one input [rows, features], or one input [rows, 1] for each feature.',
  );
}

export function outputUnclear(source: string, outputs: readonly string[]): ActionError {
  return usageError(
    'output-unclear',
    `${source} has several outputs (${outputs.join(', ')}), and none is plainly the prediction.`,
    'Name it in `evaluate.model.output`.',
  );
}

export function outputUnknown(
  source: string,
  name: string,
  outputs: readonly string[],
): ActionError {
  return usageError(
    'output-unknown',
    `${source} has no output "${name}". ${didYouMean(name, outputs)}`,
    'Correct `evaluate.model.output`.',
  );
}

export function outputIsMap(source: string, name: string): ActionError {
  return usageError(
    'output-is-a-map',
    `Output "${name}" of ${source} is a sequence of maps (ZipMap), which cannot be read.`,
    "Export with plain probabilities: to_onnx(model, X[:1], options={'zipmap': False}).",
  );
}

export function answerMisshapen(
  source: string,
  rows: number,
  shape: readonly number[],
): ActionError {
  return usageError(
    'answer-misshapen',
    `${source} answered ${rows} rows with a tensor of shape [${shape.join(', ')}]: not one answer a row.`,
    'The model must take a batch of rows and answer [rows] or [rows, classes].',
  );
}

export function predictionFailed(source: string, cause: unknown): ActionError {
  return usageError(
    'prediction-failed',
    `${source} could not answer: ${firstLine(cause)}.`,
    `Check that the features are those of training. ${setFeatures}`,
    cause,
  );
}

export function servingEntryInvalid(source: string, cause: unknown): ActionError {
  return usageError(
    'serving-entry-invalid',
    `The model in ${source} cannot be loaded: ${firstLine(cause)}.`,
    'Try it with `mlops deploy-canary`, which loads models in the same way.',
    cause,
  );
}

export function layersModelInvalid(source: string, problem: string): ActionError {
  return usageError(
    'tensorflow-model-invalid',
    `${source} holds a model.json that TensorFlow.js cannot load: ${problem}.`,
    'Save a layers model (model.save), or put a serve.mjs beside it that loads the model; a graph model is best exported to ONNX.',
  );
}

export function addressInvalid(reference: string): ActionError {
  const shown = reference.replace(/\/\/[^/@]*@/u, '//');
  return usageError(
    'endpoint-address',
    `${shown} is no address of a model.`,
    'Write http://host:8080/v2/models/NAME, or …/NAME/versions/VERSION.',
  );
}

export function endpointUnreachable(source: string, problem: string, cause?: unknown): ActionError {
  return externalError(
    'endpoint-unreachable',
    `The endpoint ${source} does not answer: ${problem}.`,
    'Check that the server is up and reachable from this job, and that the model is loaded (GET …/ready).',
    cause,
  );
}

export function endpointRefused(source: string, status: number, said: string): ActionError {
  const quoted = said === '' ? '' : `: ${said}`;
  return status === 404
    ? usageError(
        'endpoint-model-unknown',
        `The endpoint ${source} has no such model (404${quoted}).`,
        'Check the name, and the version where one is given: GET /v2/models/NAME must answer.',
      )
    : externalError(
        'endpoint-refused',
        `The endpoint ${source} refused the request (status ${status}${quoted}).`,
        'Check that the features and their types are those that the model was deployed with.',
      );
}

export function endpointAnswerInvalid(source: string, problem: string): ActionError {
  return externalError(
    'endpoint-answer',
    `The endpoint ${source} does not speak the Open Inference Protocol: ${problem}.`,
    'The address must be that of a V2 REST endpoint (KServe, Triton, MLServer, OpenVINO, the local target).',
  );
}

export function processEnded(source: string, problem: string): ActionError {
  return externalError(
    'model-process-ended',
    `The model ${source} could not be asked: ${problem}.`,
    'Check that its serve.mjs does not end the process, and that the machine has enough memory.',
  );
}

export function memoryNotMeasured(reference: string, problem: string): ActionError {
  return externalError(
    'memory-not-measured',
    `The memory of ${reference} could not be measured: ${problem}.`,
    'Take `memory` out of the policy, or run on a machine where processes can be started.',
  );
}

/** What keeps a model from answering, as the errors above quote it. */
export const problems = {
  ended: (code: number | null): string => `its process ended with ${code ?? 'a signal'}`,
  gone: 'its process is gone',
  tookTooLong: 'it took too long, or the job was stopped',
  notJson: 'its answer is not JSON',
  noAnswer: (seconds: number): string => `no answer within ${seconds} s`,
  nothingListens: 'nothing listens there',
  status: (status: number): string => `status ${status}`,
  noTensor: 'no tensor',
  noValid: (path: string): string => `it has no valid "${path}"`,
  graphModel: 'it is a graph model',
  outside: (path: string): string => `"${path}" lies outside of it`,
  noWeights: (path: string): string => `the weights file "${path}" is missing`,
  modelNotJson: 'it is not JSON',
};

/** One line of whatever was thrown, without the stop that our sentence brings itself. */
export function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  const [line = ''] = text.split('\n');
  return line.slice(0, 300).replace(/[.。]$/u, '');
}
