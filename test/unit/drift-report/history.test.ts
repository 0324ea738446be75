import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cellsKey } from '../../../actions/drift-report/history/baseline.ts';
import { calibrate, type History } from '../../../actions/drift-report/history/calibrate.ts';
import {
  type Entry,
  parseHistory,
  withWindows,
} from '../../../actions/drift-report/history/history.ts';
import { seasonOf } from '../../../actions/drift-report/history/season.ts';
import { trendFindings } from '../../../actions/drift-report/history/trend.ts';
import { step } from '../../../actions/drift-report/main.ts';
import type { StepRecord } from '../../../shared/domain/record.ts';
import type { Cache } from '../../../shared/ports/host.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { judgedColumn } from '../../support/judged-column.ts';
import { runStep } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** Rows of whole days from a first day on, `x` moved by what the day says. */
function days(first: string, many: number, shift: (date: Date) => number, seed = 1): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: many * 150 }, (_, i) => {
    const date = new Date(Date.parse(first) + Math.floor(i / 150) * 86_400_000);
    return `${date.toISOString().slice(0, 10)},${(random.normal() + shift(date)).toFixed(3)}`;
  });
  return `day,x\n${lines.join('\n')}\n`;
}

/** Charts of the whole, not those of a column's own page. */
const chartsOf = (record: StepRecord | undefined) =>
  record?.series.filter(({ column }) => column === undefined) ?? [];

const never = () => 0;
const weekend = (date: Date) => (date.getUTCDay() % 6 === 0 ? 2 : 0);
const inputs = { reference: 'r.csv', current: 'c.csv', time: 'day', comment: 'never' };
const kept = '.mlops/drift-history/model.jsonl';

describe('the history', () => {
  test('keeps each window once, however often a run is repeated', async () => {
    const root = tempDir({
      'r.csv': days('2024-01-01', 30, never),
      'c.csv': days('2024-02-01', 7, never, 2),
      'next.csv': days('2024-02-05', 7, never, 3),
    });
    await runStep(step, root, inputs);
    const first = readFileSync(join(root, kept), 'utf8');
    expect(parseHistory(first).map(({ window }) => window)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((day) => `2024-02-0${day}`),
    );
    expect(first).not.toMatch(/\.csv/u);
    await runStep(step, root, inputs);
    expect(readFileSync(join(root, kept), 'utf8')).toBe(first);
    const ran = await runStep(step, root, { ...inputs, current: 'next.csv' });
    const entries = parseHistory(readFileSync(join(root, kept), 'utf8'));
    expect(entries.map(({ window }) => window.slice(-2))).toEqual([
      '01',
      '02',
      '03',
      '04',
      '05',
      '06',
      '07',
      '08',
      '09',
      '10',
      '11',
    ]);
    // A day that was counted again is the newer data's.
    expect(new Set(entries.slice(4).map(({ data }) => data)).size).toBe(1);
    const chart = ran.record?.series.find(({ id }) => id === 'drift-over-time');
    expect(chart?.title).toBe('Drift over the last windows');
    expect(chart?.x.values).toHaveLength(11);
    expect(chart?.lines.map(({ name }) => name)).toEqual(['x', 'limit']);
    expect(chart?.lines[0]?.values.every((value) => typeof value === 'number')).toBe(true);
  });

  test('of data without a time has a window a run, and the same data is the same run', async () => {
    const csv = (seed: number) => days('2024-01-01', 3, never, seed).replaceAll(/^[^,]*,/gmu, '');
    const root = tempDir({ 'r.csv': csv(1), 'c.csv': csv(2), 'd.csv': csv(3) });
    const plain = { reference: 'r.csv', current: 'c.csv', history: 'kept.jsonl' };
    await runStep(step, root, plain);
    const again = await runStep(step, root, plain);
    expect(chartsOf(again.record)).toEqual([]);
    const third = await runStep(step, root, { ...plain, current: 'd.csv' });
    expect(parseHistory(readFileSync(join(root, 'kept.jsonl'), 'utf8'))).toHaveLength(2);
    expect(chartsOf(third.record).map(({ x }) => [x.title, x.values.length])).toEqual([['run', 2]]);
  });

  test('that another version wrote is said and left alone', async () => {
    const root = tempDir({
      'r.csv': days('2024-01-01', 7, never),
      'c.csv': days('2024-02-01', 3, never, 2),
      'h.jsonl': '{"schema":"mlops-drift-history/9"}\n',
    });
    const ran = await runStep(step, root, { ...inputs, history: 'h.jsonl' });
    expect(ran.record?.findings.map(({ code }) => code)).toContain('history-unreadable');
    expect(readFileSync(join(root, 'h.jsonl'), 'utf8')).toContain('history/9');
    const off = await runStep(step, root, { ...inputs, history: 'off' });
    expect([off.exitCode, existsSync(join(root, kept))]).toEqual([0, false]);
  });

  test('that cannot be written is a warning, and the verdict stands', async () => {
    const root = tempDir({
      'r.csv': days('2024-01-01', 7, never),
      'c.csv': days('2024-02-01', 3, never, 2),
    });
    const ran = await runStep(step, root, { ...inputs, history: 'r.csv/h.jsonl' });
    expect(ran.record?.verdict).toBe('pass');
    expect(ran.record?.findings.map(({ code }) => code)).toContain('history-unwritable');
  });

  test('travels in the cache of the host, but not from a change under review', async () => {
    const files = {
      'r.csv': days('2024-01-01', 7, never),
      'c.csv': days('2024-02-01', 3, never, 2),
    };
    const store = tempDir();
    const keys: string[] = [];
    const cache: Cache = {
      async restore([path = ''], _key, prefixes) {
        const newest = keys.findLast((key) => prefixes?.some((prefix) => key.startsWith(prefix)));
        if (newest === undefined) return false;
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, readFileSync(join(store, newest)));
        return true;
      },
      async save([path = ''], key) {
        // Alerts are remembered in a folder, which is none of this test's business.
        if (!path.endsWith('.jsonl')) return;
        keys.push(key);
        copyFileSync(path, join(store, key));
      },
    };
    const run = async (runId: string, more: Readonly<Record<string, string>>, month: string) => {
      const root = tempDir({ ...files, 'c.csv': days(month, 3, never, 2) });
      return runStep(step, root, inputs, { cache, context: { runId, attempt: 1, ...more } });
    };
    await run('1', {}, '2024-02-01');
    await run('2', { targetBranch: 'main' }, '2024-03-01');
    const third = await run('3', {}, '2024-02-04');
    expect(keys.filter((key) => key.startsWith('mlops-drift-history'))).toEqual([
      'mlops-drift-history-model-1-1',
      'mlops-drift-history-model-3-1',
    ]);
    expect(third.record?.series[0]?.x.values).toHaveLength(6);
  });

  test('forgets the oldest windows first', () => {
    const entry = (window: string): Entry => ({
      ...{ window, unit: 'day', data: `sha256:${'0'.repeat(64)}`, baseline: 'reference' },
      columns: {},
    });
    const names = ['2024-01-02', '2024-01-01', '2024-01-04', '2024-01-03'];
    const left = withWindows(names.slice(0, 2).map(entry), names.slice(2).map(entry), 3);
    expect(left.map(({ window }) => window)).toEqual(['2024-01-02', '2024-01-03', '2024-01-04']);
  });
});

describe('a baseline of the same season', () => {
  test('sees weekends as weekends, and still what is new', async () => {
    const surprise = (date: Date) => weekend(date) + (date.getUTCDate() === 14 ? 1 : 0);
    const root = tempDir({
      'r.csv': days('2024-02-05', 5, never),
      'c.csv': days('2024-02-05', 13, surprise, 2),
      'mlops.yml': 'version: 1\nmodels:\n  m:\n    drift: { baseline: same-season }\n',
    });
    const ran = await runStep(step, root, inputs);
    const drifted = ran.record?.metrics.filter(
      ({ slice, low }) => slice !== undefined && (low ?? 0) > 0.1,
    );
    // The first weekend has no weekend before it; the second one has.
    expect(drifted?.map(({ slice }) => slice)).toEqual(['2024-02-10', '2024-02-11', '2024-02-14']);
    const told = ran.record?.findings.find(({ code }) => code === 'no-baseline');
    expect(told?.message).toContain('2024-02-05, 2024-02-06');
  });

  test.each([
    ['hour', '2024-02-10 07:00', '6 7'],
    ['day', '2024-02-10', '6'],
    ['week', '2024-12-30', '0'],
    ['week', '2025-12-29', '0'],
    ['month', '2024-02', '1'],
    ['quarter', '2024-04', '3'],
    ['year', '2024', undefined],
    ['run', '2024-02-10 07:31', undefined],
  ])('of a %s like %s is %s', (unit, window, season) => {
    expect(seasonOf(unit, window)).toBe(season);
  });
});

/** Earlier days with these figures of one column, and a last one that is judged. */
function pastOf(values: readonly number[], importance: 'high' | 'normal' = 'high') {
  const effect = (value: number) => ({
    method: 'psi' as const,
    value,
    low: value - 0.005,
    high: value + 0.005,
    pValue: 0,
  });
  const column = judgedColumn({ importance, effect: effect(values.at(-1) ?? 0) });
  const key = cellsKey(column);
  const entries = values.map((value, i): Entry => {
    const window = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
    const past = {
      key,
      rows: 100,
      present: 100,
      cells: [50, 50],
      mean: 10 - value,
      ...effect(value),
    };
    const { pValue: _, ...kept } = past;
    const data = `sha256:${'0'.repeat(64)}`;
    return { window, unit: 'day', data, baseline: 'reference', columns: { x: kept } };
  });
  const history: History = { entries, unit: 'day', windows: [entries.at(-1)?.window ?? ''] };
  return { column, history };
}

describe('limits learned from the history', () => {
  const usual = Array.from({ length: 20 }, (_, i) => 0.2 + (i % 5) / 100);

  test.each([
    ['conformal', 0.22, 'usual', 'none'],
    ['conformal', 0.3, 'drifted', 'p1'],
    ['deviation', 0.22, 'usual', 'none'],
    ['deviation', 0.4, 'drifted', 'p1'],
    ['fixed', 0.22, 'drifted', 'p1'],
  ] as const)('%s: %f after twenty windows around 0.22 is %s', (limits, value, state, alert) => {
    const { column, history } = pastOf([...usual, value]);
    const [judged] = calibrate([column], history, limits).columns;
    expect([judged?.whole.state, judged?.alert]).toEqual([state, alert]);
  });

  test('of too few windows alert as P2 at most, and say how many are missing', () => {
    const { column, history } = pastOf([0.2, 0.2, 0.9]);
    const { columns, findings } = calibrate([column], history, 'conformal');
    expect([columns[0]?.whole.state, columns[0]?.alert]).toEqual(['drifted', 'p2']);
    expect(findings.map(({ message }) => message)).toEqual([
      'Limits cannot be learned yet: 2 earlier windows of the 19 needed. Drift is reported as P2 at most until then.',
    ]);
  });
});

describe('a trend', () => {
  const rising = [0.01, 0.02, 0.03, 0.05, 0.06, 0.08];

  test('of a label is said for its drift and for its mean', () => {
    const { column, history } = pastOf(rising);
    expect(trendFindings([column], history, 6).map(({ message }) => message)).toEqual([
      'x has moved the same way for 6 windows in a row: PSI 0.010 → 0.080.',
      'x has moved the same way for 6 windows in a row: mean 9.990 → 9.920.',
    ]);
  });

  test.each([
    ['broken by one window', [0.01, 0.02, 0.05, 0.03, 0.06, 0.08]],
    ['of too few windows', rising.slice(1)],
    ['within the noise', rising.map((value) => value / 100)],
    ['back to the reference', rising.toReversed()],
  ])('%s is none', (_what, values) => {
    const { column, history } = pastOf(values, 'normal');
    expect(trendFindings([column], history, 6)).toEqual([]);
  });
});
