import type { PipelinePlan } from './github-workflow.ts';
import { pipelineTexts as texts } from './messages.ts';

/**
 * The pipeline of merge requests. As a whole pipeline it has stages and rules; beside a pipeline
 * that is there already it is a file to include, which must not touch the stages of others.
 */
export function gitlabPipeline(plan: PipelinePlan, asFragment: boolean): string {
  const [from = '', ref = '1'] = plan.actions.split('@');
  const component = (name: string, ...inputs: readonly string[]): string[] => [
    `  - component: $CI_SERVER_FQDN/${from}/${name}@${ref.replace(/^v(?=\d)/u, '')}`,
    '    inputs:',
    ...inputs.map((input) => `      ${input}`),
  ];
  const whole = [
    'stages: [validate, train, judge]',
    '',
    `# ${texts.rules}`,
    'workflow:',
    '  rules:',
    '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"',
    '    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH',
    '',
  ];
  const stage = (name: string): string => `stage: ${asFragment ? 'test' : name}`;
  return `${[
    ...texts.head.map((line) => `# ${line}`),
    ...(asFragment ? [] : whole),
    'include:',
    ...component('data-validate', stage('validate')),
    ...component('train-on-gpu-runner', stage('train')),
    ...component('evaluate-gate', stage('judge'), 'challenger: .mlops/predictions.csv'),
    ...jobsOf(plan, asFragment),
  ].join('\n')}\n`;
}

/** The branch of the request's target; on that branch itself, the same. */
const target = `\${CI_MERGE_REQUEST_TARGET_BRANCH_NAME:-$CI_DEFAULT_BRANCH}`;

/** What the jobs need beside their components: whole history, order, and the training's packages. */
function jobsOf({ dependencies, dvc, runner }: PipelinePlan, asFragment: boolean): string[] {
  const isPython = dependencies?.language === 'python' || dvc;
  const install = [...(dependencies?.install ?? []), ...(dvc ? ['python -m pip install dvc'] : [])];
  const python = [
    // The image has Node and Debian's Python, which lets nobody install into itself.
    'apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv',
    'VENV="$(mktemp -d)" && python3 -m venv "$VENV" && . "$VENV/bin/activate"',
  ];
  const before = [...(isPython ? python : []), ...install, ...(dvc ? ['dvc pull'] : [])];
  const tags = runner === 'ubuntu-latest' ? [] : [`  tags: [${runner}]`];
  const script = before.map((line) => `    - ${line}`);
  const needs = (job: string): string[] => (asFragment ? [`  needs: [${job}]`] : []);
  return [
    ...(dvc ? ['', 'data-validate:', '  before_script:', ...script] : []),
    ...(script.length + tags.length > 0 || asFragment ? ['', 'train-on-gpu-runner:'] : []),
    ...needs('data-validate'),
    ...tags,
    ...(script.length > 0 ? ['  before_script:', ...script] : []),
    '',
    'evaluate-gate:',
    ...needs('train-on-gpu-runner'),
    '  variables:',
    `    GIT_DEPTH: "0" # ${texts.history}`,
    '  before_script:',
    // The runner fetches the request alone. Variables, not text: a branch may be called anything.
    `    - git fetch --quiet origin "+refs/heads/${target}:refs/remotes/origin/${target}"`,
  ];
}
