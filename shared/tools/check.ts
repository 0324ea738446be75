/**
 * `npm run check`: style, types, tests, and whether what is generated and committed is what the
 * sources give. Linters of workflows run where the peers' cache has them, and are named where it
 * has not. Everything runs even when something before it failed, so that one run says all
 * there is to mend. `-- --without-tests` leaves all tests out but the one of the layout.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, distFolder } from './bundle.ts';
import { lint, type NotInstalled, workflowLinters } from './workflow-linters.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Check {
  name: string;
  passes(): boolean | NotInstalled | Promise<boolean>;
}

const vitest = ['run', '--config', 'test/vitest.config.ts'];
const tests: Check = process.argv.includes('--without-tests')
  ? {
      name: 'layout and imports',
      passes: () => runs('vitest', ...vitest, 'test/architecture.test.ts'),
    }
  : { name: 'tests', passes: () => runs('vitest', ...vitest) };

const checks: readonly Check[] = [
  {
    name: 'style (npm run fix mends most)',
    passes: () => runs('biome', 'check', '--error-on-warnings', '.'),
  },
  { name: 'types', passes: () => runs('tsc', '-p', 'tsconfig.json') },
  tests,
  {
    name: 'generated files are fresh (npm run generate)',
    passes: () => runs('node', 'shared/tools/generate.ts', '--check'),
  },
  { name: 'the bundle is fresh (npm run build)', passes: bundleIsFresh },
  ...workflowLinters.map((linter) => ({ name: linter.name, passes: () => lint(linter) })),
];

let failed = 0;
for (const { name, passes } of checks) {
  const started = performance.now();
  const passed = await passes();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (typeof passed === 'object') console.log(`NOT RUN ${name}: ${passed.notInstalled}`);
  else console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (passed === false) failed += 1;
}
process.exitCode = failed > 0 ? 1 : 0;

function runs(command: string, ...args: string[]): boolean {
  // What a tool says is of interest only where it failed.
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });
  if (result.status !== 0) process.stdout.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  if (result.error !== undefined) console.log(`${command}: ${result.error.message}`);
  return result.status === 0;
}

async function bundleIsFresh(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'mlops-bundle-'));
  try {
    const built = join(folder, 'dist');
    await bundle(built);
    const [committed, fresh] = [contentOf(distFolder), contentOf(built)];
    const names = [...new Set([...committed.keys(), ...fresh.keys()])].toSorted();
    const stale = names.filter((name) => committed.get(name) !== fresh.get(name));
    for (const name of stale) console.log(`stale: actions/dist/${name}`);
    return stale.length === 0;
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files by relative path, as Latin-1 text: one character a byte, so that equal means identical. */
function contentOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path, 'latin1')]),
  );
}
