import type { StepRecord } from '../../shared/domain/record.ts';
import {
  commit,
  compared,
  data,
  drift,
  gate,
  makeRecord,
  registry,
  sliceTable,
  training,
} from './records.ts';

import { unusualStates } from './unusual-states.ts';

export * from './records.ts';

export const worseGate = makeRecord(
  {
    step: 'evaluate-gate',
    verdict: 'fail',
    summary: 'worse than the champion: AUC 0.6611 → 0.6402, beyond the allowed −0.0020.',
    metrics: [
      compared('accuracy', 0.7902, 0.7911, { low: 0.0001, high: 0.0017 }),
      compared('auc', 0.6611, 0.6402, { low: -0.0236, high: -0.0182, verdict: 'fail' }),
      compared('log-loss', 0.5104, 0.5131, {
        low: -0.0004,
        high: 0.0058,
        better: 'lower',
        verdict: 'inconclusive',
      }),
    ],
    findings: [
      {
        code: 'metric-regressed',
        severity: 'error',
        message:
          'AUC fell by 0.0209 (95 % interval −0.0236 to −0.0182); at most 0.0020 is allowed.',
        file: 'mlops.yml',
        line: 14,
      },
      {
        code: 'label-leak',
        severity: 'warning',
        column: 'arrival_delay',
        message:
          'This column predicts the label almost alone (AUC 0.998) and is not known before departure.',
      },
    ],
  },
  [sliceTable],
);

export const undecidedGate = makeRecord({
  step: 'evaluate-gate',
  verdict: 'inconclusive',
  summary:
    'not decided: AUC +0.0011 on 2,100 flights could be a loss of 0.0090; 31,000 rows would decide.',
  metrics: [
    compared('auc', 0.6611, 0.6622, { low: -0.009, high: 0.0112, verdict: 'inconclusive' }),
    compared('accuracy', 0.7902, 0.7899, { low: -0.0091, high: 0.0085, verdict: 'inconclusive' }),
  ],
});

export const firstGate = makeRecord({
  step: 'evaluate-gate',
  summary: 'no champion yet: AUC 0.6611 is above the floor of 0.6000, so this becomes the first.',
  metrics: [
    {
      name: 'auc',
      value: 0.6611,
      low: 0.6589,
      high: 0.6633,
      level: 0.95,
      better: 'higher',
      verdict: 'pass',
    },
    { name: 'log-loss', value: 0.5104, better: 'lower', verdict: 'pass' },
    { name: 'accuracy', value: 0.7902, better: 'higher' },
  ],
});

export const brokenTraining = makeRecord({
  step: 'train-on-gpu-runner',
  verdict: 'fail',
  summary: 'The training command ended with exit code 1 after 12 s.',
  subject: { commit, dirty: true, data: null, model: null, environment: null },
  findings: [
    {
      code: 'command-failed',
      severity: 'error',
      message:
        'python train.py ended with exit code 1: KeyError: "delay". The data has no column delay; did you mean delayed?',
      file: 'train.py',
      line: 41,
    },
  ],
});

const hostile = '@everyone <img src=x> | [x](javascript:1)';
export const hostileDrift = makeRecord(
  {
    step: 'drift-report',
    model: hostile,
    verdict: 'fail',
    summary: `${hostile} moved; see https://evil.example/?q=1 or www.evil.example #1 !2 ~bug`,
    findings: [
      {
        code: 'column-drifted',
        severity: 'error',
        column: hostile,
        message: `/close ${hostile} \`\`\``,
      },
      {
        code: 'note',
        severity: 'info',
        message: '</details></table><h1>free</h1> <!-- --> 4be1f0c92d6d0e1a',
      },
    ],
    metrics: [{ name: hostile, column: '`|\\', value: 1, verdict: 'fail' }],
  },
  [
    {
      id: 'columns',
      title: hostile,
      columns: [{ title: 'column' }, { title: hostile }, { title: 'verdict' }],
      rows: [
        [
          { kind: 'code', text: hostile },
          'a | b \\| c',
          { kind: 'verdict', verdict: 'fail', text: hostile },
        ],
        [
          { kind: 'code', text: '`` ` ``' },
          'user@example.com',
          { kind: 'verdict', verdict: 'pass' },
        ],
        ['\u202eevil\u0000\u200b', 'مرحبا بالعالم', '航班延误'],
      ],
    },
  ],
);

export const wideDrift = makeRecord(
  {
    step: 'drift-report',
    verdict: 'fail',
    summary: '37 of 300 columns moved, 4 of them important.',
  },
  [
    {
      id: 'columns',
      title: 'Columns',
      columns: [
        { title: 'column' },
        { title: 'reference', align: 'center' },
        { title: 'current', align: 'center' },
        { title: 'PSI', align: 'right', digits: 3 },
        { title: 'missing', align: 'right' },
        { title: 'verdict' },
      ],
      rows: Array.from({ length: 300 }, (_, index) => [
        { kind: 'code' as const, text: `feature_${index}` },
        { kind: 'sparkline' as const, values: [1, 3, 8, 9, 6, 3, 2, 1] },
        {
          kind: 'sparkline' as const,
          values: [1, 2, 5, 8, 9, 6, 3, 2].map((v, i) => v + ((index + i) % 3)),
        },
        0.9 / (index + 1),
        { kind: 'share' as const, value: 0.2 / (index + 2) },
        { kind: 'verdict' as const, verdict: index < 37 ? ('fail' as const) : ('pass' as const) },
      ]),
    },
  ],
);

/** Each state of the comment: the records that were merged into it, in order of arrival. */
export const states: Readonly<Record<string, readonly StepRecord[]>> = {
  pass: [data, training, gate, registry, drift],
  fail: [data, training, worseGate],
  inconclusive: [data, training, undecidedGate],
  'no-champion': [data, firstGate],
  error: [data, brokenTraining],
  hostile: [hostileDrift],
  huge: [data, gate, wideDrift],
  ...unusualStates,
};
