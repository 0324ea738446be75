import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { stepNames } from '../../../shared/domain/step.ts';
import { copyOfActions, nativeFolder, runNode } from '../../support/bundle-copy.ts';
import { flightsProject } from '../../support/flights-project.ts';
import { type CommandEnded, runCommand } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { peer } from '../install.ts';

const templates = fileURLToPath(new URL('../../../workflows-templates/gitlab', import.meta.url));

/** A project on GitLab that includes ready pipelines, as gitlab-ci-local runs it. */
export interface PipelineProject {
  readonly folder: string;
  readonly head: string;
  run(variables: Readonly<Record<string, string>>): Promise<CommandEnded>;
  /** A file that a job left in its artifacts, below the report directory. */
  artifact(job: string, file: string): string;
  hasRun(job: string): boolean;
  stopServing(): Promise<void>;
}

/**
 * The flights project with these pipelines, each a file of its own that `.gitlab-ci.yml` includes, and
 * the suite's components at the same commit: gitlab-ci-local reads those without a server.
 *
 * @param edit changes the project's `mlops.yml` and data before it is committed.
 */
export function pipelineProject(
  names: readonly string[],
  edit: (folder: string) => void = () => undefined,
): PipelineProject {
  const cli = join(copyOfActions(), 'actions', 'dist', 'cli.js');
  const folder = flightsProject();
  for (const step of stepNames) {
    mkdirSync(join(folder, 'templates', step), { recursive: true });
    const file = join(step, 'template.yml');
    cpSync(join(templates, file), join(folder, 'templates', file));
  }
  for (const name of names) writeFileSync(join(folder, name), pipelineOf(name, cli));
  const include = names.map((local) => ({ local }));
  const stages = ['validate', 'train', 'judge', 'register', 'deploy', 'watch', 'roll-back'];
  writeFileSync(join(folder, '.gitlab-ci.yml'), stringify({ include, stages }));
  writeFileSync(join(folder, '.gitignore'), '.mlops/\n.gitlab-ci-local/\n');
  appendFileSync(join(folder, 'mlops.yml'), '# A change of the model.\n');
  edit(folder);
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'Pipelines');
  git(folder, 'remote', 'add', 'origin', 'git@gitlab.example:octo/flights.git');
  // What was there before, by which rules tell what has changed.
  git(folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD~1');
  git(folder, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  const local = (...path: string[]): string => join(folder, '.gitlab-ci-local', ...path);
  return {
    folder,
    head: git(folder, 'rev-parse', 'HEAD'),
    run: (variables) => runPipeline(folder, variables),
    artifact: (job, file) => readFileSync(local('artifacts', job, '.mlops', file), 'utf8'),
    hasRun: (job) => existsSync(local('output', `${job}.log`)),
    stopServing: () => stopServing(cli, local('builds')),
  };
}

/** The ready file with what a user replaces: the component project, and here also the command. */
function pipelineOf(name: string, cli: string): string {
  const text = readFileSync(join(templates, name), 'utf8');
  const pipeline = parse(
    text.replaceAll(/GROUP\/mlops-actions\/([a-z-]+)@1/gu, '$$CI_PROJECT_PATH/$1@$$CI_COMMIT_SHA'),
  );
  for (const included of pipeline.include) included.inputs.cli = `node ${cli}`;
  return stringify(pipeline);
}

function git(project: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
  return execFileSync('git', [...identity, ...args], { cwd: project, encoding: 'utf8' }).trim();
}

function runPipeline(
  cwd: string,
  variables: Readonly<Record<string, string>>,
): Promise<CommandEnded> {
  const all = { GITLAB_CI: 'true', MLOPS_NATIVE_DIR: nativeFolder(), ...variables };
  const args = [
    ...['--force-shell-executor', '--shell-isolation', '--no-color', '--concurrency', '1'],
    ...Object.entries(all).flatMap(([name, value]) => ['--variable', `${name}=${value}`]),
  ];
  const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  const env = { PATH: path, HOME: temporaryFolder('gitlab'), GIT_PAGER: 'cat' };
  return runCommand(process.execPath, [peer('gitlab-ci-local'), ...args], { cwd, env });
}

/** A shell job leaves the model it serves running, in the folder gitlab-ci-local built it in. */
async function stopServing(cli: string, builds: string): Promise<void> {
  if (!existsSync(builds)) return;
  for (const name of readdirSync(builds)) {
    const cwd = join(builds, name);
    if (!existsSync(join(cwd, '.mlops', 'serving'))) continue;
    await runNode([cli, 'deploy-canary', '--mode', 'stop'], { cwd });
  }
}

/** The column that matters most is gone from the data of today. */
export function withoutHour(folder: string): void {
  const rows = readFileSync(join(folder, 'data/test.csv'), 'utf8').trimEnd().split('\n');
  const left = rows.map((row) =>
    row
      .split(',')
      .filter((_, column) => column !== 5)
      .join(','),
  );
  writeFileSync(join(folder, 'data/now.csv'), `${left.join('\n')}\n`);
  const config = join(folder, 'mlops.yml');
  const text = readFileSync(config, 'utf8').replace(
    'current: data/test.csv',
    'current: data/now.csv',
  );
  writeFileSync(config, text);
}
