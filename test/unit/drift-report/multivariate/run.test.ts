import { describe, expect, test } from 'vitest';
import { step } from '../../../../actions/drift-report/main.ts';
import type { StepRecord } from '../../../../shared/domain/record.ts';
import { createRandom, type Random } from '../../../../shared/stats/random.ts';
import { runStep } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const config = (drift: string): string => `version: 1\nmodels:\n  m:\n    drift: { ${drift} }\n`;

function csv(seed: number, rows: number, row: (random: Random) => readonly unknown[]): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: rows }, () => row(random).join(','));
  return `a,b,c,kind\n${lines.join('\n')}\n`;
}

/** Two normal columns with a correlation, a third alone, and a category that goes with the first. */
const world =
  (correlation: number, shift = 0) =>
  (random: Random): unknown[] => {
    const a = random.normal();
    const b = correlation * a + Math.sqrt(1 - correlation ** 2) * random.normal();
    const values = [a + shift, b, random.normal()].map((x) => x.toFixed(4));
    return [...values, a + random.normal() > 0 ? 'up' : 'down'];
  };

async function compare(
  reference: string,
  current: string,
  inputs: Readonly<Record<string, string>> = {},
  drift = 'multivariate: {}',
) {
  const root = tempDir({ 'r.csv': reference, 'c.csv': current, 'mlops.yml': config(drift) });
  return runStep(step, root, { reference: 'r.csv', current: 'c.csv', ...inputs });
}

function findings(record: StepRecord | undefined): string[] {
  return (record?.findings ?? []).map(
    ({ severity, code, message }) => `${severity} ${code}: ${message}`,
  );
}

describe('all columns together', () => {
  const steady = csv(1, 2_500, world(0.7));

  test('that turned around, while each column stayed as it was, are found', async () => {
    const ran = await compare(steady, csv(2, 2_500, world(-0.7)));
    expect(ran.host.outputs.get('drifted-columns')).toBe('[]');
    expect(ran.host.outputs.get('alert')).toBe('p2');
    expect(ran.record?.verdict).toBe('warn');
    expect(ran.record?.summary).toMatch(
      /^P2: All columns together changed\. Reference and current rows can be told apart, mostly by [ab](?:, kind)? and [ab]/u,
    );
    expect(findings(ran.record)).toEqual([
      expect.stringMatching(/^warning rows-told-apart: .* AUC 0\.[78]\d\d \(at least 0\.[78]/u),
      expect.stringMatching(
        /^warning relations-changed: The relations between the columns changed, mostly by [abkind, ]+ and [abkind]+: the error of the reference's principal components is \+\d+\.\d % /u,
      ),
    ]);
    const table = ran.record?.tables.find(({ id }) => id === 'multivariate');
    expect(table?.rows.map((row) => row.at(-1))).toEqual([
      { kind: 'verdict', verdict: 'warn', text: 'changed' },
      { kind: 'verdict', verdict: 'warn', text: 'changed' },
    ]);
    const auc = ran.record?.metrics.find(({ name }) => name === 'domain-classifier-auc');
    expect(auc?.value).toBeGreaterThan(0.7);
  });

  test('that did not change raise nothing, and the record is the same on every run', async () => {
    const same = csv(2, 2_500, world(0.7));
    const ran = await compare(steady, same);
    expect(ran.record?.verdict).toBe('pass');
    expect(findings(ran.record)).toEqual([]);
    const auc = (record: StepRecord | undefined) =>
      record?.metrics.find(({ name }) => name === 'domain-classifier-auc');
    expect(auc(ran.record)?.verdict).toBe('pass');
    const again = await compare(steady, same);
    expect(again.record?.metrics).toEqual(ran.record?.metrics);
  });

  test('changed by a column that drifted by itself are no second alarm', async () => {
    const ran = await compare(steady, csv(2, 2_500, world(0.7, 1.5)));
    expect(ran.host.outputs.get('drifted-columns')).toBe('["a"]');
    const found = findings(ran.record).filter((text) => text.includes('rows-told-apart'));
    expect(found).toEqual([
      expect.stringMatching(/^info rows-told-apart: .*What a does by itself explains it\.$/u),
    ]);
  });

  test('with few rows are not compared, and that is said', async () => {
    const ran = await compare(csv(1, 150, world(0.7)), csv(2, 150, world(-0.7)));
    expect(findings(ran.record)).toContain(
      'info multivariate-not-compared: All columns together: 150 rows are too few to compare; it takes 200 on each side.',
    );
  });

  test('are not compared unless the configuration asks for it', async () => {
    const ran = await compare(steady, csv(2, 2_500, world(-0.7)), {}, 'q: 0.05');
    expect(ran.record?.verdict).toBe('pass');
    expect(ran.record?.tables.map(({ id }) => id)).not.toContain('multivariate');
  });

  test('with missing values, rare categories and a constant column are no problem', async () => {
    const odd = (seed: number) =>
      csv(seed, 1_000, (random) => {
        const [a, b] = world(0.7)(random);
        return [
          random.uniform() < 0.3 ? '' : a,
          b,
          5,
          `k${Math.floor(random.uniform() ** 4 * 90)}`,
        ];
      });
    const ran = await compare(odd(1), odd(2));
    expect([ran.record?.verdict, findings(ran.record)]).toEqual(['pass', []]);
    expect(ran.record?.tables.map(({ id }) => id)).toContain('multivariate');
  });
});
