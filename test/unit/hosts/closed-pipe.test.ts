import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { tempDir } from '../../support/temp-dir.ts';

const cli = fileURLToPath(new URL('../../../actions/cli.ts', import.meta.url));

test('a step whose reader leaves, as in `mlops … | head`, finishes and leaves its record', async () => {
  const cwd = tempDir({ 'a.csv': 'x\n1\n2\n' });
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [cli, 'data-validate', '--data', 'a.csv'], {
    cwd,
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  child.stderr.destroy();
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  expect(existsSync(join(cwd, '.mlops/records/data-validate.json'))).toBe(true);
});
