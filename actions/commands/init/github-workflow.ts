import { parse } from 'yaml';
import type { Dependencies } from './dependencies.ts';
import { workflowTexts as texts } from './messages.ts';

/** What a pipeline has to know, all of it settled. */
export interface PipelinePlan {
  /** Where the actions (GitHub) or components (GitLab) come from: `owner/repository@ref`. */
  readonly actions: string;
  readonly runner: string;
  /** The branch that requests are merged into. */
  readonly branch: string;
  readonly dependencies: Dependencies | undefined;
  /** Whether DVC has to fetch the data before anything reads it. */
  readonly dvc: boolean;
}

const checkout = 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2';
const setupPython = 'actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0';
const setupNode = 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0';

/**
 * One job on one runner: a first workflow has no use for evidence that travels between machines.
 * Nothing of the repository but the branch and the runner's label is put into it, and nothing of
 * it into a shell line.
 */
export function githubWorkflow(plan: PipelinePlan): string {
  const [from = '', ref = 'v1'] = plan.actions.split('@');
  const action = (name: string): string => `${from}/actions/${name}@${ref}`;
  const steps = [
    ...dependencySteps(plan),
    step(texts.validate, `uses: ${action('data-validate')}`),
    step(texts.train, `uses: ${action('train-on-gpu-runner')}`),
    step(
      texts.judge,
      `uses: ${action('evaluate-gate')}`,
      'with:',
      '  challenger: .mlops/predictions.csv',
    ),
  ];
  return `# ${texts.head.join('\n# ')}
name: model

on:
  pull_request:
  # ${texts.push}
  push:
    branches: [${scalar(plan.branch)}]

# ${texts.concurrency}
concurrency:
  group: model-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

# ${texts.permissions}
permissions: {}

jobs:
  review:
    name: ${texts.job}
    runs-on: ${scalar(plan.runner)}
    timeout-minutes: 60
    permissions:
      contents: read # ${texts.contents}
      pull-requests: write # ${texts.comment}
      actions: read # ${texts.earlierRuns}
    steps:
      - name: ${texts.checkout}
        uses: ${checkout}
        with:
          fetch-depth: 0 # ${texts.history}
          persist-credentials: false

${steps.join('\n\n')}
`;
}

function dependencySteps({ dependencies, dvc }: PipelinePlan): string[] {
  const python = dependencies?.language === 'python' || dvc;
  const file = dependencies?.versionFile;
  const version = file === undefined ? 'python-version: "3.12"' : `python-version-file: ${file}`;
  const cached = dependencies?.language === 'python' && dependencies.cached;
  const cache = cached ? ['  cache: pip'] : [];
  const install = dependencies?.install ?? [];
  return [
    ...(python
      ? [step(texts.python, `uses: ${setupPython}`, 'with:', `  ${version}`, ...cache)]
      : []),
    ...(dependencies?.language === 'javascript'
      ? [step(texts.node, `uses: ${setupNode}`, 'with:', '  node-version: 24')]
      : []),
    ...(install.length === 0 ? [] : [step(texts.install, ...runLines(install))]),
    ...(dvc ? [step(texts.dvc, ...runLines(['python -m pip install dvc', 'dvc pull']))] : []),
  ];
}

function runLines(lines: readonly string[]): string[] {
  const [only = '', ...more] = lines;
  return more.length === 0 ? [`run: ${only}`] : ['run: |', ...lines.map((line) => `  ${line}`)];
}

function step(name: string, ...lines: readonly string[]): string {
  return [`      - name: ${scalar(name)}`, ...lines.map((line) => `        ${line}`)].join('\n');
}

/** A text as YAML writes it on one line: quoted, unless it can be nothing else than that text. */
export function scalar(text: string): string {
  const isPlain = /^[A-Za-z][\w./ ?-]*$/u.test(text) && parse(text) === text;
  return isPlain ? text : JSON.stringify(text);
}
