import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { flightsProject } from '../../support/flights-project.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type Gitea, startGitea, type User } from './gitea.ts';
import { commitAll, git, publish, publishActions, push } from './repositories.ts';
import { startRunner } from './runner.ts';
import { filesWith } from './stored-files.ts';

const templates = fileURLToPath(new URL('../../../workflows-templates/github', import.meta.url));

export const repository = 'acme/flights';

export interface Change {
  /** What the model learns from. */
  readonly features: string;
  /** The least AUC the gate lets pass. */
  readonly minimum?: number;
  /** More workflows: text by name. */
  readonly workflows?: Readonly<Record<string, string>>;
}

/** A team with a forge, a runner, and a repository that reviews its model. */
export interface Team {
  readonly gitea: Gitea;
  /** Push a branch with a change of `main`. */
  propose(branch: string, change: Change, to?: string, as?: User): Promise<void>;
  /** Files of the forge and of the runner that hold a text, but for the forge's own data base. */
  filesWith(text: string): string[];
  stop(): Promise<void>;
}

/** @param workflows - of the repository: text by name. By default the one with all six steps. */
export async function startTeam(
  workflows: Readonly<Record<string, string>> = { 'model.yml': modelWorkflow() },
): Promise<Team> {
  const [forge, machine] = [temporaryFolder('gitea'), temporaryFolder('runner')];
  const gitea = await startGitea(forge);
  const started = [gitea];
  const stop = async (): Promise<void> => {
    for (const each of started.reverse()) await each.stop();
  };
  try {
    await publishActions(gitea);
    const project = await publishProject(gitea, workflows);
    started.push({ ...gitea, ...(await startRunner(gitea, machine)) });
    return {
      gitea,
      propose: (...change) => propose(gitea, project, ...change),
      filesWith: (text) => [forge, machine].flatMap((folder) => filesWith(folder, text)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function publishProject(
  gitea: Gitea,
  workflows: Readonly<Record<string, string>>,
): Promise<string> {
  const project = flightsProject();
  await change(project, { features: 'origin', workflows });
  await publish(gitea, project, repository);
  return project;
}

/** A ready workflow as a team of this forge copies it. */
export function template(name: string): string {
  return asHere(readFileSync(join(templates, name), 'utf8').replaceAll('OWNER/', 'acme/'));
}

/** A workflow with the actions of others by the tags that this forge has of them. */
export function asHere(workflow: string): string {
  return workflow
    .replaceAll(/actions\/checkout@\w+/gu, 'actions/checkout@v4')
    .replaceAll(/actions\/setup-python@\w+/gu, 'actions/setup-python@v5');
}

/** The ready workflow, and jobs for the steps that others of them run. */
function modelWorkflow(): string {
  const workflow = parse(template('model-ci.yml'));
  const { 'runs-on': runner, permissions, steps } = workflow.jobs.validate;
  const [checkout] = steps;
  const job = (needs: readonly string[], ...uses: readonly object[]) => {
    return { needs, 'runs-on': runner, permissions, steps: [checkout, ...uses] };
  };
  const action = (name: string) => `acme/mlops-actions/actions/${name}@v1`;
  // Both on one machine: the registry is a folder, and the gateway is to be stopped.
  workflow.jobs.release = job(
    ['validate', 'train', 'gate'],
    { id: 'register', uses: action('register-model') },
    {
      uses: action('deploy-canary'),
      with: { 'model-reference': `\${{ steps.register.outputs.model-reference }}` },
    },
    { if: 'always()', uses: action('deploy-canary'), with: { mode: 'stop', comment: 'never' } },
  );
  workflow.jobs.drift = job(['validate'], {
    uses: action('drift-report'),
    with: { columns: 'origin, destination, distance, hour', 'commit-check': 'always' },
  });
  // Gitea counts statuses to the code.
  workflow.jobs.drift.permissions = { ...permissions, contents: 'write' };
  // Gitea splits a workflow into its jobs, and what an anchor stands for would be in another one.
  return stringify(workflow, { aliasDuplicateObjects: false });
}

async function propose(
  gitea: Gitea,
  project: string,
  branch: string,
  proposed: Change,
  to = repository,
  as = gitea.administrator,
): Promise<void> {
  await git(project, 'checkout', '--quiet', '-B', branch, 'main');
  await change(project, proposed);
  await push(gitea, project, to, branch, as);
}

async function change(project: string, made: Change): Promise<void> {
  const { features, minimum, workflows = {} } = made;
  const path = join(project, 'mlops.yml');
  const configuration = parse(readFileSync(path, 'utf8'));
  const { train, evaluate } = configuration.models.flights;
  train.params.features = features;
  evaluate.champion = 'predictions/champion.csv';
  if (minimum !== undefined) evaluate.metrics.auc.min = minimum;
  writeFileSync(path, stringify(configuration));
  const folder = join(project, '.github', 'workflows');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(workflows)) writeFileSync(join(folder, name), text);
  await commitAll(project, `Train on ${features}`);
}
