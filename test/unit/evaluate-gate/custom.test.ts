import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeMetrics } from '../../../actions/evaluate-gate/judge.ts';
import {
  judgeReported,
  type Reported,
  reportedFamily,
} from '../../../actions/evaluate-gate/reported/judge.ts';
import { commitChange, git, judge, newRepository } from '../../support/champion-project.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { csv, gate, predict, simulate } from './predictions.ts';

const rows = simulate(600, 41);
const files = { 'new.csv': csv(predict(rows, 0, 0.3)), 'old.csv': csv(predict(rows, 1, 1.5)) };
const both = { challenger: 'new.csv', champion: 'old.csv', policy: 'policy.yml' };
const tickets = (value: number) =>
  JSON.stringify({ tickets: { value, 'standard-error': 1, n: 400 }, extra: 3, auc: 0.1 });
const policyOf = (more: string, rule = '{ better: lower, max-regression: 2 }') =>
  `metrics: { auc: { max-regression: 0.01 } }\ncustom: { tickets: ${rule} }\n${more}\n`;

describe('a metric of our own beside predictions', () => {
  test('stands in the same table, and fails the gate where it got worse', async () => {
    const policy = policyOf('metrics-file: { challenger: a.json, champion: b.json }');
    const given = { 'a.json': tickets(30), 'b.json': tickets(20), 'policy.yml': policy };
    const { record } = await gate({ ...files, ...given }, both);
    expect(record?.verdict).toBe('fail');
    expect(record?.summary).toBe(
      'Tickets +10.00 (95 % interval +7.23 to +12.77) as reported: worse than the champion by more than the allowed 2',
    );
    const table = record?.tables[0];
    expect(table?.rows.map(([first]) => first)).toEqual([
      { kind: 'verdict', verdict: 'fail', text: 'tickets' },
      'AUC',
    ]);
    expect(table?.note).toContain('From metrics files, not computed here: tickets;');
    // What is computed is not taken from the file; what no rule names is recorded.
    expect(record?.metrics.filter(({ name }) => name === 'auc')).toHaveLength(1);
    expect(record?.metrics.find(({ name }) => name === 'auc')?.value).toBeGreaterThan(0.5);
    expect(record?.metrics.find(({ name }) => name === 'extra')?.value).toBe(3);
  });

  test('is compared with what the gate recorded of the champion on the same rows', async () => {
    const directory = tempDir({ 'policy.yml': policyOf(''), '.gitignore': '*\n!train.py\n' });
    newRepository(directory);
    const run = (predictions: string, value: number, more: Readonly<Record<string, string>>) => {
      writeFileSync(join(directory, 'new.csv'), predictions);
      writeFileSync(join(directory, 'mine.json'), tickets(value));
      const inputs = { challenger: 'new.csv', metrics: 'mine.json', policy: 'policy.yml' };
      return judge(directory, { ...inputs, ...more });
    };
    const first = await run(files['old.csv'], 20, {});
    expect(first.record?.metrics.find(({ name }) => name === 'tickets')).toMatchObject({
      value: 20,
    });
    git(directory, 'checkout', '-q', '-b', 'better');
    commitChange(directory, 'second');
    const second = await run(files['new.csv'], 10, { champion: 'git:main' });
    expect(second.record?.verdict).toBe('pass');
    expect(second.record?.metrics.find(({ name }) => name === 'tickets')).toMatchObject({
      value: 10,
      baseline: 20,
      verdict: 'pass',
    });
  });

  test('of which the champion has nothing fails, and says where to give it', async () => {
    const policy = policyOf('metrics-file: a.json');
    const { record } = await gate({ ...files, 'a.json': tickets(1), 'policy.yml': policy }, both);
    expect(record?.verdict).toBe('fail');
    expect(record?.summary).toMatch(/^Nothing is known of the champion's tickets on these rows/u);
    expect(record?.findings.map(({ code }) => code)).toContain('metric-not-computed');
  });

  test('that is advisory warns, and by a bare value only where the policy takes it as exact', async () => {
    const bare = { 'a.json': '{"tickets": 30}', 'b.json': '{"tickets": 20}' };
    const more = 'metrics-file: { challenger: a.json, champion: b.json }';
    const advisory = '{ better: lower, max-regression: 2, required: false }';
    const exact = policyOf(`${more}\naccept-point-estimates: true`, advisory);
    const warned = await gate({ ...files, ...bare, 'policy.yml': exact }, both);
    expect(warned.record?.verdict).toBe('warn');
    const open = await gate({ ...files, ...bare, 'policy.yml': policyOf(more) }, both);
    expect(open.record?.verdict).toBe('inconclusive');
    expect(open.record?.summary).toContain('no interval can be given for a bare value');
  });

  test.each([
    ['no.json', 'no.json'],
    ['new.csv', 'new.csv is no metrics file.'],
  ])('in a file %s that is none stops the run', async (metrics, said) => {
    const { exitCode, log } = await gate(
      { ...files, 'policy.yml': policyOf('') },
      { ...both, metrics },
    );
    expect(exitCode).toBe(2);
    expect(log).toContain(said);
  });
});

test('claims about computed and reported metrics hold together (Holm)', () => {
  const z = 2.1;
  const difference = { estimate: z, low: z - 1.96, high: z + 1.96 };
  const rule = { 'max-regression': 0, required: true };
  const comparison = { challenger: difference, champion: 0, difference };
  const computed = [{ name: 'auc', rule, comparison } as const];
  const reported: Reported = {
    challenger: new Map([['mine', { value: z, standardError: Math.SQRT1_2 }]]),
    champion: new Map([['mine', { value: 0, standardError: Math.SQRT1_2 }]]),
    policy: { rules: { mine: { ...rule, better: 'higher' } }, level: 0.95, acceptsPoints: false },
  };
  const outcome = (judged: readonly { judgements: readonly { outcome: string }[] }[]) =>
    judged[0]?.judgements[0]?.outcome;
  expect(outcome(judgeMetrics(computed, 0.95, 1000))).toBe('better');
  expect(outcome(judgeReported(reported))).toBe('better');
  // Each alone is below 5 %, but two at 3.6 % are not below 2.5 %.
  expect(outcome(judgeMetrics(computed, 0.95, 1000, reportedFamily(reported)))).toBe('no-worse');
});
