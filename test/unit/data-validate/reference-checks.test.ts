import { describe, expect, test } from 'vitest';
import { step } from '../../../actions/data-validate/main.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** Rows of `x` (normal), `y` (x with noise), `kind` (three categories), `day` and `flag`. */
function rowsOf(
  rows: number,
  seed: number,
  { shift = 0, noise = 0.5, rare = 0.1 }: { shift?: number; noise?: number; rare?: number } = {},
): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: rows }, (_, i) => {
    const x = random.normal() + shift;
    const y = x + noise * random.normal();
    const share = random.uniform();
    const kind = share < rare ? 'c' : share < 0.5 ? 'a' : 'b';
    const day = `2001-01-${String(1 + (i % 28)).padStart(2, '0')}`;
    return [i, x.toFixed(4), y.toFixed(4), kind, day, share < 0.5].join(',');
  });
  return `id,x,y,kind,day,flag\n${lines.join('\n')}\n`;
}

function check(checks: readonly string[], data: string, reference?: string): Promise<StepRun> {
  const root = tempDir({
    'data.csv': data,
    ...(reference === undefined ? {} : { 'ref.csv': reference }),
    's.yml': `checks:\n${checks.map((line) => `  - { ${line} }\n`).join('')}`,
  });
  return runStep(step, root, {
    data: 'data.csv',
    checks: 's.yml',
    ...(reference === undefined ? {} : { reference: 'ref.csv' }),
  });
}

/** What failed, without what `expected` says. */
function found({ record }: StepRun): string[] {
  return (record?.findings ?? [])
    .filter(({ severity }) => severity !== 'info')
    .map(({ severity, message }) => `${severity}: ${message.split('; expected')[0]}`);
}

const methods = ['psi', 'js', 'hellinger', 'total-variation', 'chi-squared', 'kl'];

describe('distribution', () => {
  const reference = rowsOf(2_000, 1);

  test('of the same population passes by every method', async () => {
    const columns = ['x', 'kind', 'flag', 'day'];
    const checks = [
      ...methods.flatMap((method) =>
        columns.map(
          (column) => `check: distribution, column: ${column}, method: ${method}, max: 0.1`,
        ),
      ),
      'check: distribution, column: x, method: ks, max: 0.1',
      'check: distribution, column: x, method: wasserstein, max: 0.2',
    ];
    const ran = await check(checks, rowsOf(2_000, 2), reference);
    expect(found(ran)).toEqual([]);
    expect(ran.record?.inputs).toMatchObject({ 'checks-declared': 26 });
  });

  test('that has moved fails by every method, with its interval', async () => {
    const moved = rowsOf(2_000, 3, { shift: 1, rare: 0.4 });
    const checks = [...methods, 'ks', 'wasserstein'].map(
      (method) => `check: distribution, column: x, method: ${method}, max: 0.1`,
    );
    const ran = await check(
      [...checks, 'check: distribution, column: kind, max: 0.1'],
      moved,
      reference,
    );
    const messages = found(ran);
    expect(messages).toHaveLength(9);
    const interval = /^error: distribution of (?:x|kind): .+ [0-9.]+ \([0-9.]+ to [0-9.]+\)$/u;
    for (const message of messages) expect(message).toMatch(interval);
    // Two normal laws one standard deviation apart: D = 2Φ(½) - 1, W = 1.
    expect(messages.find((message) => message.includes('KS'))).toMatch(
      /KS distance 0\.(?:37|38|39)/u,
    );
    expect(messages.find((message) => message.includes('Wasserstein'))).toMatch(
      /standard deviations (?:0\.9[5-9]|1(?:\.0[0-5])?) /u,
    );
  });

  test('beyond the limit by so little that chance can do it only warns', async () => {
    const ran = await check(
      ['check: distribution, column: x, method: ks, max: 0.2'],
      rowsOf(80, 5, { shift: 0.6 }),
      rowsOf(80, 6),
    );
    expect(ran.record?.verdict).toBe('warn');
    expect(found(ran)[0]).toMatch(/^warning: .*too few rows to be sure/u);
  });

  test('may be held against rows that the suite lists', async () => {
    const expected = 'expected: { values: [a, b, c], rows: [400, 500, 100, 0] }';
    const edges = 'expected: { edges: [-1, 0, 1], rows: [159, 341, 341, 159] }';
    const checks = [
      `check: distribution, column: kind, max: 0.1, ${expected}`,
      `check: distribution, column: x, max: 0.1, ${edges}`,
      `check: distribution, column: x, max: 0.1, method: ks, ${edges}`,
    ];
    expect(found(await check(checks, reference))).toEqual([]);
    const moved = found(await check(checks, rowsOf(2_000, 7, { shift: 1.5, rare: 0.3 })));
    expect(moved).toHaveLength(3);
    const values = moved.map((message) =>
      Number(/ (?:PSI|distance) ([0-9.]+) /u.exec(message)?.[1]),
    );
    // By hand: 0.2 ln 2 + 0.2 ln 3; four cells of two normal laws 1.5 apart; their largest gap.
    for (const [i, exact] of [0.358, 1.79, 0.533].entries()) {
      expect(Math.abs((values[i] ?? 0) / exact - 1)).toBeLessThan(0.15);
    }
  });

  test('is judged in every segment, against the same segment of the reference', async () => {
    const checks = [
      'check: distribution, column: x, max: 0.2, by: kind',
      'check: correlation, columns: [x, y], max-change: 0.1, by: [kind]',
      "check: distribution, column: x, max: 0.2, where: kind <> 'c'",
    ];
    expect(found(await check(checks, rowsOf(2_000, 2), reference))).toEqual([]);
    const rows = rowsOf(2_000, 2).split('\n');
    const broken = rows.map((row) => (row.includes(',c,') ? row.replace(/,[^,]+,/u, ',7,') : row));
    const messages = found(await check(checks, broken.join('\n'), reference));
    expect(messages.map((message) => message.replace(/PSI.*/u, 'PSI'))).toEqual([
      'error: distribution of x by kind: 1 of 3 segments fail (kind = c: PSI',
      expect.stringMatching(/by kind: 1 of 3 segments fail \(kind = c: no correlation/u),
    ]);
    const other = `x,y\n${'1,2\n'.repeat(60)}`;
    const divided = found(await check(checks.slice(0, 1), rowsOf(200, 2), other));
    expect(divided[0]).toContain('the reference has no column "kind" to divide it by');
  });

  test('that cannot be compared says why', async () => {
    const few = rowsOf(20, 8);
    const checks = [
      'check: distribution, column: kind, method: ks, max: 0.1',
      'check: distribution, column: x, max: 0.1',
    ];
    expect(found(await check(checks, few, reference))).toEqual([
      'error: distribution of kind: kind has no order, which KS distance needs; take the method psi or total-variation',
      'error: distribution of x: the data has 20 values; 50 are needed for a comparison',
      expect.stringContaining('about as many rows'),
    ]);
    expect(found(await check(checks.slice(1), reference))).toEqual([
      'error: distribution of x: there is no reference; name its files in the input reference',
    ]);
    const other = 'x,kind\n'.concat('a,1\n'.repeat(60));
    expect(
      found(await check(['check: distribution, column: x, max: 0.1'], reference, other))[0],
    ).toBe('error: distribution of x: x is number, but string in the reference');
  });

  test.each([
    ['max: 0.1, expected: { values: [a], rows: [1] }', 'one entry more'],
    ['max: 0.1, expected: { edges: [2, 1], rows: [1, 1, 1] }', 'edges must ascend'],
    ['max: 0.1, expected: { rows: [1, 1] }', 'give either edges or values'],
    ['max: 0.1, method: kss', 'method'],
    ['max: 0.1, method: ks, expected: { values: [a], rows: [1, 1] }', 'categories have not'],
    ['method: ks', '"checks.0.max" is missing'],
  ])('{ %s } is refused', async (text, message) => {
    const ran = await check([`check: distribution, column: x, ${text}`], 'x\n1\n');
    expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('correlation', () => {
  const reference = rowsOf(1_000, 11);

  test('is held between bounds, and near that of the reference', async () => {
    const checks = [
      'check: correlation, columns: [x, y], min: 0.85',
      'check: correlation, columns: [x, y], method: spearman, min: 0.85, max-change: 0.05',
      'check: correlation, columns: [x, id], min: -0.1, max: 0.1',
      'check: correlation, columns: [x, y, id], max-change: 0.1',
    ];
    expect(found(await check(checks, rowsOf(1_000, 12), reference))).toEqual([]);
    const broken = await check(checks, rowsOf(1_000, 13, { noise: 3 }), reference);
    expect(
      found(broken).map((line) => line.replace(/[0-9.]+ \([0-9.]+ to [0-9.]+\)/u, 'r')),
    ).toEqual([
      'error: correlation of x, y: x and y: r',
      'error: correlation of x, y: x and y: r, 0.88 in the reference',
      'error: correlation of x, y, id: x and y: r, 0.89 in the reference',
    ]);
  });

  test('that cannot be computed fails', async () => {
    const data = 'a,b,c\n'.concat('1,2,x\n'.repeat(9));
    const checks = [
      'check: correlation, columns: [a, b], min: 0',
      'check: correlation, columns: [a, c], min: 0',
      'check: correlation, columns: [a, b], max-change: 0.1',
    ];
    expect(found(await check(checks, data))).toEqual([
      expect.stringContaining('no correlation of a and b can be computed'),
      'error: correlation of a, c: c is string; a correlation needs numbers',
      expect.stringContaining('there is no reference'),
    ]);
  });

  test('survives numbers whose squares no double holds', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => `${i}e300,${i}`);
    const ran = await check(
      ['check: correlation, columns: [a, b], min: 0', 'check: distribution, column: a, max: 1'],
      `a,b\n${lines.join('\n')}\n`,
      `a,b\n${lines.join('\n')}\n`,
    );
    expect(ran.exitCode).toBe(1);
    expect(found(ran)).toEqual([expect.stringContaining('can be computed')]);
  });

  test.each([
    ['columns: [a, a], min: 0', 'named more than once'],
    ['columns: [a], min: 0', '"checks.0.columns"'],
    ['columns: [a, b]', 'give min, max or max-change'],
  ])('{ %s } is refused', async (text, message) => {
    const ran = await check([`check: correlation, ${text}`], 'a,b\n1,2\n');
    expect([ran.exitCode, ran.log]).toEqual([2, expect.stringContaining(message)]);
  });
});
