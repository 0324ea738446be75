import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { step } from '../../../../actions/drift-report/main.ts';
import type { StepRecord } from '../../../../shared/domain/record.ts';
import golden from '../../../golden/peer-drift.json' with { type: 'json' };
import { runStep } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { expectGolden } from '../../stats/relative.ts';
import { readFlights } from './flights.ts';

const sides = { reference: 'r.csv', current: 'c.csv' };

function metricOf(record: StepRecord | undefined, column: string) {
  return record?.metrics.find((metric) => metric.column === column && metric.slice === undefined);
}

function findings(record: StepRecord | undefined): string[] {
  return (record?.findings ?? []).map(({ code, message }) => `${code}: ${message}`);
}

/** One of the golden cases as two files. */
const flights = readFlights();

function goldenFiles(name: string, extra: Readonly<Record<string, string>> = {}): string {
  const one = golden.cases.find((entry) => entry.name === name);
  const csv = (range: readonly number[] | undefined): string => {
    const columns: (number | string)[][] = Object.values(flights).map(
      (values: (number | string)[]) => values.slice(range?.[0], range?.[1]),
    );
    const rows = columns[0]?.map((_, i) => columns.map((values) => values[i]).join(','));
    return `${Object.keys(flights).join(',')}\n${rows?.join('\n')}\n`;
  };
  return tempDir({ 'r.csv': csv(one?.reference), 'c.csv': csv(one?.current), ...extra });
}

describe('NannyML by file', () => {
  test.each(['js', 'wasserstein', 'chi-squared'])(
    'nannyml-%s learns its limit from the pieces of the reference that NannyML cuts',
    async (method) => {
      const name = `nannyml-${method}`;
      const ran = await runStep(step, goldenFiles('middle'), { ...sides, method: name });
      const rows = golden.nannyml.filter(([one, , of]) => one === 'middle' && of === name);
      expect(rows.length).toBeGreaterThan(1);
      for (const [, column, , value, alert, limit] of rows) {
        const metric = metricOf(ran.record, String(column));
        expect(metric?.name).toBe(name);
        expectGolden(metric?.value ?? Number.NaN, Number(value), { column, name });
        expect(metric?.verdict, String(column)).toBe(alert === true ? 'warn' : 'pass');
        const drift = ran.record?.findings.find(
          (found) => found.code === 'drift' && found.column === column,
        );
        if (limit === null || drift === undefined) continue;
        expectGolden(Number(drift.evidence?.threshold), Number(limit), { column, name, limit });
      }
    },
  );
});

describe('the numbers of another tool', () => {
  const table = (record: StepRecord | undefined) => record?.tables.find(({ id }) => id === 'drift');

  test('stand under its name, with its rule and without our bounds', async () => {
    const root = goldenFiles('even');
    const ran = await runStep(step, root, { ...sides, method: 'evidently-psi' });
    expect(table(ran.record)?.columns.map(({ title }) => title)).toContain('Evidently PSI');
    expect(table(ran.record)?.note).toContain('as Evidently gives them');
    expect(ran.record?.inputs).toMatchObject({ method: 'evidently-psi' });
    const value = golden.evidently.find(
      ([one, column, method]) => one === 'even' && column === 'time' && method === 'evidently-psi',
    )?.[3];
    const metric = metricOf(ran.record, 'time');
    expectGolden(metric?.value ?? Number.NaN, Number(value), 'time');
    expect([metric?.low, metric?.high]).toEqual([null, null]);
    expect(findings(ran.record)).toContainEqual(
      expect.stringMatching(
        /^drift: time drifted: .*, Evidently PSI \d+\.\d+ \(limit 0\.100\)\.$/u,
      ),
    );
  });

  test('can be asked of one column, beside ours of the others', async () => {
    const root = goldenFiles('even', {
      'mlops.yml':
        'version: 1\nmodels: { m: { drift: { columns: { time: { method: nannyml-ks, threshold: 0.3 }, delay: { method: ks } } } } }\n',
    });
    const ran = await runStep(step, root, sides);
    expect(metricOf(ran.record, 'time')?.name).toBe('nannyml-ks');
    expect(metricOf(ran.record, 'delay')?.name).toBe('ks');
    expect(metricOf(ran.record, 'distance')?.name).toBe('psi');
    expect(findings(ran.record)).toContainEqual(expect.stringContaining('NannyML KS distance'));
  });

  test('of a kind it has no method for, are those the same tool gives such columns', async () => {
    const ran = await runStep(step, goldenFiles('even'), { ...sides, method: 'evidently-ks' });
    expect(metricOf(ran.record, 'delay')?.name).toBe('evidently-ks');
    expect(metricOf(ran.record, 'origin')?.name).toBe('evidently-js');
  });

  test('without a default limit need one, and the error says where', async () => {
    const root = goldenFiles('small');
    const ran = await runStep(step, root, { ...sides, method: 'tfdv-jsd' });
    expect([ran.exitCode, ran.log]).toEqual([
      2,
      expect.stringContaining('TFDV has no default limit, so "tfdv-jsd" cannot judge the column'),
    ]);
    expect(ran.log).toContain('drift.threshold');
    writeFileSync(
      join(root, 'mlops.yml'),
      'version: 1\nmodels: { m: { drift: { threshold: 0.2, method: tfdv-jsd } } }\n',
    );
    const given = await runStep(step, root, sides);
    expect(metricOf(given.record, 'delay')?.name).toBe('tfdv-jsd');
    expect(metricOf(given.record, 'origin')?.name).toBe('tfdv-l-infinity');
  });

  test('that it refuses are said to be undefined, and never pass', async () => {
    const csv = (rows: number, last: string): string =>
      `k\n${Array.from({ length: rows }, (_, i) => 'abc'[i % 3]).join('\n')}\n${last}\n`;
    const root = tempDir({ 'r.csv': csv(600, 'a'), 'c.csv': csv(300, 'zzz') });
    const ran = await runStep(step, root, { ...sides, method: 'soda-chi-squared' });
    expect(findings(ran.record)).toContain(
      'not-computable: k: the Soda chi-squared p-value is not defined for these samples. Use another method.',
    );
    expect(ran.record?.verdict).toBe('inconclusive');
  });

  test('need the rows: a profile of counts does not do', async () => {
    const root = goldenFiles('small');
    await runStep(step, root, { ...sides, profile: 'p.profile.json' });
    const ran = await runStep(step, root, {
      reference: 'p.profile.json',
      current: 'c.csv',
      method: 'evidently-psi',
    });
    expect([ran.exitCode, ran.log]).toEqual([
      2,
      expect.stringContaining('"evidently-psi" looks at the values of the reference'),
    ]);
  });

  test('are given for each window too', async () => {
    const csv = (shift: number): string =>
      `x,day\n${Array.from({ length: 900 }, (_, i) => `${((i * 37) % 101) + (i >= 720 ? shift : 0)},2024-0${1 + Math.floor(i / 180)}-1${i % 9}`).join('\n')}\n`;
    const root = tempDir({ 'r.csv': csv(0), 'c.csv': csv(60) });
    const ran = await runStep(step, root, { ...sides, method: 'evidently-js', time: 'day' });
    const months =
      ran.record?.metrics.filter(({ column, slice }) => column === 'x' && slice !== undefined) ??
      [];
    expect(months.map(({ name, slice }) => `${name} ${slice}`)).toEqual(
      ['2024-01', '2024-02', '2024-03', '2024-04', '2024-05'].map(
        (month) => `evidently-js ${month}`,
      ),
    );
    expect(months[4]?.value).toBeGreaterThan(0.3);
    expect(months[0]?.value).toBeLessThan(0.1);
  });
});
