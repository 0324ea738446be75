import { describe, expect, test } from 'vitest';
import { step } from '../../../../actions/drift-report/main.ts';
import type { StepRecord } from '../../../../shared/domain/record.ts';
import { outsideRangeP } from '../../../../shared/stats/outside-range.ts';
import { createRandom } from '../../../../shared/stats/random.ts';
import { runStep } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { expectTable } from '../../stats/relative.ts';

function column(seed: number, of: (normal: number, i: number) => number | string): string {
  const random = createRandom(seed);
  return `x\n${Array.from({ length: 3_000 }, (_, i) => of(random.normal(), i)).join('\n')}\n`;
}

async function compare(reference: string, current: string, config?: string) {
  const files = { 'r.csv': reference, 'c.csv': current };
  const root = tempDir(config === undefined ? files : { ...files, 'mlops.yml': config });
  return runStep(step, root, { reference: 'r.csv', current: 'c.csv' });
}

function findings(record: StepRecord | undefined): string[] {
  return (record?.findings ?? []).map(
    ({ severity, code, message }) => `${severity} ${code}: ${message}`,
  );
}

const size = (normal: number): number => Number((170 + 9 * normal).toFixed(2));
const steady = column(1, size);

describe('a change of unit', () => {
  test.each([
    ['a thousand times', (x: number) => x * 1_000, 'thousandths (seconds to milliseconds'],
    ['centimetres that became inches', (x: number) => x / 2.54, 'centimetres to inches'],
    ['inches that became centimetres', (x: number) => x * 2.54, 'inches to centimetres'],
    ['a share that became percent', (x: number) => x * 100, 'hundredths (shares to percent'],
    ['kelvins for degrees', (x: number) => x + 273.15, 'degrees Celsius to kelvins'],
    ['Fahrenheit for Celsius', (x: number) => 1.8 * x + 32, 'degrees Celsius to Fahrenheit'],
  ])('is recognised: %s', async (_, convert, words) => {
    const ran = await compare(
      steady,
      column(2, (normal) => convert(size(normal)).toFixed(3)),
    );
    expect(ran.record?.verdict).toBe('fail');
    expect(ran.host.outputs.get('alert')).toBe('p0');
    expect(ran.host.outputs.get('retrain')).toBe('false');
    expect(findings(ran.record)[0]).toContain(
      `error unit-changed: x seems to have changed its unit (${words}`,
    );
    expect(findings(ran.record)[0]).toMatch(
      /converted back, its values agree with the reference \(PSI 0\.0\d\d instead of \d+\.\d+\)\.$/u,
    );
  });

  test('is not claimed of values that merely grew', async () => {
    const ran = await compare(
      steady,
      column(2, (normal) => size(normal) + 12),
    );
    expect(ran.host.outputs.get('alert')).toBe('p2');
    expect(findings(ran.record).join('\n')).not.toContain('unit-changed');
  });
});

describe('values out of range', () => {
  test('are a finding of their own, though ten cells hardly see them', async () => {
    const ran = await compare(
      steady,
      column(2, (normal, i) => (i % 40 === 0 ? 900 : size(normal))),
    );
    expect(ran.host.outputs.get('alert')).toBe('p2');
    expect(findings(ran.record)).toEqual([
      expect.stringMatching(
        /^warning out-of-range: x: 2\.[4-8] % of the values lie outside the reference's range, 1\d\d\.?\d* to \d\d\d\.?\d*\.$/u,
      ),
    ]);
    expect(ran.record?.summary).toContain('P2: x: 2.');
  });

  test('that any second sample has are none', async () => {
    for (let seed = 2; seed < 6; seed++) {
      const ran = await compare(steady, column(seed, size));
      expect([ran.record?.verdict, findings(ran.record)]).toEqual(['pass', []]);
    }
  });

  test('matter from the share the user says', async () => {
    const current = column(2, (normal, i) => (i % 40 === 0 ? 900 : size(normal)));
    const config = 'version: 1\nmodels: { m: { drift: { alerts: { out-of-range: 0.1 } } } }\n';
    const ran = await compare(steady, current, config);
    expect(ran.host.outputs.get('alert')).toBe('none');
  });

  test('their p-value is that of the sum over all rankings in whole numbers', () => {
    expectTable(
      [
        [10, 5, 1, 0.571_428_571_428_571_4],
        [100, 100, 3, 0.310_601_229_497_742_5],
        [1_000, 500, 10, 0.000_122_925_282_957_243],
        [500, 20_000, 150, 0.113_822_623_580_821_08],
        [50, 1_000, 400, 5.793_723_307_972_314e-10],
      ],
      outsideRangeP,
    );
    expect(outsideRangeP(100, 0, 0)).toBe(1);
    expect(() => outsideRangeP(1, 5, 1)).toThrow(RangeError);
    expect(() => outsideRangeP(9, 5, 6)).toThrow(RangeError);
  });
});

describe('what moves on by nature', () => {
  test('is no alarm: the year', async () => {
    const year = (first: number) =>
      `x\n${Array.from({ length: 900 }, (_, i) => first + (i % 3)).join('\n')}\n`;
    const ran = await compare(year(2_015), year(2_016));
    expect(findings(ran.record).join('\n')).not.toContain('out-of-range');
  });
});

describe('values with many digits', () => {
  test('that all lie beyond the reference are counted, and no two edges fall together', async () => {
    // Thirds of a tenth: doubles a last digit apart, which a decimal cannot tell.
    const thirds = (from: number) =>
      `x\n${Array.from({ length: 900 }, (_, i) => (from + (i % 73)) / 60).join('\n')}\n`;
    const ran = await compare(thirds(0), thirds(400));
    expect(findings(ran.record).join('\n')).toContain('100.0 % of the values lie outside');
    expect(ran.host.outputs.get('drifted-columns')).toBe('["x"]');
  });
});

describe('a spike', () => {
  test('of one value that stands for missing is named', async () => {
    const ran = await compare(
      steady,
      column(2, (normal, i) => (i % 10 === 0 ? 171 : size(normal))),
    );
    expect(ran.host.outputs.get('alert')).toBe('p2');
    expect(findings(ran.record)).toContainEqual(
      'warning spike: x: the single value 171 makes up 10.0 % of the values, 0.0 % in the reference; it may stand for missing ones.',
    );
  });

  test('that the reference has too is none', async () => {
    const zeros = (seed: number) => column(seed, (normal, i) => (i % 5 === 0 ? 0 : size(normal)));
    const ran = await compare(zeros(1), zeros(2));
    expect([ran.record?.verdict, findings(ran.record)]).toEqual(['pass', []]);
  });
});
