import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { step } from '../../../actions/data-validate/main.ts';
import { anyCheck, brokenFiles, textFile } from '../../support/broken-files.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';

async function inDirectory<T>(work: (root: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'mlops-broken-'));
  try {
    return await work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function expectInOrder({ exitCode, log, record }: StepRun): void {
  expect(log).not.toContain('internal error');
  expect([0, 1, 2]).toContain(exitCode);
  expect(record?.summary).toMatch(/\S/u);
  if (exitCode === 2) expect(log).toMatch(/\n {2}next: \S/u);
}

test('whatever the file and the checks, the step ends in order and says what is wrong', async () => {
  await fc.assert(
    fc.asyncProperty(
      brokenFiles,
      fc.array(anyCheck, { maxLength: 4 }),
      fc.boolean(),
      async ({ name, bytes, data = name }, checks, shown) =>
        inDirectory(async (root) => {
          writeFileSync(join(root, name), bytes);
          writeFileSync(join(root, 'suite.yml'), stringify({ checks }));
          const inputs = {
            data,
            ...(checks.length === 0 ? {} : { checks: 'suite.yml' }),
            ...(shown ? { 'show-values': 'true' } : {}),
          };
          const ran = await runStep(step, root, inputs);
          expectInOrder(ran);
          if (ran.exitCode === 2) return;
          expect(ran.record?.inputs['checks-declared']).toBe(checks.length);
        }),
    ),
    { seed: 20_240_131, numRuns: 150, interruptAfterTimeLimit: 150_000 },
  );
}, 180_000);

test('checks derived from any data hold for that data', async () => {
  await fc.assert(
    fc.asyncProperty(textFile, async ({ name, bytes }) =>
      inDirectory(async (root) => {
        writeFileSync(join(root, name), bytes);
        const ran = await runStep(step, root, { data: name, infer: 'true' });
        expectInOrder(ran);
        if (ran.exitCode === 2) return;
        const failed = ran.record?.findings.filter(
          ({ code, severity }) => severity !== 'info' && code !== 'readable',
        );
        expect(failed).toEqual([]);
      }),
    ),
    { seed: 5, numRuns: 60, interruptAfterTimeLimit: 100_000 },
  );
}, 120_000);
