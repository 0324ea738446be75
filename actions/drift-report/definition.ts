import { defineAction } from '../../shared/kernel/define-action.ts';
import { methodNames } from './compatibility/names.ts';

export const definition = defineAction({
  name: 'drift-report',
  title: 'Drift',
  question: 'Is the world still the one the model was trained on?',
  description:
    'Compares current data with reference data column by column and says which columns moved, by how much, and how sure that is.',
  inputs: {
    reference: {
      type: 'list',
      description:
        "Files that stand for the world the model learned, or a profile written from them. Defaults to the model's data.reference, else data.train.",
      example: 'data/train/*.parquet',
    },
    current: {
      type: 'list',
      description: "Files that stand for the world now. Defaults to the model's data.current.",
      example: 'data/current.parquet',
    },
    columns: {
      type: 'list',
      description: 'The columns to watch. Defaults to every column both sides have.',
    },
    label: {
      type: 'string',
      description:
        "The column that holds the truth; it is watched as important. Defaults to the model's label.",
    },
    prediction: {
      type: 'string',
      description:
        "The column that holds the prediction; it is watched as important. Defaults to the model's prediction.",
    },
    time: {
      type: 'string',
      description:
        "The date or timestamp column that splits the current data into windows (days, weeks, months or quarters, whichever gives a readable number), each compared with the reference. Defaults to the model's time.",
    },
    profile: {
      type: 'string',
      description:
        'Write the counts of the reference to this file, for later runs to name as their reference: rows are then read no more. It holds no row, and of columns with more than 50 different values only fingerprints.',
      example: 'models/flights.profile.json',
    },
    history: {
      type: 'string',
      default: 'auto',
      description:
        "Where the counts and figures of earlier windows are kept for the timeline, for trends and for drift.baseline: a file, auto (the report directory, and the host's cache where it has one), or off.",
      example: 'monitoring/flights.jsonl',
    },
    notify: {
      type: 'enum',
      options: ['auto', 'always', 'never'],
      default: 'auto',
      description:
        'Whether to act on an alert (channels, issue, rollback, retraining): auto acts in jobs of a forge that belong to no pull or merge request.',
    },
    'metrics-file': {
      type: 'string',
      description:
        'Also write every figure as OpenMetrics to this file, for a collector such as the textfile collector of the Prometheus node exporter.',
      example: '/var/lib/prometheus/node-exporter/flights-drift.prom',
    },
    pushgateway: {
      type: 'string',
      secret: true,
      description:
        'Also push every figure to the Prometheus Pushgateway at this address. It may hold a user name and password.',
      example: 'http://pushgateway:9091',
    },
    follow: {
      type: 'boolean',
      default: false,
      description:
        'Read rows as they come and report each window once it is over, until the run is stopped: current is then a growing file (.csv or .jsonl), a folder that gets files, or - for JSON lines on standard input.',
    },
    window: {
      type: 'enum',
      options: ['auto', 'hour', 'day', 'week', 'month', 'quarter', 'year'],
      default: 'auto',
      description:
        'The length of a window. auto: whichever gives a readable number; with follow, an hour.',
    },
    method: {
      type: 'enum',
      options: methodNames,
      description:
        "The measure of how far a column moved. Defaults to the model's drift.method, else psi, the best known; each has its own limit. A name with a tool in front gives that tool's own number and verdict, for comparison with it.",
    },
  },
  outputs: {
    rollback: {
      description:
        'true when the policy wants the model rolled back: run deploy-canary with mode rollback then. Else false.',
    },
    'issue-url': { description: "Address of the model's drift issue, where there is one." },
    alert: { description: 'none, p2, p1 or p0: how urgent the drift is, p0 the most.' },
    'drifted-columns': { description: 'Names of the drifted columns as a JSON list, worst first.' },
    retrain: {
      description:
        'true when an important column (label, prediction, or marked high) drifted, performance dropped or the errors of the model rose, and no column is broken (gone, emptied, stuck, full of missing or unknown values): the world moved, and the new data can be learned from. With drift.retrain in the configuration, only when retraining is also worth its cost. Else false.',
    },
  },
  permissions: {
    contents: { access: 'read', reason: 'to read the data and the configuration' },
    'pull-requests': { access: 'write', reason: 'to write the comment' },
    checks: { access: 'write', reason: 'to show the step beside the commit; optional' },
    issues: { access: 'write', reason: "to keep the model's drift issue" },
  },
  keeps: ['drift-history', 'alerts'],
});
