import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { copyOfActions, nativeFolder } from '../../support/bundle-copy.ts';
import type { CommandEnded } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { peer } from '../install.ts';

const templates = fileURLToPath(new URL('../../../workflows-templates/github', import.meta.url));
const suite = 'acme/mlops-actions';

export type Template = 'model-ci' | 'model-cd' | 'drift' | 'comment-from-fork';

export interface ActRun {
  template: Template;
  event: string;
  /** The event's payload. */
  payload: object;
  project: string;
  /** Address of GitHub's API. */
  api: string;
  token?: string;
  /** Folder that jobs of this run leave artifacts in. */
  artifacts?: string;
  variables?: Readonly<Record<string, string>>;
  secrets?: Readonly<Record<string, string>>;
  attempt?: number;
  /** Only these jobs, without those they need: what a re-run of failed jobs does. */
  jobs?: readonly string[];
  /** Cancelled, as by the button, once the log says this. */
  cancel?: RegExp;
}

/**
 * Run a ready workflow as a user has it: copied into a repository, OWNER replaced, the suite taken
 * from a folder. Every runner is this machine; the GPU runner has a label of its own.
 */
export async function act(run: ActRun): Promise<CommandEnded> {
  const workflow = install(run);
  const home = temporaryFolder('act');
  const event = join(home, 'event.json');
  writeFileSync(event, JSON.stringify(run.payload));
  const environment = {
    GITHUB_API_URL: run.api,
    GITHUB_RUN_ATTEMPT: String(run.attempt ?? 1),
    MLOPS_NATIVE_DIR: nativeFolder(),
    GIT_PAGER: 'cat',
    ...run.variables,
  };
  const secrets = { GITHUB_TOKEN: run.token ?? 'ghs_secretOfThisJob', ...run.secrets };
  const pairs = (flag: string, values: object): string[] =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  const actions = copyOfActions();
  const args = [
    ...[run.event, '-W', workflow, '-e', event, '--env', `SUITE=${actions}`],
    ...['-P', 'ubuntu-latest=-self-hosted', '-P', 'gpu=-self-hosted'],
    ...['--var', 'MLOPS_GPU_RUNNER=gpu'],
    ...pairs('-s', secrets),
    ...['--local-repository', `${suite}@v1=${actions}`],
    ...pairs('--local-repository', checkoutStandIn(run.template)),
    ...['--artifact-server-path', run.artifacts ?? temporaryFolder('artifacts')],
    ...['--artifact-server-addr', '127.0.0.1', '--artifact-server-port', String(await freePort())],
    ...pairs('--env', environment),
  ];
  // act runs whatever node is on PATH for `using: node24`.
  const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  return ended(args, { cwd: run.project, env: { PATH: path, HOME: home } }, run.cancel);
}

function install({ template, project, jobs }: ActRun): string {
  const folder = join(project, '.github', 'workflows');
  mkdirSync(folder, { recursive: true });
  const text = readFileSync(join(templates, `${template}.yml`), 'utf8').replaceAll(
    'OWNER/',
    'acme/',
  );
  const path = join(folder, `${template}.yml`);
  writeFileSync(path, jobs === undefined ? text : withJobs(text, jobs));
  return join('.github', 'workflows', basename(path));
}

/** act would run the jobs they need as well. */
function withJobs(text: string, names: readonly string[]): string {
  const workflow = parse(text) as { jobs: Record<string, object> };
  const kept = names.map((name) => [name, { ...workflow.jobs[name], needs: [] }]);
  return stringify({ ...workflow, jobs: Object.fromEntries(kept) });
}

/** act stands in for a checkout of the project itself; one of the suite needs the network. */
function checkoutStandIn(template: Template): Record<string, string> {
  if (template !== 'comment-from-fork') return {};
  const folder = temporaryFolder('checkout');
  const lines = ['name: checkout', 'description: A copy of the suite.', 'runs:'];
  const steps = [
    '  using: composite',
    '  steps:',
    '    - shell: bash',
    '      run: cp -r "$SUITE"/. .',
  ];
  writeFileSync(join(folder, 'action.yml'), [...lines, ...steps, ''].join('\n'));
  const text = readFileSync(join(templates, `${template}.yml`), 'utf8');
  const [, pin = ''] = /actions\/checkout@(\S+)/u.exec(text) ?? [];
  return { [`actions/checkout@${pin}`]: folder };
}

function ended(
  args: readonly string[],
  options: { cwd: string; env: Record<string, string> },
  cancel: RegExp | undefined,
): Promise<CommandEnded> {
  const child = spawn(peer('act'), [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let cancelled = false;
  const look = (): void => {
    if (cancelled || cancel?.test(output) !== true) return;
    cancelled = true;
    child.kill('SIGINT');
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      look();
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

export function headOf(project: string): string {
  return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: project, encoding: 'utf8' }).trim();
}

/** Archives in act's artifact folder, by the artifact's name. */
export function archivesIn(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((entry) => entry.isFile() && entry.name.endsWith('.zip'))
      .map((entry) => [
        entry.name.slice(0, -'.zip'.length),
        readFileSync(join(entry.parentPath, entry.name)),
      ]),
  );
}

/** Change a file of a project, and commit it. */
export function change(project: string, file: string, edit: (text: string) => string): void {
  const path = join(project, file);
  writeFileSync(path, edit(readFileSync(path, 'utf8')));
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
  execFileSync('git', [...identity, 'commit', '-q', '-am', `Change ${file}`], { cwd: project });
}

/** A copy of a project in a folder of its own. */
export function copyOf(project: string): string {
  const copy = temporaryFolder('project');
  cpSync(project, copy, { recursive: true });
  return copy;
}
