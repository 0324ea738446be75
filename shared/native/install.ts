import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { installs } from './messages.ts';

const run = promisify(execFile);

const installLimitMs = 180_000;
const staleAfterMs = 3_600_000;

/**
 * Install what a lock file pins into `target`: with integrity hashes, without install scripts.
 *
 * npm works in a folder beside the target that is renamed when it is whole. So a kill leaves no
 * half install, and of two jobs that install at the same time one wins and both can load.
 *
 * @param lockFolder holds package.json and package-lock.json.
 * @throws Error with the one line of npm's output that says why.
 */
export async function installLocked(lockFolder: string, target: string): Promise<void> {
  const parent = dirname(target);
  const prefix = `.${basename(target)}-`;
  await mkdir(parent, { recursive: true });
  await removeLeftovers(parent, prefix);
  const work = await mkdtemp(join(parent, prefix));
  try {
    for (const name of ['package.json', 'package-lock.json']) {
      await copyFile(join(lockFolder, name), join(work, name));
    }
    await npmInstall(work);
    await moveInto(work, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function npmInstall(directory: string): Promise<void> {
  const flags = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  const windows = process.platform === 'win32';
  try {
    // npm is a .cmd on Windows, which only a shell starts; nothing here comes from a user.
    await run(windows ? 'npm.cmd' : 'npm', flags, {
      cwd: directory,
      timeout: installLimitMs,
      shell: windows,
    });
  } catch (error) {
    throw new Error(reasonOf(error as ExecError), { cause: error });
  }
}

interface ExecError {
  code?: string | number;
  killed?: boolean;
  stderr?: string;
  message: string;
}

function reasonOf(error: ExecError): string {
  if (error.code === 'ENOENT') return installs.noNpm;
  if (error.killed) return installs.tooLong(installLimitMs / 1000);
  const lines = (error.stderr ?? '').split('\n').filter((line) => /^npm err/iu.test(line));
  const said = lines.map((line) => line.replace(/^npm err(?:or)?!?\s*/iu, '')).filter(Boolean);
  const details = /^(?:code|syscall|errno|address|port|path|network) |complete log/iu;
  const known = said.filter((line) => !details.test(line));
  return installs.failed(known[0] ?? error.message.split('\n')[0] ?? '');
}

async function moveInto(work: string, target: string): Promise<void> {
  try {
    await rename(work, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another job finished first: its install has the same digests.
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'EPERM') throw error;
  }
}

async function removeLeftovers(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(parent, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > staleAfterMs) await rm(path, { recursive: true, force: true });
  }
}
