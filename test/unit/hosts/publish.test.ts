import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Finding, StepRecord } from '../../../shared/domain/record.ts';
import { stepNames, stepTitles } from '../../../shared/domain/step.ts';
import { annotationsPerLevel } from '../../../shared/hosts/annotate-findings.ts';
import { memoryHost } from '../../../shared/hosts/memory.ts';
import { publishComment } from '../../../shared/hosts/publish-comment.ts';
import { parseSections } from '../../../shared/report/sections.ts';
import { type CommentForge, forgeKinds } from '../../support/comment-forges.ts';
import { plainStep } from '../../support/plain-step.ts';
import { runStep } from '../../support/run-step.ts';
import { seededRandom, VirtualTime } from '../../support/virtual-time.ts';

const directory = (): string => mkdtempSync(join(tmpdir(), 'publish-'));
const finding = (index: number, severity: Finding['severity']): Finding => ({
  code: `check-${index}`,
  severity,
  message: `Finding ${index}.`,
});

/** A record of each step, all of one run. */
function recordOf(step: StepRecord['step'], text = `${stepTitles[step]} is fine.`): StepRecord {
  return {
    schema: 'mlops-record/1',
    step,
    model: 'flights',
    subject: { commit: 'a'.repeat(40), dirty: false, data: null, model: null, environment: null },
    started: '2026-03-01T12:00:00.000Z',
    finished: '2026-03-01T12:00:01.000Z',
    verdict: 'pass',
    summary: text,
    metrics: [],
    findings: [],
    tables: [],
    series: [],
    artifacts: [],
    inputs: {},
  };
}

test('a record is shown in every form, also without a forge', async () => {
  const cwd = directory();
  const step = plainStep({
    metrics: [{ name: 'auc', value: 0.71, baseline: 0.7, delta: 0.01, better: 'higher' }],
  });
  const ran = await runStep(step, cwd);
  const read = (name: string): string => readFileSync(join(cwd, '.mlops', name), 'utf8');
  const sentence = 'AUC 0.71, no worse than the champion.';
  expect(read('comment.md')).toContain(sentence);
  expect(read('report.html')).toContain(sentence);
  expect(read('junit/evaluate-gate.xml')).toMatch(/<testsuites?[ >]/u);
  expect(read('metrics.txt')).toMatch(/# EOF\n$/u);
  expect(ran.host.summaries[0]).toContain(sentence);
  expect(ran.host.outputs.get('report')).toBe(join(cwd, '.mlops/report.html'));
  expect(ran.log).toContain(`info: Gate: pass. ${sentence}`);
});

test('the report shows what earlier steps left, and says what it cannot read', async () => {
  const cwd = directory();
  const records = join(cwd, '.mlops/records');
  mkdirSync(records, { recursive: true });
  const earlier = { ...recordOf('data-validate', '41 checks on 9 rows.'), model: 'model' };
  writeFileSync(join(records, 'data-validate.json'), JSON.stringify(earlier));
  writeFileSync(join(records, 'drift-report.json'), '{ broken');
  const ran = await runStep(plainStep(), cwd);
  expect(ran.exitCode).toBe(0);
  for (const name of ['comment.md', 'report.html']) {
    expect(readFileSync(join(cwd, '.mlops', name), 'utf8')).toContain('41 checks on 9 rows.');
  }
  // A forge collects this file job by job, and would count the earlier step twice.
  const junit = readFileSync(join(cwd, '.mlops/junit/evaluate-gate.xml'), 'utf8');
  expect(junit).not.toContain('41 checks on 9 rows.');
  expect(ran.log).toMatch(/warning: The report leaves out drift-report: .* is not JSON/u);
});

test('findings become annotations, worst first, and what is left out is counted', async () => {
  const findings = [
    ...Array.from({ length: annotationsPerLevel + 3 }, (_, index) => finding(index, 'error')),
    finding(100, 'warning'),
    finding(200, 'info'),
    { ...finding(300, 'info'), file: 'mlops.yml', line: 4 },
  ];
  const ran = await runStep(plainStep({ verdict: 'fail', findings }), directory());
  const levels = ran.host.annotations.map(({ level }) => level);
  expect(levels).toEqual([...Array(annotationsPerLevel).fill('error'), 'warning', 'notice']);
  expect(ran.host.annotations.at(-1)).toEqual({
    level: 'notice',
    title: 'Gate: check-300',
    message: 'Finding 300.',
    file: 'mlops.yml',
    line: 4,
  });
  expect(ran.log).toContain('info: Not shown here: 3 more of severity error. See the report.');
});

test('what cannot be written is a warning, and the verdict stays', async () => {
  const cwd = directory();
  mkdirSync(join(cwd, '.mlops/comment.md'), { recursive: true });
  const ran = await runStep(plainStep(), cwd);
  expect(ran.exitCode).toBe(0);
  expect(ran.log).toMatch(/warning: The comment file and the test reports could not be written: /u);
  expect(readFileSync(join(cwd, '.mlops/report.html'), 'utf8')).toContain('AUC 0.71');
});

describe.each(forgeKinds)('$name', (kind) => {
  let forge: CommentForge;
  afterEach(() => forge.close());

  test.each([1, 2, 3])(
    'six steps that report at once share one comment, round %i',
    async (seed) => {
      const time = new VirtualTime();
      const random = seededRandom(seed);
      forge = await kind.start({ now: time.now, pause: () => time.wait(400 * random()) });
      const jobs = await Promise.all(
        stepNames.map(async (step) => {
          const request = await forge.job();
          return { step, host: memoryHost({ changeRequest: request }) };
        }),
      );
      const options = { comment: 'auto', token: undefined, wait: time.wait, random } as const;
      const urls = await time.all(
        jobs.map(
          ({ step, host }) =>
            () =>
              publishComment(host, recordOf(step), options),
        ),
      );
      expect(new Set(urls).size).toBe(1);
      expect(forge.bodies()).toHaveLength(1);
      const body = forge.bodies()[0] ?? '';
      expect([...parseSections(body).keys()].toSorted()).toEqual(stepNames.toSorted());
      for (const step of stepNames) expect(body).toContain(`${stepTitles[step]} is fine.`);
      expect(jobs.flatMap(({ host }) => host.logs)).toEqual([]);
      expect(forge.violations).toEqual([]);
    },
  );

  test('a slower run about the same commit does not replace a later one', async () => {
    forge = await kind.start();
    const host = memoryHost({ changeRequest: await forge.job() });
    const pace = { wait: async () => undefined, random: () => 0.5 };
    const options = { comment: 'auto', token: undefined, ...pace } as const;
    const later = { ...recordOf('evaluate-gate', 'Later.'), started: '2026-03-01T13:00:00.000Z' };
    await publishComment(host, later, options);
    await publishComment(host, recordOf('evaluate-gate', 'Earlier.'), options);
    expect(forge.bodies()[0]).toContain('Later.');
    expect(forge.bodies()[0]).not.toContain('Earlier.');
    expect(host.logs).toEqual([
      { level: 'notice', message: 'Comment left as it is: a later run has reported this step.' },
    ]);
  });
});

test('without a change request: silence with never, a line with auto, a warning with always', async () => {
  const host = { ...memoryHost(), changeRequest: async () => undefined };
  const logsWith = async (comment: 'auto' | 'always' | 'never') => {
    host.logs.length = 0;
    const pace = { wait: async () => undefined, random: () => 0 };
    const url = await publishComment(host, recordOf('evaluate-gate'), {
      comment,
      token: undefined,
      ...pace,
    });
    expect(url).toBeUndefined();
    return host.logs.map(({ level, message }) => `${level}: ${message}`);
  };
  expect(await logsWith('never')).toEqual([]);
  expect(await logsWith('auto')).toEqual([
    'info: No comment: this run belongs to no pull or merge request.',
  ]);
  expect(await logsWith('always')).toEqual([
    'warning: No comment was written: this run belongs to no pull or merge request.',
  ]);
});
