import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderSummary } from '../../../shared/report/markdown.ts';
import { recordTables } from '../../../shared/report/metric-tables.ts';
import { forgeHtml } from '../../gallery/forge-html.ts';
import * as gallery from '../../gallery/states.ts';
import { makeRecord } from '../../gallery/states.ts';
import { arbitraryRecord } from './arbitrary-record.ts';
import { readMarkup } from './markup.ts';

const limit = 1_048_576;

test('a job summary has the verdict, the number, the tables and the evidence', () => {
  const summary = renderSummary(gallery.gate, { limit });
  expect(summary).toMatch(/^## Gate: ✅ pass · flights\n\nbetter than the champion/u);
  expect(summary).toContain('**AUC +0.0121** (95 % interval +0.0098 to +0.0144');
  expect(summary).toContain('| ✅\u00a0AUC | 0.6611 | 0.6732 | +0.0121 |');
  expect(summary).toContain('`mlops evaluate-gate --model flights`');
  expect(summary).toContain(`sha256:${'91ab07'.repeat(11).slice(0, 64)}`);
});

test('any record fits, counted in bytes', () => {
  fc.assert(
    fc.property(arbitraryRecord(), fc.integer({ min: 12_000, max: 60_000 }), (record, small) => {
      const summary = renderSummary(record, { limit: small });
      expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(small);
      expect(readMarkup(forgeHtml(summary)).unbalanced).toEqual([]);
    }),
    { seed: 14, numRuns: 12 },
  );
});

test('a first run shows values with their intervals', () => {
  const [table] = recordTables(gallery.firstGate);
  expect(table?.columns.map(({ title }) => title)).toEqual([
    'metric',
    'value',
    'interval',
    'verdict',
  ]);
  expect(table?.rows[0]?.slice(0, 3)).toEqual(['AUC', '0.6611', '0.6589 to 0.6633']);
});

test('what could not be computed is shown as missing, not as zero', () => {
  const metrics = [{ name: 'auc', value: null, baseline: 0.6611, verdict: 'fail' as const }];
  const summary = renderSummary(makeRecord({ step: 'evaluate-gate', metrics }), { limit });
  expect(summary).toContain('| ❌\u00a0AUC | 0.6611 | – | – | – | fail |');
});

test('a table of metrics drawn by the step stands instead of ours', () => {
  const own = { id: 'metrics', title: 'Own', columns: [{ title: 'metric' }], rows: [['AUC']] };
  const ids = recordTables(makeRecord({ ...gallery.gate }, [own])).map(({ title }) => title);
  expect(ids).toEqual(['Own']);
});

test('numbers near one line up, others keep their own digits', () => {
  const columns = [{ title: 'a' }, { title: 'b' }, { title: 'c' }];
  const rows = [
    [0.903, 12, 1e-6],
    [0.79161, 1_432_120, 0.5],
  ];
  const record = makeRecord({ step: 'drift-report' }, [{ id: 'x', title: 'X', columns, rows }]);
  const summary = renderSummary(record, { limit });
  expect(summary).toContain('| 0.9030 | 12 | 0.000001 |');
  expect(summary).toContain('| 0.7916 | 1,432,120 | 0.5 |');
});

test('the number that matters is about the whole, or a change', () => {
  const metrics = [
    { name: 'psi', column: 'hour', value: 0.2, verdict: 'fail' as const },
    { name: 'failed-checks', value: 3, verdict: 'fail' as const },
  ];
  const record = makeRecord({ step: 'drift-report', verdict: 'fail', metrics });
  expect(renderSummary(record, { limit })).toContain('**failed checks 3**');
});
