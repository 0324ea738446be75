import { type TableInput, tableSchema } from '../../shared/domain/cell.ts';
import { type Metric, recordVersion, type StepRecord } from '../../shared/domain/record.ts';

/** Made-up but plausible records for the gallery and the tests of the reports. */
export const commit = '4be1f0c92d6d0e1a7f5bd0f3c8b7a6e5d4c3b2a1';
export const hex = (seed: string): string => seed.repeat(64).slice(0, 64);

type Some = Partial<Omit<StepRecord, 'tables'>> & Pick<StepRecord, 'step'>;

export function makeRecord(some: Some, tables: readonly TableInput[] = []): StepRecord {
  return {
    schema: recordVersion,
    model: 'flights',
    subject: {
      commit,
      dirty: false,
      data: `sha256:${hex('91ab07')}`,
      model: `sha256:${hex('3f9ac1')}`,
      environment: `sha256:${hex('77d0e2')}`,
    },
    started: '2026-01-31T14:00:00.000Z',
    finished: '2026-01-31T14:00:07.200Z',
    verdict: 'pass',
    summary: 'All is well.',
    metrics: [],
    findings: [],
    series: [],
    artifacts: [],
    inputs: {},
    ...some,
    tables: tables.map((table) => tableSchema.parse(table)),
  };
}

export const compared = (
  name: string,
  baseline: number,
  value: number,
  rest: Partial<Metric>,
): Metric => ({
  name,
  baseline,
  value,
  delta: value - baseline,
  level: 0.95,
  better: 'higher',
  verdict: 'pass',
  ...rest,
});

export const data = makeRecord(
  {
    step: 'data-validate',
    summary: '41 checks on 1,432,120 rows, none failed.',
    finished: '2026-01-31T14:00:03.400Z',
  },
  [
    {
      id: 'checks',
      title: 'Checks',
      columns: [
        { title: 'check' },
        { title: 'column' },
        { title: 'accepted' },
        { title: 'found', align: 'right' },
        { title: 'verdict' },
      ],
      rows: [
        ['row count', null, '1,000,000 or more', 1_432_120, { kind: 'verdict', verdict: 'pass' }],
        [
          'not null',
          { kind: 'code', text: 'delay' },
          'no missing value',
          0,
          { kind: 'verdict', verdict: 'pass' },
        ],
        [
          'range',
          { kind: 'code', text: 'distance' },
          '1 to 6,000',
          '21 to 4,962',
          { kind: 'verdict', verdict: 'pass' },
        ],
        [
          'unique',
          { kind: 'code', text: 'id' },
          'no value twice',
          0,
          { kind: 'verdict', verdict: 'pass' },
        ],
        [
          'allowed values',
          { kind: 'code', text: 'origin' },
          '347 airports',
          347,
          { kind: 'verdict', verdict: 'pass' },
        ],
      ],
    },
  ],
);

const losses = [
  0.631, 0.571, 0.548, 0.536, 0.528, 0.522, 0.519, 0.5165, 0.515, 0.514, 0.5134, 0.513,
];
export const training = makeRecord({
  step: 'train-on-gpu-runner',
  summary: 'Trained 12 epochs in 3 min 41 s; validation loss 0.5021, repeatable with seed 7.',
  finished: '2026-01-31T14:03:41.000Z',
  metrics: [
    { name: 'log-loss', value: 0.5021, better: 'lower', verdict: 'pass' },
    { name: 'gpu-busy', value: 88, unit: '%' },
    { name: 'cost', value: 0.41, unit: '€' },
  ],
  series: [
    {
      id: 'loss',
      title: 'Loss by epoch',
      kind: 'line',
      x: { title: 'epoch', values: losses.map((_, index) => index + 1) },
      y: { title: 'log loss' },
      lines: [
        { name: 'training', values: losses },
        { name: 'validation', values: losses.map((loss, index) => loss * 0.975 + index * 0.0012) },
      ],
    },
  ],
  artifacts: [
    { path: 'model/model.json', size: 12_408, sha256: hex('3f9a') },
    { path: 'model/weights.bin', size: 3_402_112, sha256: hex('b1c2') },
  ],
});

const slices: readonly [
  name: string,
  rows: number,
  auc: number,
  low: number,
  value: number,
  high: number,
][] = [
  ['origin = DCA', 9120, 0.641, -0.0079, -0.0011, 0.0057],
  ['hour = 05', 3377, 0.622, -0.0103, 0.0004, 0.0111],
  ['origin = BOS', 8954, 0.655, -0.0048, 0.0017, 0.0082],
  ['origin = LAX', 12_044, 0.668, 0.0011, 0.0061, 0.0111],
  ['origin = ORD', 20_510, 0.671, 0.0052, 0.0098, 0.0144],
];
export const sliceTable: TableInput = {
  id: 'slices',
  title: 'Slices',
  note: 'worst 5 of 48, none beyond the allowed change',
  folded: true,
  columns: [
    { title: 'slice' },
    { title: 'rows', align: 'right' },
    { title: 'AUC', align: 'right', digits: 3 },
    { title: 'change', align: 'right', digits: 4, signed: true },
    { title: 'worse ◂ 95 % interval ▸ better', align: 'center' },
  ],
  rows: slices.map(([name, rows, auc, low, value, high]) => [
    { kind: 'code', text: name },
    rows,
    auc,
    value,
    { kind: 'interval', low, value, high, allowed: 0.01, better: 'higher' },
  ]),
};

export const gate = makeRecord(
  {
    step: 'evaluate-gate',
    summary: 'better than the champion on 412,033 held-out flights, no slice lost.',
    finished: '2026-01-31T14:03:52.000Z',
    metrics: [
      compared('auc', 0.6611, 0.6732, { low: 0.0098, high: 0.0144 }),
      compared('log-loss', 0.5104, 0.5021, { low: -0.0102, high: -0.0064, better: 'lower' }),
      compared('accuracy', 0.7902, 0.7899, { low: -0.0011, high: 0.0005 }),
      compared('p99-latency', 4.1, 4.6, {
        low: 0.3,
        high: 0.7,
        better: 'lower',
        unit: 'ms',
        verdict: 'warn',
      }),
    ],
  },
  [sliceTable],
);

export const registry = makeRecord(
  {
    step: 'register-model',
    summary: 'flights v8 is registered and becomes champion on merge.',
    finished: '2026-01-31T14:03:54.000Z',
  },
  [
    {
      id: 'version',
      title: 'Version',
      columns: [{ title: 'what' }, { title: 'which' }],
      rows: [
        ['reference', { kind: 'code', text: '.mlops/registry:flights@v8' }],
        ['follows', { kind: 'code', text: 'v7' }],
      ],
    },
  ],
);

const histograms: readonly [string, number[], number[], number, number, 'pass' | 'warn'][] = [
  ['distance', [2, 5, 9, 7, 4, 2, 1, 1], [1, 4, 7, 9, 7, 4, 2, 1], 0.131, 0.34, 'warn'],
  ['hour', [1, 2, 6, 8, 8, 7, 6, 2], [1, 2, 6, 8, 8, 7, 5, 2], 0.003, 0.02, 'pass'],
  ['origin', [9, 7, 4, 3, 2, 2, 1, 1], [9, 7, 4, 3, 2, 2, 1, 1], 0.001, 0.0, 'pass'],
];
export const drift = makeRecord(
  {
    step: 'drift-report',
    verdict: 'warn',
    summary: '1 of 9 columns moved: distance, PSI 0.131 (lower bound 0.118, limit 0.100).',
    finished: '2026-01-31T14:03:59.000Z',
    findings: [
      {
        code: 'column-drifted',
        severity: 'warning',
        column: 'distance',
        message: 'The distances moved by +0.34 σ; check whether new routes were added.',
      },
    ],
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
        { title: 'moved by', align: 'right', signed: true, unit: 'σ' },
        { title: 'missing', align: 'right' },
        { title: 'verdict' },
      ],
      rows: histograms.map(([name, reference, current, psi, moved, verdict]) => [
        { kind: 'code', text: name },
        { kind: 'sparkline', values: reference },
        { kind: 'sparkline', values: current },
        psi,
        moved,
        { kind: 'share', value: 0 },
        { kind: 'verdict', verdict, text: verdict === 'warn' ? 'drift (P2)' : 'steady' },
      ]),
    },
  ],
);
