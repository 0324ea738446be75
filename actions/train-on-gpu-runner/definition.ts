import { defineAction } from '../../shared/kernel/define-action.ts';

export const definition = defineAction({
  name: 'train-on-gpu-runner',
  title: 'Training',
  question: 'Which model does this code and data give?',
  description:
    'Trains a model with your own command, in any language, or with a JavaScript module on TensorFlow.js, and records the parameters, metrics, environment, GPU use and model files with their digests.',
  inputs: {
    command: {
      type: 'string',
      description:
        'The command line that trains the model, run in a shell. It finds its parameters, data and places to write in the variables MLOPS_PARAMS_FILE, MLOPS_DATA_FILE, MLOPS_SEED, MLOPS_METRICS_FILE, MLOPS_MODEL_DIR and MLOPS_PREDICTIONS_FILE.',
      example: 'python train.py',
    },
    entry: {
      type: 'string',
      description:
        'Instead of a command: a JavaScript module that exports train(task) and is handed TensorFlow.js on the best backend of this machine (tfjs-node-gpu, tfjs-node, else WebAssembly).',
      example: 'train.js',
    },
    params: {
      type: 'map',
      description:
        'Parameters for the training code. They are added to those of the configuration and win over them.',
      example: '{ rate: 0.1, epochs: 5 }',
    },
    data: {
      type: 'list',
      description:
        'The files to learn from: paths, globs or directories; also addresses with s3://, gs:// or https://, .sql files with a query, and source:<name> of the configuration. Default: `data.train` of the model.',
      example: 'data/train/*.parquet',
    },
    seed: {
      type: 'number',
      integer: true,
      min: 0,
      max: 4294967295,
      description:
        'The seed handed to the training code. Default: `train.seed` of the model, else 0.',
    },
    engine: {
      type: 'enum',
      options: ['local'],
      default: 'local',
      description: 'Where the training runs. local: on the machine of this job.',
    },
    'price-per-hour': {
      type: 'string',
      pattern: '\\d+(\\.\\d+)?( [A-Z]{3})?',
      accepts: 'a price with an optional currency, as 2.49 or 2.49 EUR,',
      description:
        'What an hour of this machine costs; the record then says what the training cost.',
      example: '2.49 EUR',
    },
    'timeout-minutes': {
      type: 'number',
      min: 0.001,
      max: 10080,
      default: 360,
      description: 'The training is stopped and fails when it takes longer than this.',
    },
    reproduce: {
      type: 'string',
      pattern: 'sha256:[0-9a-f]{64}',
      accepts: 'the digest of a model, as sha256: and 64 hex digits,',
      description:
        'The digest of the model that the record in the report directory describes. It is trained again from that record, and the step says whether the files are the same to the byte.',
    },
  },
  outputs: {
    'model-dir': { description: 'The folder that holds the model files.' },
    'model-digest': {
      description: 'The identity of the model: its files, code, data, parameters and environment.',
    },
    metrics: { description: 'JSON: the final metrics by name.' },
  },
  permissions: {
    contents: { access: 'read', reason: 'to read the training code in the checkout' },
    'pull-requests': { access: 'write', reason: 'to write its section of the comment' },
    checks: { access: 'write', reason: 'to show the step beside the commit; optional' },
  },
});

export type TrainingDefinition = typeof definition;
