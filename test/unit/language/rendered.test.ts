import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { step as dataValidate } from '../../../actions/data-validate/main.ts';
import { step as driftReport } from '../../../actions/drift-report/main.ts';
import { step as evaluateGate } from '../../../actions/evaluate-gate/main.ts';
import type { StepRecord } from '../../../shared/domain/record.ts';
import { useLanguage } from '../../../shared/kernel/language.ts';
import { mergeSection } from '../../../shared/report/comment.ts';
import { renderHtml } from '../../../shared/report/html.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { withoutScript } from '../report/report-script.ts';

afterEach(() => useLanguage('en'));

/** Deterministic rows: whether a flight is late depends on the hour; `noise` blurs who predicts. */
function flights(rows: number, shift = 0): string[] {
  return Array.from({ length: rows }, (_, id) => {
    const hour = (id * 7) % 24;
    const late = (id * 13) % 29 < hour / 2 ? 1 : 0;
    const origin = ['ATL', 'LAS', 'DCA'][id % 3];
    return `${id},${origin},${((id * 37) % 900) + shift},${hour},${late}`;
  });
}

function predictions(rows: number, weight: number): string {
  const lines = flights(rows).map((line) => {
    const [id, , , hour = '0', late] = line.split(',');
    const prediction = 0.1 + (weight * Number(hour)) / 30 + ((Number(id) * 11) % 17) / 100;
    return `${id},${late},${prediction.toFixed(4)},${Number(id) % 3}`;
  });
  return ['id,label,prediction,group', ...lines, ''].join('\n');
}

const header = 'id,origin,distance,hour,late';

function project(files: Readonly<Record<string, string>>): string {
  const root = tempDir();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  return root;
}

const validated = (language: string): Promise<StepRun> =>
  runStep(
    dataValidate,
    project({
      'flights.csv': [header, ...flights(60), '61,,x,1,1', ''].join('\n'),
      'checks.yml': `checks:
  - { check: row-count, min: 100 }
  - { check: not-null, column: origin }
  - { check: unique, column: id }
  - { check: range, column: hour, min: 0, max: 12 }
  - { check: allowed-values, column: origin, values: [ATL, LAS] }
  - { check: mean, column: hour, max: 5 }
`,
    }),
    { data: 'flights.csv', checks: 'checks.yml', language },
  );

const judged = (language: string): Promise<StepRun> =>
  runStep(
    evaluateGate,
    project({
      'champion.csv': predictions(400, 0.2),
      'challenger.csv': predictions(400, 0.6),
      'policy.yml': `metrics:
  auc: { min: 0.6, max-regression: 0.002 }
  log-loss: { max-regression: 0.01 }
slices: [group]
`,
    }),
    {
      ...{ champion: 'champion.csv', challenger: 'challenger.csv', policy: 'policy.yml' },
      ...{ key: 'id', language },
    },
  );

const compared = (language: string): Promise<StepRun> =>
  runStep(
    driftReport,
    project({
      'reference.csv': [header, ...flights(600), ''].join('\n'),
      'current.csv': [header, ...flights(600, 500), ''].join('\n'),
    }),
    { reference: 'reference.csv', current: 'current.csv', language },
  );

function recordOf({ record, log }: StepRun): StepRecord {
  if (record === undefined) throw new Error(log);
  return record;
}

/** Code, addresses, markers and markup of the forge are of no language. */
function prose(text: string): string {
  return text
    .replaceAll(/<!--[\s\S]*?-->/gu, ' ')
    .replaceAll(/<(style|script)\b[\s\S]*?<\/\1>/gu, ' ')
    .replaceAll(/```[\s\S]*?```|`[^`]*`|<code>[\s\S]*?<\/code>|<[^>]*>/gu, ' · ');
}

/** Three English words in a row are a phrase that nobody translated. */
function englishIn(text: string): string[] {
  return prose(text).match(/\b[A-Za-z]+(?: [a-z]+){2,}/gu) ?? [];
}

const runs = [
  ['data-validate', validated],
  ['evaluate-gate', judged],
  ['drift-report', compared],
] as const;

describe.each(runs)('%s in Chinese', (_name, run) => {
  test('has no English phrase, and the verdict, codes and numbers of the English one', async () => {
    const english = recordOf(await run('en'));
    const ran = await run('zh');
    const record = recordOf(ran);
    const now = new Date(record.finished);
    const comment = mergeSection(undefined, record, { limit: 65_536, now });
    expect(comment).toMatch(/^<!-- mlops-actions model=.*-->\n\n### .*[\u4e00-\u9fff]/u);
    expect(englishIn(comment)).toEqual([]);
    expect(englishIn(withoutScript(await renderHtml([record])))).toEqual([]);
    expect(englishIn(ran.log)).toEqual([]);
    expect(record.verdict).toBe(english.verdict);
    expect(record.metrics).toEqual(english.metrics);
    expect(record.findings.map(({ code }) => code)).toEqual(
      english.findings.map(({ code }) => code),
    );
    expect(record.tables.map(({ id, rows }) => [id, rows.length])).toEqual(
      english.tables.map(({ id, rows }) => [id, rows.length]),
    );
    expect(english.summary).not.toMatch(/[\u4e00-\u9fff]/u);
  });
});

describe('what is wrong with inputs', () => {
  test('is said in Chinese, whatever the name of the input', async () => {
    const ran = await runStep(evaluateGate, tempDir(), { language: 'zh', comment: 'sometimes' });
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain('输入 "comment" 为 "sometimes"，但应为 auto、always、never 之一');
    expect(englishIn(ran.log)).toEqual([]);
  });

  test('is said in English where the language itself is wrong', async () => {
    const ran = await runStep(evaluateGate, tempDir(), { language: 'zhh' });
    expect(ran.log).toContain('one of auto, en, zh is expected (did you mean "zh"?)');
  });
});
