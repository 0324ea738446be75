import { describe, expect, test } from 'vitest';
import { step } from '../../../actions/drift-report/main.ts';
import type { StepRecord } from '../../../shared/domain/record.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { runStep } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

const rows = 1_200;

/** Each row by its number and a draw. */
function csv(header: string, row: (i: number, normal: number) => string, many = rows): string {
  const random = createRandom(many);
  const lines = Array.from({ length: many }, (_, i) => row(i, random.normal()));
  return `${header}\n${lines.join('\n')}\n`;
}

const plain = csv('x,k,y', (i, x) => `${x.toFixed(2)},${'abc'[i % 3]},${i % 2}`);

async function compare(
  current: string,
  { reference = plain, ...inputs }: Readonly<Record<string, string>> = {},
) {
  const root = tempDir({ 'r.csv': reference, 'c.csv': current });
  const base = { reference: 'r.csv', current: 'c.csv', history: 'off', comment: 'never' };
  return runStep(step, root, { ...base, ...inputs });
}

const codes = (record: StepRecord | undefined): string[] =>
  record?.findings.map(({ column, code }) => `${column ?? ''} ${code}`.trim()) ?? [];

const stateOf = (record: StepRecord | undefined, column: string): string | undefined => {
  const row = record?.tables[0]?.rows.find(([cell]) =>
    JSON.stringify(cell).includes(`"${column}"`),
  );
  const cell = row?.[1];
  return typeof cell === 'object' && cell?.kind === 'verdict' ? cell.text : undefined;
};

describe('odd data has a right verdict', () => {
  test('a column renamed in case is gone, and the new name is said', async () => {
    const ran = await compare(plain.replace('x,k,y', 'x,K,y'));
    expect(ran.record?.verdict).toBe('fail');
    expect(codes(ran.record)).toContain('k column-missing');
    expect(ran.record?.findings[0]?.message).toBe(
      'k is missing from the current data; it may have been renamed to K.',
    );
  });

  test('columns in another order are the same columns', async () => {
    const turned = csv('y,x,k', (i, x) => `${i % 2},${x.toFixed(2)},${'abc'[i % 3]}`);
    const ran = await compare(turned);
    expect([ran.record?.verdict, codes(ran.record)]).toEqual(['pass', []]);
    expect(ran.record?.metrics.filter(({ name }) => name === 'psi')).toHaveLength(3);
  });

  test('a column without a value any more is broken, whatever its type', async () => {
    const ran = await compare(csv('x,k,y', (i) => `,,${i % 2}`));
    expect(ran.record?.verdict).toBe('fail');
    expect(codes(ran.record)).toEqual(
      expect.arrayContaining(['x column-emptied', 'k column-emptied']),
    );
  });

  test('a constant on both sides says nothing, and one that became constant is stuck', async () => {
    const constant = csv('x,k,y', (_, x) => `${x.toFixed(2)},a,1`);
    const both = await compare(constant, { reference: constant });
    expect([both.record?.verdict, stateOf(both.record, 'y')]).toEqual([
      'pass',
      'constant on both sides',
    ]);
    const stuck = await compare(constant);
    expect(stuck.record?.verdict).toBe('fail');
    expect(codes(stuck.record)).toEqual(
      expect.arrayContaining(['k column-stuck', 'y column-stuck']),
    );
  });

  test('a changed unit is a drift that its own terms show', async () => {
    const fahrenheit = csv(
      'x,k,y',
      (i, x) => `${(x * 1.8 + 32).toFixed(2)},${'abc'[i % 3]},${i % 2}`,
    );
    const ran = await compare(fahrenheit);
    expect(ran.record?.verdict).not.toBe('pass');
    const told = ran.record?.findings.find(
      ({ column, code }) => column === 'x' && code === 'drift',
    );
    expect(told?.message).toMatch(/mean -?0\.\d+ → 32/u);
  });

  test('identifiers and clocks move by nature: shown, and never the headline', async () => {
    const at = (day: number, seed: string) =>
      csv('id,when,x', (i, x) => {
        const time = new Date(Date.UTC(2024, 0, day + (i % 20))).toISOString().slice(0, 10);
        return `${seed}${i},${time},${x.toFixed(2)}`;
      });
    const ran = await compare(at(100, 'n'), { reference: at(1, 'o') });
    expect([ran.record?.verdict, codes(ran.record)]).toEqual(['pass', []]);
    expect(stateOf(ran.record, 'id')).toBe('an identifier, not compared');
    expect(stateOf(ran.record, 'when')).toBe('a clock, not compared');
    expect(ran.record?.summary).not.toMatch(/\b(?:id|when)\b/u);
  });

  test('the column named as the time is a clock, however its rows lie', async () => {
    // The same days on both sides: its values alone would not tell.
    const days = csv('when,x', (i, x) => `2024-01-${String(1 + (i % 20)).padStart(2, '0')},${x}`);
    const later = csv('when,x', (i, x) => `2024-01-${String(15 + (i % 7)).padStart(2, '0')},${x}`);
    const ran = await compare(later, { reference: days, time: 'when', columns: 'when,x' });
    expect(stateOf(ran.record, 'when')).toBe('a clock, not compared');
  });

  test('the time column cuts the windows and is no news in them', async () => {
    const daily = (seed: string) =>
      csv('when,x', (i, x) => {
        const time = new Date(Date.UTC(2024, 0, 1 + Math.floor(i / 200)))
          .toISOString()
          .slice(0, 10);
        return `${time},${(seed === 'n' ? -x : x).toFixed(2)}`;
      });
    const ran = await compare(daily('n'), {
      reference: daily('o'),
      time: 'when',
      columns: 'when,x',
    });
    expect(codes(ran.record).filter((code) => code.startsWith('when'))).toEqual([]);
    expect(ran.record?.metrics.filter(({ slice, name }) => slice && name === 'psi')).toHaveLength(
      6,
    );
  });

  test('40 rows are too few, and what would have shown is said', async () => {
    const few = csv('x,k,y', (i, x) => `${x.toFixed(2)},${'abc'[i % 3]},${i % 2}`, 40);
    const ran = await compare(few);
    expect(ran.record?.verdict).toBe('inconclusive');
    const told = ran.record?.findings.find(({ code }) => code === 'too-few-rows');
    expect(told?.message).toMatch(
      /40 rows with a value are too few to compare\. Only a PSI of \d/u,
    );
  });

  test.each(['x,k,y\n', ''])('no rows (%j) is an error that names the file', async (current) => {
    const ran = await compare(current);
    expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining('c.csv')]);
  });

  test('labels that have not come are no drift of the rest', async () => {
    const root = tempDir({
      'r.csv': plain,
      'c.csv': csv('x,k', (i, x) => `${x.toFixed(2)},${'abc'[i % 3]}`),
      'mlops.yml': 'version: 1\nmodels:\n  m: { label: y }\n',
    });
    const inputs = { reference: 'r.csv', current: 'c.csv', history: 'off', comment: 'never' };
    const ran = await runStep(step, root, inputs);
    expect([ran.record?.verdict, codes(ran.record)]).toEqual(['pass', ['label-absent']]);
  });
});
