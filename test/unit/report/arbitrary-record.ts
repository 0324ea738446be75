import fc from 'fast-check';
import { tableSchema } from '../../../shared/domain/cell.ts';
import { recordSchema, recordVersion, type StepRecord } from '../../../shared/domain/record.ts';
import { type StepName, stepNames } from '../../../shared/domain/step.ts';
import { verdicts } from '../../../shared/domain/verdict.ts';
import { hostileStrings } from '../../fixtures/hostile-strings.ts';

const text = fc.oneof(
  fc.constantFrom(...hostileStrings),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('distance', 'origin = DCA', 'AUC'),
);
const filled = text.map((some) => (some === '' ? 'x' : some));
const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null });
const verdict = fc.constantFrom(...verdicts);
const better = fc.constantFrom('higher' as const, 'lower' as const);
const id = fc.constantFrom('one', 'two', 'metrics', 'columns');
const digest = fc.option(
  fc.constantFrom('a', '7').map((digit) => `sha256:${digit.repeat(64)}`),
  { nil: null },
);

const cell = fc.oneof(
  text,
  number,
  fc.record({ kind: fc.constant('verdict' as const), verdict, text }),
  fc.record({
    kind: fc.constant('sparkline' as const),
    values: fc.array(number, { maxLength: 40 }),
  }),
  fc.record({
    kind: fc.constant('interval' as const),
    low: number,
    value: number,
    high: number,
    better,
  }),
  fc.record({ kind: fc.constant('share' as const), value: number }),
  fc.record({ kind: fc.constant('code' as const), text }),
);
const column = fc.record({
  title: text,
  align: fc.constantFrom('left' as const, 'right' as const, 'center' as const),
});
const table = fc
  .record({
    id,
    title: text,
    note: text,
    folded: fc.boolean(),
    columns: fc.array(column, { minLength: 1, maxLength: 14 }),
    rows: fc.array(fc.array(cell, { maxLength: 15 }), { maxLength: 5 }),
    repeat: fc.constantFrom(0, 1, 1, 60, 400),
  })
  .map(({ repeat, rows, ...rest }) =>
    tableSchema.parse({ ...rest, rows: Array.from({ length: repeat }, () => rows).flat() }),
  );
const metric = fc.record(
  {
    name: filled,
    column: text,
    slice: text,
    unit: text,
    value: number,
    baseline: number,
    delta: number,
    low: number,
    high: number,
    level: fc.constantFrom(0.9, 0.95),
    better,
    verdict,
  },
  { requiredKeys: ['name', 'value'] },
);
const finding = fc.record(
  {
    code: fc.constant('some-code'),
    severity: fc.constantFrom('error' as const, 'warning' as const, 'info' as const),
    message: filled,
    column: text,
    file: text,
    line: fc.integer({ min: 1, max: 99 }),
  },
  { requiredKeys: ['code', 'severity', 'message'] },
);
const series = fc.record({
  id,
  title: text,
  kind: fc.constantFrom('line' as const, 'bar' as const, 'step' as const),
  x: fc.record({ title: text, values: fc.array(fc.oneof(text, fc.integer()), { maxLength: 30 }) }),
  y: fc.record({ title: text }),
  lines: fc.array(fc.record({ name: text, values: fc.array(number, { maxLength: 30 }) }), {
    minLength: 1,
    maxLength: 8,
  }),
});
const time = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

export function arbitraryRecord(step?: StepName): fc.Arbitrary<StepRecord> {
  return fc
    .record({
      schema: fc.constant(recordVersion),
      step: step === undefined ? fc.constantFrom(...stepNames) : fc.constant(step),
      model: filled,
      subject: fc.record({
        commit: fc.option(fc.oneof(text, fc.constant('4be1f0c92d6d0e1a7f5b')), { nil: null }),
        dirty: fc.option(fc.boolean(), { nil: null }),
        data: digest,
        model: digest,
        environment: digest,
      }),
      started: time,
      finished: time,
      verdict,
      summary: filled,
      metrics: fc.array(metric, { maxLength: 12 }),
      findings: fc.array(finding, { maxLength: 6 }),
      tables: fc.array(table, { maxLength: 4 }),
      series: fc.array(series, { maxLength: 2 }),
      artifacts: fc.array(
        fc.record({
          path: text,
          size: fc.nat(),
          sha256: fc.constant('b'.repeat(64)),
        }),
        { maxLength: 4 },
      ),
      inputs: fc.dictionary(text, text, { maxKeys: 3 }),
    })
    .map((record) => recordSchema.parse(record));
}
