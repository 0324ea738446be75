import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nativeFolder } from '../../support/bundle-copy.ts';
import { type CommandEnded, runCommand } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { peer, uv } from '../install.ts';

const cli = fileURLToPath(new URL('../../../actions/cli.ts', import.meta.url));
const home = temporaryFolder('stranger');
const native = nativeFolder();

/** What a data scientist has before hearing of us: a script, a table, and nothing else. */
export const trainingScript = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("data/loans.csv")
X = df[["income", "amount"]]
y = df["default"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=42)

model = LogisticRegression(max_iter=1000)
model.fit(X_train, y_train)
print("accuracy", model.score(X_test, y_test))
`;

/** Loans of which those that are large for their income default; the same bytes every time. */
export function loans(rows = 4000): string {
  let state = 12_345;
  const draw = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const lines = Array.from({ length: rows }, () => {
    const income = 20_000 + Math.floor(draw() * 60_000);
    const amount = 500 + Math.floor(draw() * 20_000);
    const age = 18 + Math.floor(draw() * 60);
    const odds = 6 * (amount / 20_500) - 4 * (income / 80_000) - 4 * (age / 78) + 1;
    return [age, income, amount, draw() < 1 / (1 + Math.exp(-odds)) ? 1 : 0].join(',');
  });
  return `age,income,amount,default\n${lines.join('\n')}\n`;
}

/** A repository of one commit on main. */
export function repository(files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder('stranger'), 'loan-default');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git(folder, 'init', '-q', '-b', 'main');
  commit(folder, 'Train');
  return folder;
}

export function git(folder: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
  return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' }).trim();
}

export function commit(folder: string, message: string): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', message);
}

export function mlops(folder: string, ...args: readonly string[]): Promise<CommandEnded> {
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: home, MLOPS_NATIVE_DIR: native };
  return runCommand(process.execPath, [cli, ...args], { cwd: folder, env });
}

/** The lines that init says to add, as a person would copy them from the terminal. */
export function linesToAdd(output: string): string[] {
  const [, block = ''] = /Add to train\.py.*\n\n((?: {7}.*\n)+)/u.exec(output) ?? [];
  return block.split('\n').map((line) => line.slice(7));
}

/**
 * A stand-in for actions/setup-python: the interpreter of the peer that has scikit-learn and
 * pandas. Installing is left to uv, without a network, so that it succeeds only if the workflow
 * asks for what is there.
 */
export function setupPython(): string {
  const action = temporaryFolder('setup-python');
  const python = peer('mlserver');
  mkdirSync(join(action, 'bin'));
  writeFileSync(
    join(action, 'bin', 'python'),
    `#!/bin/sh
if [ "$1 $2 $3" = "-m pip install" ]; then
  shift 3
  exec '${uv()}' pip install --offline --python '${python}' "$@"
fi
exec '${python}' "$@"
`,
  );
  chmodSync(join(action, 'bin', 'python'), 0o755);
  writeFileSync(
    join(action, 'action.yml'),
    `name: Set up Python
description: The interpreter of this machine
inputs: { python-version: { description: Not looked at }, cache: { description: Not looked at } }
runs: { using: node24, main: main.js }
`,
  );
  const line = `require('node:fs').appendFileSync(process.env.GITHUB_PATH, ${JSON.stringify(`${join(action, 'bin')}\n`)});\n`;
  writeFileSync(join(action, 'main.js'), line);
  return action;
}

/** One event, as act runs it: on this machine, with a cache that later runs share. */
export interface Event {
  readonly name: 'pull_request' | 'push';
  readonly payload: object;
}

export interface Machine {
  readonly api: string;
  readonly actions: string;
  readonly python: string;
  readonly cache: string;
}

export function runWorkflow(folder: string, event: Event, on: Machine): Promise<CommandEnded> {
  const file = join(temporaryFolder('event'), 'event.json');
  writeFileSync(file, JSON.stringify(event.payload));
  const variables = { GITHUB_API_URL: on.api, MLOPS_NATIVE_DIR: native, GIT_PAGER: 'cat' };
  const pinned = 'actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065';
  const args = [
    ...[event.name, '-P', 'ubuntu-latest=-self-hosted', '-e', file],
    ...['-s', 'GITHUB_TOKEN=ghs_secretOfThisJob'],
    ...['--local-repository', `acme/mlops-actions@v1=${on.actions}`],
    ...['--local-repository', `${pinned}=${on.python}`],
    ...['--cache-server-path', on.cache, '--cache-server-addr', '127.0.0.1'],
    ...Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ];
  // act runs whatever node is on PATH for `using: node24`.
  const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  return runCommand(peer('act'), args, { cwd: folder, env: { PATH: path, HOME: home } });
}
