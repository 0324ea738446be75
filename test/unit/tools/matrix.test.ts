import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { stepNames } from '../../../shared/domain/step.ts';
import { matrixHosts, readMatrix } from '../../../shared/tools/matrix.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const matrix = readMatrix(join(root, 'action-matrix.yml'));

interface Listed {
  name: string;
  file: string;
}

/** The tests of a file, as vitest itself lists them. */
function testsOf(file: string): string[] {
  const isPeer = /^test\/(?:runners|peers)\//u.test(file);
  const config = isPeer ? 'test/peers/vitest.config.ts' : 'test/vitest.config.ts';
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'list', file, '--config', config, '--json'];
  const json = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return (JSON.parse(json) as Listed[]).map(({ name }) => name.split(' > ').at(-1) ?? '');
}

describe('the support promise', () => {
  const files = [...new Set(matrix.map(({ file }) => file))];

  it.each(files)(
    'every test it names in %s is there',
    (file) => {
      const named = matrix.filter((row) => row.file === file).map(({ test }) => test);
      expect(testsOf(file)).toEqual(expect.arrayContaining(named));
    },
    60_000,
  );

  it('has a row for every step on every host', () => {
    const found = new Set(matrix.map(({ step, host }) => `${step} on ${host}`));
    const wanted = stepNames.flatMap((step) => matrixHosts.map((host) => `${step} on ${host}`));
    expect([...found].toSorted()).toEqual(wanted.toSorted());
  });
});
