import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptySample, type Samples } from '../../../actions/drift-report/counts.ts';
import { definition } from '../../../actions/drift-report/definition.ts';
import { OpenWindows } from '../../../actions/drift-report/follow/windows.ts';
import { parseHistory } from '../../../actions/drift-report/history/history.ts';
import { run } from '../../../actions/drift-report/run.ts';
import { labelAt } from '../../../actions/drift-report/windows/calendar.ts';
import { duckdbTableReader } from '../../../shared/adapters/duckdb.ts';
import { notifierOpener } from '../../../shared/adapters/notifiers/open-notifier.ts';
import { pushgateway } from '../../../shared/adapters/pushgateway.ts';
import { type FeedWorld, rowFeed } from '../../../shared/adapters/row-feed/row-feed.ts';
import { recordSchema } from '../../../shared/domain/record.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { runStep } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** Rows of one hour of a day, as JSON lines or CSV. */
function rows(hour: number, shift: number, many = 120): { at: string; x: number; k: string }[] {
  const random = createRandom(hour + 1);
  return Array.from({ length: many }, (_, i) => ({
    at: `2024-05-01T${String(hour).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:00`,
    x: Number((random.normal() + shift).toFixed(3)),
    k: 'abc'[random.below(3)] ?? 'a',
  }));
}

const jsonl = (all: readonly object[]): string =>
  all.map((row) => `${JSON.stringify(row)}\n`).join('');
const csvLines = (all: ReturnType<typeof rows>): string =>
  all.map(({ at, x, k }) => `${at},${x},${k}\n`).join('');
const header = 'at,x,k\n';
const reference = header + csvLines([...rows(20, 0, 400), ...rows(21, 0, 400)]);

/** Follow with a script of what happens while the feed rests; after the last act, it is stopped. */
async function follow(
  root: string,
  current: string,
  acts: readonly (() => void)[],
  { stdin = [], inputs = {} }: { stdin?: string[]; inputs?: Record<string, string> } = {},
) {
  const left = [...acts];
  const world: FeedWorld = {
    stdin: (async function* () {
      for (const text of stdin) yield Buffer.from(text);
    })(),
    async rest() {
      const act = left.shift();
      if (act !== undefined) act();
      else process.emit('SIGINT', 'SIGINT');
    },
  };
  const ran = await runStep(
    {
      definition,
      run: (context) =>
        run(context, {
          tables: duckdbTableReader(),
          openNotifier: notifierOpener(),
          metricsPush: pushgateway(),
          rowFeed: rowFeed(world),
        }),
    },
    root,
    { reference: 'r.csv', current, time: 'at', follow: 'true', comment: 'never', ...inputs },
  );
  const windows = ran.host.logs
    .filter(({ message }) => /^2024-.* rows\)/u.test(message))
    .map(({ message }) => message.replace(/: .*$/u, ''));
  return { ...ran, windows };
}

describe('a growing file', () => {
  test('gives a line, a record and figures for each hour that is over', async () => {
    const root = tempDir({ 'r.csv': reference, 'live.jsonl': jsonl(rows(1, 0)) });
    const file = join(root, 'live.jsonl');
    const seen: (string | undefined)[] = [];
    const look = () => {
      const path = join(root, '.mlops/records/drift-report.json');
      const record = recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      seen.push(`${record.inputs.window} ${record.verdict}`);
      const metrics = readFileSync(join(root, '.mlops/metrics.txt'), 'utf8');
      expect(metrics).toContain(`slice="${record.inputs.window}"} 120`);
    };
    const ran = await follow(root, 'live.jsonl', [
      () => appendFileSync(file, jsonl(rows(2, 0))),
      () => {
        look();
        appendFileSync(file, jsonl(rows(3, 2)));
      },
      () => appendFileSync(file, jsonl(rows(4, 0, 5))),
      look,
    ]);
    expect(ran.windows).toEqual([
      '2024-05-01 01:00 (120 rows)',
      '2024-05-01 02:00 (120 rows)',
      '2024-05-01 03:00 (120 rows)',
    ]);
    expect(seen.map((text) => text?.split(' ')[1])).toEqual(['01:00', '03:00']);
    expect(ran.record?.inputs.window).toBe('2024-05-01 03:00');
    expect(ran.record?.summary).toContain('x drifted');
    expect(ran.exitCode).toBe(0);
    const history = parseHistory(
      readFileSync(join(root, '.mlops/drift-history/model.jsonl'), 'utf8'),
    );
    expect(history.map(({ window }) => window.slice(-5))).toEqual(['01:00', '02:00', '03:00']);
  });

  test('survives a line that is not yet whole, rotation, and being cut', async () => {
    const [first, ...others] = rows(1, 0);
    const begun = JSON.stringify(first);
    const root = tempDir({
      'r.csv': reference,
      'live.jsonl': jsonl(others) + begun.slice(0, 10),
    });
    const file = join(root, 'live.jsonl');
    const ran = await follow(root, 'live.jsonl', [
      () => appendFileSync(file, `${begun.slice(10)}\n{"at":"2024-05-01T01:`),
      () => {
        renameSync(file, `${file}.1`);
        writeFileSync(file, jsonl(rows(2, 0)));
      },
      () => {
        truncateSync(file);
        appendFileSync(file, jsonl(rows(3, 0, 100)));
      },
      () => appendFileSync(file, jsonl([...rows(1, 0, 7), ...rows(4, 0, 3)])),
    ]);
    expect(ran.windows).toEqual([
      '2024-05-01 01:00 (120 rows)',
      '2024-05-01 02:00 (120 rows)',
      '2024-05-01 03:00 (100 rows)',
    ]);
    expect(ran.record?.findings.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        '7 rows came after their window was closed, and were left out.',
        '1 line was cut short when the file was replaced, and left out.',
      ]),
    );
  });

  test('of CSV keeps its header for every batch, and counts a column that is gone as missing', async () => {
    const root = tempDir({ 'r.csv': reference });
    const file = join(root, 'live.csv');
    const ran = await follow(root, 'live.csv', [
      () => writeFileSync(file, header + csvLines(rows(1, 0))),
      () => appendFileSync(file, csvLines(rows(2, 0))),
      () => appendFileSync(file, csvLines(rows(3, 0, 1))),
    ]);
    expect(ran.windows).toHaveLength(2);
    expect(ran.record?.verdict).not.toBe('fail');
  });

  test('that stops before any window is over is judged as it stands', async () => {
    const root = tempDir({ 'r.csv': reference, 'live.jsonl': jsonl(rows(1, 0)) });
    const ran = await follow(root, 'live.jsonl', []);
    expect(ran.windows).toEqual(['2024-05-01 01:00 (120 rows)']);
    expect(ran.record?.findings.map(({ code }) => code)).toContain('window-not-over');
  });

  test('that never comes is inconclusive, not steady', async () => {
    const ran = await follow(tempDir({ 'r.csv': reference }), 'live.jsonl', []);
    expect(ran.record?.verdict).toBe('inconclusive');
    expect(ran.record?.summary).toBe('No rows came, so nothing could be compared.');
  });
});

describe('other sources', () => {
  test('a folder: each file once it no longer grows', async () => {
    const root = tempDir({ 'r.csv': reference });
    const folder = join(root, 'live');
    mkdirSync(folder);
    const half = header + csvLines(rows(1, 0)).slice(0, 900);
    writeFileSync(join(folder, 'a.csv'), half);
    writeFileSync(join(folder, 'notes.txt'), 'no data');
    const ran = await follow(root, 'live', [
      () => writeFileSync(join(folder, 'a.csv'), header + csvLines(rows(1, 0))),
      () => undefined,
      () => writeFileSync(join(folder, 'b.csv'), header + csvLines(rows(2, 0))),
      () => undefined,
    ]);
    expect(ran.windows).toEqual(['2024-05-01 01:00 (120 rows)']);
  });

  test('standard input: JSON lines in pieces, until it ends', async () => {
    const text = jsonl([...rows(1, 0), ...rows(2, 0), ...rows(3, 0, 2)]).trimEnd();
    const pieces = Array.from({ length: 20 }, (_, i) =>
      text.slice((i * text.length) / 20, ((i + 1) * text.length) / 20),
    );
    const ran = await follow(tempDir({ 'r.csv': reference }), '-', [], { stdin: pieces });
    expect(ran.windows.map((line) => line.slice(11, 16))).toEqual(['01:00', '02:00']);
  });

  test('without a time column rows count when they come, and a profile is reference enough', async () => {
    const root = tempDir({
      'r.csv': reference.replaceAll(/^[^,]*,/gmu, ''),
      'c.csv': 'x,k\n1,a\n',
    });
    const made = { reference: 'r.csv', current: 'c.csv', profile: 'p.json', comment: 'never' };
    const { step } = await import('../../../actions/drift-report/main.ts');
    await runStep(step, root, made);
    const lines = jsonl(rows(1, 0).map(({ x, k }) => ({ x, k })));
    const ran = await follow(root, '-', [], {
      stdin: [lines],
      inputs: { reference: 'p.json', time: '', window: 'day' },
    });
    expect(ran.record?.inputs).toMatchObject({ follow: true, window: labelAt('day', new Date()) });
  });

  test.each([
    ['a/b', 'a/b is no file and no folder that can be followed.'],
    ['a.csv,b.csv', 'Only one source can be followed at a time.'],
  ])('%s cannot be followed, and that is said', async (current, message) => {
    const ran = await follow(tempDir({ 'r.csv': reference }), current, []);
    expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('windows that are open', () => {
  const batch = (...entries: [string, number][]): Samples[] => {
    const samples = entries.map(([window, n]) => [window, { ...emptySample, rows: n }] as const);
    const total = entries.reduce((sum, [, n]) => sum + n, 0);
    return [{ all: { ...emptySample, rows: total + 1 }, windows: new Map(samples) }];
  };

  test('are closed by the first row of a later one, in order, each once', () => {
    const open = new OpenWindows();
    expect(open.add(batch(['02', 5]))).toEqual([]);
    expect(open.add(batch(['01', 1], ['02', 5])).map(({ window }) => window)).toEqual(['01']);
    const closed = open.add(batch(['02', 2], ['03', 1], ['04', 1]));
    expect(closed.map(({ window, samples }) => [window, samples[0]?.rows])).toEqual([
      ['02', 12],
      ['03', 1],
    ]);
    open.add(batch(['02', 3], ['04', 1]));
    expect([open.late, open.timeless]).toEqual([3, 4]);
    expect(open.close('05').map(({ window }) => window)).toEqual(['04']);
    expect(open.finish()).toEqual([]);
  });

  test.each([
    ['hour', '2024-05-05 13:00'],
    ['day', '2024-05-05'],
    ['week', '2024-04-29'],
    ['month', '2024-05'],
    ['quarter', '2024-04'],
    ['year', '2024'],
  ] as const)('by %s have the label the engine gives', async (unit, label) => {
    const { windowOf } = await import('../../../actions/drift-report/windows/calendar.ts');
    const tables = duckdbTableReader();
    const sql = windowOf("TIMESTAMP '2024-05-05 13:45:00'", unit);
    const [row] = await tables.query(`SELECT ${sql} AS label`);
    await tables.close();
    expect(row?.label).toBe(label);
    expect(labelAt(unit, new Date('2024-05-05T13:45:00Z'))).toBe(label);
  });
});
