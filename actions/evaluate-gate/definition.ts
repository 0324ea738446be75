import { defineAction } from '../../shared/kernel/define-action.ts';

export const definition = defineAction({
  name: 'evaluate-gate',
  title: 'Gate',
  question: 'Is it better than the champion, for everyone, for sure?',
  description:
    'Compares the predictions of a challenger and a champion on the same held-out rows, and says better, no worse, worse or inconclusive, with an interval for every number.',
  inputs: {
    challenger: {
      type: 'list',
      required: true,
      description:
        'Predictions of the model under review: CSV, Parquet or JSON lines with the key, a prediction and, unless `data` has it, the label. A file or a glob; several, separated by commas, are one table. Or the model itself, which is asked about `data`: an .onnx file, a model folder (serve.mjs, ONNX or TensorFlow.js), or an address of the Open Inference Protocol (http://host:8080/v2/models/NAME). Also a metrics file: JSON or CSV of names and values, with standard errors or intervals. For the task `scores`: what an evaluation tool wrote, or a table of case, repeat and score. Files may also stand elsewhere: s3://, gs://, https://, .sql files with a query, source:<name> of the configuration.',
      example: 'predictions/challenger.csv',
    },
    champion: {
      type: 'list',
      description:
        "Whom the challenger is measured by: predictions on the same rows, a model (an ONNX file, a folder, an address), a model of the registry (`champion`, `v3`, `flights@champion`, `<registry>@sha256:...`), or a commit that the gate has judged (`git:main`, a SHA, `merge-base`), found in the report directory, the cache, the artifacts of that commit's run or the registry. Default: evaluate.champion of the configuration, then the registry's alias `champion`. Where there is none yet, only floors and ceilings are judged.",
      example: 'predictions/champion.csv',
    },
    data: {
      type: 'list',
      description:
        'Held-out data with the key, joined to the predictions: the label, columns to slice by, and what models are asked about. Default: `data.test` of the model, where the predictions lack what it has.',
      example: 'data/test.parquet',
    },
    label: {
      type: 'string',
      description:
        'The column that holds the truth. Default: the label of the model, else `label`.',
    },
    prediction: {
      type: 'string',
      description:
        'The column that holds the prediction: a probability of the positive class, a class, or a value. Of several classes also the start of a column of probabilities each: `prediction_<class>` or `prediction.<class>`. Default: the prediction of the model, else `prediction`.',
    },
    key: {
      type: 'string',
      description:
        'The column that tells rows apart and joins the files. Default: the key of the model, else `id` or `key`.',
    },
    slices: {
      type: 'list',
      description: 'Columns whose values are judged one by one, worst first.',
      example: 'origin, carrier',
    },
    metrics: {
      type: 'string',
      description:
        'A metrics file of the challenger, judged by `evaluate.custom` beside what is computed from its predictions: JSON or CSV of names and values, with standard errors or intervals. Default: `evaluate.metrics-file`.',
      example: 'metrics/challenger.json',
    },
    policy: {
      type: 'string',
      description:
        'A YAML file with the policy, in the form of the section `evaluate` of the configuration, which it replaces. Thresholds of MLflow, and an EvalConfig of TFMA as JSON or in text format (.pbtxt), are read too.',
      example: 'gate-policy.yml',
    },
  },
  outputs: {
    promote: {
      description: 'true when the challenger may take over: the verdict is pass or warn.',
    },
    metrics: {
      description:
        'JSON: for every metric its value, and where they apply baseline, delta, low, high and verdict.',
    },
  },
  permissions: {
    contents: { access: 'read', reason: 'to read the code and the predictions in the checkout' },
    'pull-requests': { access: 'write', reason: 'to write its section of the comment' },
    checks: { access: 'write', reason: 'to show the step beside the commit; optional' },
    actions: {
      access: 'read',
      reason:
        'to find what it said of the commit of the champion in the artifacts of earlier runs; optional, for a champion that is a revision',
    },
  },
  keeps: ['history'],
});
