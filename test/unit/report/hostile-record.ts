import type { StepRecord } from '../../../shared/domain/record.ts';
import type { StepName } from '../../../shared/domain/step.ts';
import { makeRecord } from '../../gallery/states.ts';

/** A record that carries a string in every field that can hold one. */
export function recordOf(text: string, step: StepName = 'drift-report'): StepRecord {
  const some = text === '' ? ' ' : text;
  return makeRecord(
    {
      step,
      model: some,
      verdict: 'fail',
      summary: some,
      subject: { commit: some, dirty: true, data: null, model: null, environment: null },
      metrics: [
        { name: some, column: some, slice: some, unit: some, value: 1, verdict: 'fail' },
        { name: some, column: some, value: 2, baseline: 1, delta: 1, low: 0, high: 2, unit: some },
      ],
      findings: [
        { code: 'x', severity: 'error', message: some, column: some, file: some, line: 3 },
        { code: 'y', severity: 'warning', message: some, evidence: { [some]: some } },
      ],
      series: [
        {
          id: 'one',
          title: some,
          kind: 'line',
          x: { title: some, values: [some, 'b', 'c'] },
          y: { title: some },
          lines: [
            { name: some, values: [1, null, 3] },
            { name: 'other', values: [2, 1, 0] },
          ],
        },
      ],
      artifacts: [{ path: some, size: 1, sha256: 'a'.repeat(64) }],
      inputs: { [some]: some, list: [some] },
    },
    [false, true].map((folded) => ({
      id: 'one',
      title: some,
      note: some,
      folded,
      columns: [
        { title: some, unit: some },
        { title: 'b', align: 'center' },
        { title: 'c', align: 'right', unit: some },
      ],
      rows: [
        [some, { kind: 'code', text: some }, 1],
        [{ kind: 'verdict', verdict: 'fail', text: some }, { kind: 'share', value: 0.5 }, null],
      ],
    })),
  );
}

/** A record with many strings at once, each as a model, column, category, metric, branch and file. */
export function recordOfMany(
  texts: readonly string[],
  step: StepName = 'drift-report',
): StepRecord {
  const some = texts.map((text) => (text === '' ? ' ' : text));
  const [first = ' '] = some;
  return makeRecord(
    {
      step,
      model: first,
      verdict: 'fail',
      summary: first,
      subject: { commit: first, dirty: true, data: null, model: null, environment: null },
      metrics: some.flatMap((name) => [
        { name, value: 1, verdict: 'fail' as const },
        { name: 'auc', column: name, slice: name, value: 2, baseline: 1, delta: 1 },
      ]),
      findings: some.map((text) => ({
        code: 'x',
        severity: 'error' as const,
        message: `on branch ${text}: `,
        column: text,
        file: text,
        line: 1,
      })),
    },
    [
      {
        id: 'one',
        title: first,
        columns: [{ title: 'column' }, { title: first }, { title: 'verdict' }],
        rows: some.map((text) => [
          { kind: 'code', text },
          text,
          { kind: 'verdict', verdict: 'fail', text },
        ]),
      },
    ],
  );
}
