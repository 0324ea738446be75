import type { StepRecord } from '../../shared/domain/record.ts';
import type { RunningStep } from '../../shared/report/running.ts';
import { commit, compared, data, drift, gate, makeRecord, training } from './records.ts';

/** States that are rarer than a verdict, or that test the layout. */
const olderCommit = 'a7c31e5508b2f6d94c1e0b7a3f2d8c6e5b4a3f21';
const ofOlderCommit = (record: StepRecord): StepRecord => ({
  ...record,
  subject: { ...record.subject, commit: olderCommit },
  started: '2026-01-31T11:00:00.000Z',
  finished: '2026-01-31T11:03:00.000Z',
});

const lost = makeRecord({
  step: 'evaluate-gate',
  verdict: 'fail',
  summary: 'worse than the champion: AUC 0.6611 → 0.6402, beyond the allowed −0.0020.',
  metrics: [compared('auc', 0.6611, 0.6402, { low: -0.0236, high: -0.0182, verdict: 'fail' })],
});

const insufficient = makeRecord({
  step: 'evaluate-gate',
  verdict: 'inconclusive',
  summary: 'too few labels: 38 rows have one, and no metric can be judged below 200.',
  metrics: [
    { name: 'auc', value: null, better: 'higher', verdict: 'inconclusive' },
    { name: 'log-loss', value: null, better: 'lower', verdict: 'inconclusive' },
  ],
  findings: [
    {
      code: 'too-few-rows',
      severity: 'error',
      message: 'Of 9,120 rows 38 have a label. Wait for more labels, or widen the test window.',
      file: 'mlops.yml',
      line: 21,
    },
  ],
});

const rolledBack = makeRecord(
  {
    step: 'deploy-canary',
    verdict: 'fail',
    summary: 'rolled back to v7 at 5 %: errors 0.41 % → 2.90 %, at most +0.50 % is allowed.',
    finished: '2026-01-31T14:06:40.000Z',
    metrics: [
      compared('error-rate', 0.41, 2.9, {
        low: 1.9,
        high: 3.1,
        unit: '%',
        better: 'lower',
        verdict: 'fail',
      }),
      compared('p99-latency', 41, 44, { low: -1, high: 7, unit: 'ms', better: 'lower' }),
    ],
    findings: [
      {
        code: 'errors-rose',
        severity: 'error',
        message: 'Errors rose from 0.41 % to 2.90 % of 12,400 requests; +0.50 % is allowed.',
        file: 'mlops.yml',
        line: 31,
      },
      {
        code: 'rolled-back',
        severity: 'info',
        message: 'All traffic is on v7 again, confirmed by the target 1.2 s after the decision.',
      },
    ],
    series: [
      {
        id: 'errors',
        title: 'Errors by minute',
        kind: 'line',
        x: { title: 'minute', values: [1, 2, 3, 4, 5, 6] },
        y: { title: 'errors in %' },
        lines: [
          { name: 'stable', values: [0.4, 0.4, 0.42, 0.41, 0.4, 0.41] },
          { name: 'canary', values: [0.4, 0.9, 1.8, 2.6, 2.9, null] },
        ],
      },
    ],
  },
  [
    {
      id: 'steps',
      title: 'Steps',
      columns: [{ title: 'time' }, { title: 'weight', align: 'right' }, { title: 'what' }],
      rows: [
        ['14:03:40', '5 %', { kind: 'verdict', verdict: 'pass', text: 'started' }],
        ['14:06:38', '5 %', { kind: 'verdict', verdict: 'fail', text: 'errors beyond the limit' }],
        ['14:06:40', '0 %', { kind: 'verdict', verdict: 'pass', text: 'rolled back' }],
      ],
    },
  ],
);

/** A table of drift whose names are of another script. */
function driftOf(
  model: string,
  summary: string,
  names: readonly string[],
  message: string,
): StepRecord {
  const [first = ''] = names;
  return makeRecord(
    {
      step: 'drift-report',
      model,
      verdict: 'warn',
      summary,
      findings: [{ code: 'column-drifted', severity: 'warning', column: first, message }],
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
          { title: 'verdict' },
        ],
        rows: names.map((name, index) => [
          { kind: 'code', text: name },
          { kind: 'sparkline', values: [1, 3, 8, 9, 6, 3, 2, 1] },
          { kind: 'sparkline', values: [1, 2, 5, 8, 9, 6, 3, 2].map((v) => v + (index % 2)) },
          0.2 / (index + 1),
          { kind: 'verdict', verdict: index === 0 ? 'warn' : 'pass' },
        ]),
      },
    ],
  );
}

const arabic = driftOf(
  'رحلات',
  'تغيّر عمود واحد من 3: المسافة، PSI 0.200 (الحد 0.100).',
  ['المسافة', 'ساعة_الإقلاع 12', 'مطار origin (رمز)', 'תאריך'],
  'Moved most: column תאריך, 12 rows, then column المسافة, 3 rows; 40 % of them are new.',
);
const chinese = driftOf(
  '航班延误预测',
  '3 列中有 1 列发生漂移：飞行距离，PSI 0.200（上限 0.100）。',
  ['飞行距离', '起飞时刻', '始发机场（三字码）'],
  '飞行距离分布右移，请确认是否新增了航线。',
);

/** A table with a column for each of 300 columns of the data. */
const threeHundred = makeRecord(
  {
    step: 'data-validate',
    verdict: 'fail',
    summary: '300 columns, 2 of them not as agreed.',
    findings: [
      {
        code: 'type-changed',
        severity: 'error',
        column: 'feature_with_a_rather_long_name_that_no_line_of_a_phone_can_hold_017',
        message: 'It held numbers and now holds text, in 1,204 of 90,000 rows.',
      },
    ],
  },
  [
    {
      id: 'sample',
      title: 'Sample',
      columns: Array.from({ length: 300 }, (_, index) => ({ title: `feature_${index}` })),
      rows: [0, 1, 2].map((row) =>
        Array.from({ length: 300 }, (_, index) => (index * 7 + row * 13) % 97),
      ),
    },
  ],
);

export const unusualStates: Readonly<Record<string, readonly StepRecord[]>> = {
  'insufficient-data': [data, training, insufficient],
  rollback: [data, training, gate, rolledBack],
  running: [data, training],
  superseded: [...[data, training, lost, drift].map(ofOlderCommit), data],
  'right-to-left': [arabic],
  chinese: [chinese],
  'columns-300': [threeHundred],
};

/** The states in which a further step is under way. */
export const underWay: Readonly<Record<string, RunningStep>> = {
  running: { step: 'evaluate-gate', since: new Date('2026-01-31T14:01:20Z'), commit },
};
