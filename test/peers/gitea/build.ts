import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/**
 * Gitea from its module on the Go proxy: seven minutes of one core, 1.5 GB of memory. It reads its
 * templates from a folder, and the module cache may be emptied, so they are copied.
 */
export function buildGitea(target: string): void {
  const module = source('server');
  const flags = [
    '-tags',
    'sqlite sqlite_unlock_notify',
    '-ldflags',
    '-s -w -X main.Version=1.26.0',
  ];
  compile(module, [...flags, '-o', join(target, 'bin', 'gitea'), 'code.gitea.io/gitea']);
  const folder = execFileSync('go', ['list', '-m', '-f', '{{.Dir}}', 'code.gitea.io/gitea'], {
    cwd: module,
    encoding: 'utf8',
  }).trim();
  for (const part of ['templates', 'options']) {
    cpSync(join(folder, part), join(target, 'static', part), { recursive: true });
  }
}

/** The runner, half a minute of one core: Gitea's own is not on the Go proxy. */
export function buildRunner(target: string): void {
  compile(source('runner'), ['-ldflags', '-s -w', '-o', join(target, 'bin', 'runner'), '.']);
}

/** So that a change of the runner is a new install. */
export function runnerDigest(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(source('runner')).toSorted()) {
    hash.update(readFileSync(join(source('runner'), name)));
  }
  return hash.digest('hex').slice(0, 12);
}

/** Says every now and then how far it is: a build of minutes without a word looks stuck. */
function compile(folder: string, args: readonly string[]): void {
  const counted = 'NR % 100 == 0 { print NR " packages"; fflush() } /^#|:/ { print; fflush() }';
  const script = `go build -v "$@" 2>&1 | awk '${counted}' >&2`;
  execFileSync('bash', ['-o', 'pipefail', '-c', script, 'go', ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CGO_ENABLED: '1' },
  });
}
