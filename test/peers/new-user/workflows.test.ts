import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  githubWorkflow,
  type PipelinePlan,
} from '../../../actions/commands/init/github-workflow.ts';
import { gitlabPipeline } from '../../../actions/commands/init/gitlab-pipeline.ts';
import { runCommand } from '../../support/run-command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { checkSchema } from '../check-schema.ts';
import { peer } from '../install.ts';
import { git } from './stranger.ts';

const shared = { cached: false, unknown: [], reason: '' };
const python = { ...shared, language: 'python' as const };

/** What init may have found. */
const found: Readonly<Record<string, Partial<PipelinePlan>>> = {
  nothing: {},
  imports: { dependencies: { ...python, install: ['python -m pip install scikit-learn'] } },
  requirements: {
    dependencies: {
      ...python,
      install: ['python -m pip install -r requirements.txt', 'python -m pip install nbconvert'],
      cached: true,
      versionFile: '.python-version',
    },
    dvc: true,
  },
  uv: {
    dependencies: { ...python, install: ['python -m pip install uv', 'uv sync --locked'] },
    branch: "release/a'b{c}",
  },
  node: { dependencies: { ...shared, language: 'javascript', install: ['npm ci'] } },
};
const plans = Object.entries(found).map(([name, part]): [string, PipelinePlan] => {
  const actions = 'OWNER/mlops-actions';
  const usual = { actions, runner: 'ubuntu-latest', branch: 'main', dvc: false };
  return [name, { ...usual, dependencies: undefined, ...part }];
});

const folder = temporaryFolder('workflows');
const workflows = join(folder, '.github', 'workflows');
mkdirSync(workflows, { recursive: true });
for (const [name, plan] of plans) {
  writeFileSync(join(workflows, `${name}.yml`), githubWorkflow(plan));
  for (const kind of ['whole', 'fragment']) {
    const text = gitlabPipeline(plan, kind === 'fragment');
    writeFileSync(join(folder, `${name}-${kind}.gitlab-ci.yml`), text);
  }
}
git(folder, 'init', '-q');
const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: temporaryFolder('home') };

describe('the workflows that init writes', () => {
  it('please actionlint', async () => {
    const ended = await runCommand(peer('actionlint'), ['-no-color'], { cwd: folder, env });
    expect(ended).toEqual({ exitCode: 0, output: '' });
  });

  it('please zizmor, pedantic, but for the pin a user sets', async () => {
    const policies = { 'OWNER/*': 'ref-pin', '*': 'hash-pin' };
    const config = { rules: { 'unpinned-uses': { config: { policies } } } };
    writeFileSync(join(folder, 'zizmor.yml'), JSON.stringify(config));
    const args = ['--offline', '--persona', 'pedantic', '--config', 'zizmor.yml', '--no-progress'];
    const ended = await runCommand(peer('zizmor'), [...args, '.github/workflows'], {
      cwd: folder,
      env,
    });
    expect(ended).toMatchObject({ exitCode: 0 });
  });

  it('fit the schemas of both forges', async () => {
    const github = plans.map(([name]) => join(workflows, `${name}.yml`));
    const ended = await checkSchema('--builtin-schema', 'vendor.github-workflows', ...github);
    expect(ended).toMatchObject({ exitCode: 0 });
    const gitlab = plans.flatMap(([name]) => [
      join(folder, `${name}-whole.gitlab-ci.yml`),
      join(folder, `${name}-fragment.gitlab-ci.yml`),
    ]);
    const checked = await checkSchema('--builtin-schema', 'vendor.gitlab-ci', ...gitlab);
    expect(checked).toMatchObject({ exitCode: 0 });
  });
});
