import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { loans, repository } from './stranger.ts';

const cli = fileURLToPath(new URL('../../../actions/cli.ts', import.meta.url));
const home = temporaryFolder('home');

/** Nothing in it tells the label, so it has to be asked for. */
const script = 'from sklearn.svm import SVC\nmodel = SVC().fit(*load("data/loans.csv"))\n';

/**
 * `mlops init` on a terminal of its own (`script` of util-linux), answered as a person does: a line
 * when a question stands there. undefined: end of input (Ctrl-D).
 */
function typed(folder: string, answers: readonly (readonly [RegExp, string | undefined])[]) {
  const line = `'${process.execPath}' '${cli}' init`;
  const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    cwd: folder,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: home, TERM: 'dumb' },
    timeout: 60_000,
  });
  let screen = '';
  let answered = 0;
  const left = [...answers];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    const [question, answer] = left[0] ?? [];
    if (question?.test(screen.slice(answered)) !== true) return;
    answered = screen.length;
    left.shift();
    child.stdin.write(answer === undefined ? '\u0004' : `${answer}\n`);
  });
  return new Promise<{ exitCode: number | null; screen: string }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, screen }));
  });
}

describe('mlops init on a terminal', () => {
  it('asks what it cannot know, and writes what was answered', async () => {
    const table = loans().replace('default', 'late');
    const folder = repository({ 'train.py': script, 'data/loans.csv': table });
    const { exitCode, screen } = await typed(folder, [
      [/github or gitlab\? \[github/u, ''],
      [/to be predicted\? \[late; the last column\]/u, 'lat'],
      [/"lat" does not fit/u, 'late'],
      [/holds the actions\?/u, 'acme/mlops-actions'],
      [/Write mlops\.yml/u, ''],
    ]);
    expect(screen).toContain('Written: mlops.yml');
    expect(exitCode).toBe(0);
    expect(readFileSync(join(folder, 'mlops.yml'), 'utf8')).toContain('label: late');
  });

  it('writes nothing when the questions are left', async () => {
    const folder = repository({ 'train.py': script, 'data/loans.csv': loans() });
    const { exitCode, screen } = await typed(folder, [[/github or gitlab/u, undefined]]);
    expect(screen).toContain('the questions were left. Nothing was written.');
    expect(exitCode).toBe(2);
    expect(existsSync(join(folder, 'mlops.yml'))).toBe(false);
  });
});
