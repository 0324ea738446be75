import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What a runner downloads for `uses:`, in a fresh folder outside the repository: a module that
 * only this checkout's node_modules has would be found by accident here and missed there.
 */
export function copyOfActions(): string {
  const copy = temporaryFolder('actions');
  cpSync(join(root, 'actions'), join(copy, 'actions'), { recursive: true });
  return copy;
}

/**
 * A folder for `MLOPS_NATIVE_DIR`, as a runner image has one: DuckDB without the npm registry,
 * which tests on this machine alone must not need.
 */
export function nativeFolder(): string {
  const folder = temporaryFolder('native');
  mkdirSync(join(folder, 'duckdb'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'duckdb', 'node_modules'));
  return folder;
}

export interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Run Node 24 with nothing in its environment but what is given. */
export function runNode(
  args: readonly string[],
  options: { cwd: string; env?: Readonly<Record<string, string>>; limitMs?: number },
): Promise<Ended> {
  const home = temporaryFolder('home');
  // git and npm are part of every runner; nothing else of this machine is handed on.
  const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  const child = spawn(process.execPath, [...args], {
    cwd: options.cwd,
    env: { PATH: path, HOME: home, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.limitMs ?? 60_000,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** The bundle of this checkout; `npm run build` writes it. */
export const distFolder = join(root, 'actions', 'dist');
