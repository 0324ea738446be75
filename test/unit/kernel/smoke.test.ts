import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defineAction } from '../../../shared/kernel/define-action.ts';
import { runStep } from '../../support/run-step.ts';

const definition = defineAction({
  name: 'evaluate-gate',
  title: 'Gate',
  question: 'q',
  description: 'd',
  inputs: { mode: { type: 'enum', options: ['a', 'b'], default: 'a', description: 'm' } },
  outputs: { promote: { description: 'p' } },
  permissions: {},
});

test('a step that passes leaves a record and outputs', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'x-'));
  const ran = await runStep(
    {
      definition,
      run: async ({ inputs }) => ({
        verdict: 'pass',
        summary: `mode ${inputs.mode}`,
        outputs: { promote: 'true' },
      }),
    },
    dir,
  );
  expect(ran.exitCode).toBe(0);
  expect(ran.record?.summary).toBe('mode a');
  expect(ran.host.outputs.get('promote')).toBe('true');
});
