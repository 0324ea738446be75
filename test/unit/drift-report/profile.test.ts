import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { step } from '../../../actions/drift-report/main.ts';
import { makeProfile, parseProfile } from '../../../actions/drift-report/profile/profile.ts';
import type { StepRecord } from '../../../shared/domain/record.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { runStep } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

const header = 'id,at,x,level,kind,city,flag,gone,empty,one';

/** Every kind of column: numbers, few and many categories, truth, times, missing values. */
function csv(seed: number, shift: number, rows = 1_500): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: rows }, (_, i) => {
    const day = new Date(Date.UTC(2024, 0, 1 + Math.floor(shift * 200) + (i % 80)));
    const city = Math.floor(Math.abs(random.normal()) * 90 + shift * 40);
    return [
      `u${seed}-${i}`,
      day.toISOString().slice(0, 10),
      (random.normal() + shift).toFixed(3),
      random.below(5),
      `a'b ${random.below(4)}`,
      `city ${city}`,
      random.uniform() < 0.3 + shift / 4,
      random.uniform() < 0.1 + shift / 5 ? '' : random.below(1_000),
      '',
      7,
    ].join(',');
  });
  return `${header}\n${lines.join('\n')}\n`;
}

const files = () => tempDir({ 'r.csv': csv(1, 0), 'c.csv': csv(2, 0.6) });
const told = ({ metrics, findings, verdict, summary }: StepRecord) => ({
  metrics,
  findings,
  verdict,
  summary,
});

/** Compare the two files by rows, keeping a profile, then by that profile alone. */
async function both(inputs: Readonly<Record<string, string>>) {
  const root = files();
  const rows = await runStep(step, root, {
    ...{ reference: 'r.csv', current: 'c.csv', profile: 'kept/p.json' },
    ...inputs,
  });
  writeFileSync(join(root, 'r.csv'), 'x\nthis file is never read again\n');
  const profile = await runStep(step, root, {
    ...{ reference: 'kept/p.json', current: 'c.csv' },
    ...inputs,
  });
  if (rows.record === undefined || profile.record === undefined) throw new Error(profile.log);
  return { root, rows: rows.record, profile: profile.record };
}

describe('a profile stands for its reference', () => {
  // They read the cells in three ways: joined, in order, and with the values they stand for.
  const methods = ['psi', 'ks', 'wasserstein'];
  test.each(methods)('with the same figures, findings and verdict by %s', async (method) => {
    const { rows, profile } = await both({ method });
    expect(rows.metrics.filter(({ slice }) => slice === undefined).length).toBeGreaterThan(5);
    expect(told(profile)).toEqual(told(rows));
  });

  test('by windows too, and its drift table is the same', async () => {
    const { rows, profile } = await both({ time: 'at' });
    expect(rows.metrics.some(({ slice }) => slice !== undefined)).toBe(true);
    expect(told(profile)).toEqual(told(rows));
    const [before] = rows.tables;
    const [after] = profile.tables;
    // An identifier's bars are its first values, which a profile does not keep.
    const isText = (cells: readonly unknown[]) => !JSON.stringify(cells[0]).includes('"id"');
    expect(after?.rows.filter(isText)).toEqual(before?.rows.filter(isText));
  });

  test('and is an artifact that holds no row and no name out of many', async () => {
    const { root, rows } = await both({});
    const text = readFileSync(join(root, 'kept/p.json'), 'utf8');
    expect(rows.artifacts.map(({ path, size }) => [path, size])).toEqual([
      ['kept/p.json', text.length],
    ]);
    expect(text).toContain("a'b 3");
    expect(text).not.toMatch(/city \d|u1-/u);
    expect(text.length).toBeLessThan(20_000);
  });

  test('and is the same bytes when written again', async () => {
    const { root } = await both({});
    const first = readFileSync(join(root, 'kept/p.json'), 'utf8');
    const inputs = { reference: 'kept/p.json', current: 'c.csv', profile: 'again.json' };
    await runStep(step, root, { ...inputs });
    expect(readFileSync(join(root, 'again.json'), 'utf8')).toBe(first);
  });
});

describe('a profile that does not fit', () => {
  const profile = makeProfile({
    data: `sha256:${'0'.repeat(64)}`,
    rows: 100,
    columns: [
      { name: 'x', type: 'integer', rows: 100, present: 0, distinct: 0, cells: [], mean: null },
    ],
  });
  const run = (content: string, current = 'x,y\n1,2\n') =>
    runStep(step, tempDir({ 'p.json': content, 'c.csv': current }), {
      ...{ reference: 'p.json', current: 'c.csv' },
    });

  test('because another version wrote it', async () => {
    const ran = await run(JSON.stringify({ schema: 'mlops-drift-profile/2', columns: [] }));
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain(
      'p.json is a profile of the form mlops-drift-profile/2; this version reads mlops-drift-profile/1.',
    );
    expect(ran.log).toContain('Write it again from the reference data');
  });

  test.each([
    ['was cut short', (text: string) => text.slice(0, -5), 'it is not whole JSON'],
    ['was edited', (text: string) => text.replace('100', '101'), 'does not match its digest'],
    ['lost a part', (text: string) => text.replace('"rows":100,"data"', '"data"'), 'rows: '],
  ])('because it %s', async (_what, damage, message) => {
    const text = JSON.stringify({ ...profile, digest: profile.digest });
    const { schema, digest, rows, data, columns } = profile;
    const ordered = JSON.stringify({ schema, digest, rows, data, columns });
    expect(parseProfile(text, 'p.json')).toEqual(profile);
    const ran = await run(damage(ordered));
    expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining(message)]);
  });

  test('because it has other columns is a broken dataset that names them', async () => {
    const { schema, digest, ...rest } = profile;
    const ran = await run(JSON.stringify({ schema, digest, ...rest }), 'y,z\n1,2\n3,4\n');
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.record?.summary).toContain('x is missing from the current data');
  });

  test('but a JSON file of rows is data', async () => {
    const rows = Array.from({ length: 80 }, (_, i) => ({ x: i % 9 }));
    const root = tempDir({ 'r.json': JSON.stringify(rows), 'c.csv': 'x\n1\n' });
    const ran = await runStep(step, root, {
      ...{ reference: 'r.json', current: 'c.csv' },
    });
    expect(ran.record?.findings.map(({ code }) => code)).toContain('too-few-rows');
  });
});
