/** Every sentence of `mlops init` that a person reads, and the comments in what it writes. */

export const flagTexts = {
  intro: `mlops init: look at this repository, and write mlops.yml and the workflow that fit it.

Usage: mlops init [--yes] [--flag value ...]

  On a terminal it asks what it cannot know. Elsewhere a flag has to say it.`,
  data: 'The table to learn from. Default: what the training code reads.',
  'test-data': 'A table of held-out rows, with the label. Default: a test file beside the data.',
  label: 'The column to predict. Default: what the training code takes as y.',
  key: 'The column that tells rows apart. Default: one of unique values that is called so.',
  time: 'The column that says when a row happened. Default: the column of dates.',
  task: 'What kind of model it is. Default: told from the values of the label.',
  positive: 'The value of the label that counts as positive. Default: 1, true or yes.',
  'train-command': 'The command line that trains. Default: python with the file that trains.',
  model: 'What the model is called. Default: the name of the repository.',
  forge: 'Where requests are made. Default: told from the remote.',
  actions: 'The repository that holds the actions, or on GitLab the components.',
  runner: 'The label of the runner that trains. Default: ubuntu-latest.',
  'working-directory': 'The repository. Default: this folder.',
  yes: 'Ask nothing, and take what is likely.',
  'dry-run': 'Show what would be written, and write nothing.',
  help: 'This text.',
  outro: `Files that are there are never written over: then nothing is written at all.
Exit codes: 0 written, 2 something has to be said first.`,
} as const;

export const topics = {
  model: 'model',
  forge: 'forge',
  workflow: 'workflow',
  training: 'training',
  packages: 'packages',
  data: 'data',
  test: 'held-out data',
  label: 'label',
  key: 'key',
  time: 'time',
  task: 'task',
  positive: 'positive',
  policy: 'gate',
  champion: 'champion',
} as const;

const oneJob = (runner: string, hasOthers: boolean): string =>
  `one job on ${runner}${hasOthers ? '; the other workflows stay as they are' : ''}`;

export const reasons = {
  said: 'as you said',
  repository: 'the name of the repository',
  remote: (host: string) => `the remote is on ${host}`,
  filesOf: (path: string) => `${path} is there`,
  noRemote: 'no remote says otherwise',
  oneJob,
  oneJobWithoutGpu: (runner: string, hasOthers: boolean) =>
    `${oneJob(runner, hasOthers)}; --runner names one with a GPU`,
  jobAStep: 'a job a step, for merge requests and what was merged',
  fragment: 'a file to include: .gitlab-ci.yml stays as it is',
  trains: (path: string, framework: string | undefined) =>
    framework === undefined ? `${path} trains a model` : `${path} trains with ${framework}`,
  declaredCommand: (path: string) => `${path} declares it`,
  declaredIn: (path: string) => `${path} declares them`,
  importedBy: (path: string) =>
    `${path === '' ? 'the code' : path} imports them; no file pins their versions`,
  readByCode: (path: string) => `${path} reads it`,
  dataFile: (count: number) =>
    count === 1 ? 'the only table here' : `one of ${count} tables here`,
  heldOut: 'the held-out file beside it',
  unlabelled: (path: string, label: string) => `${path} has no column ${label} to judge by`,
  labelInCode: (path: string, line: number) => `${path}, line ${line}, names it`,
  labelByName: 'its name says so',
  lastColumn: 'the last column',
  keyByName: 'its name says so',
  uniqueValues: 'every row has another value',
  noKey: 'no column tells rows apart, so their position in the file does',
  onlyDate: 'the only column of dates',
  firstDate: 'a column of dates',
  twoValues: (label: string, values: string) => `${label} has two values: ${values}`,
  someValues: (label: string, count: number) => `${label} has ${count} values`,
  manyNumbers: (label: string) => `${label} is a number of many values`,
  regressionCode: (path: string) => `${path} fits a number`,
  positiveByName: 'its name says so',
  positiveBySort: 'the second of the two in order, as scikit-learn has it',
  policy: {
    binary: '0.5 is a coin; a later model may be worse by 0.01',
    multiclass: 'the floor is the share of the commonest class',
    regression: 'r2 0 is the mean; a later model may err 2 % more',
  },
  champion: 'the model of the branch that a change is merged into',
} as const;

export const questions = {
  forge: 'Where are requests made, github or gitlab?',
  training: 'Which command line trains the model?',
  data: 'Which table does the model learn from?',
  label: 'Which column is to be predicted?',
  task: (label: string) => `What kind of model predicts ${label}?`,
  commandLine: 'a command line, as python train.py',
  dataFile: 'a path, as data/train.csv',
  oneOf: (names: readonly string[]) => {
    const shown = names.slice(0, 20).join(', ');
    return names.length > 20 ? `one of ${shown}, … (${names.length} in all)` : `one of ${shown}`;
  },
  none: '(none)',
  answered: 'your answer',
  actions: (placeholder: string) =>
    `Which repository holds the actions? [${placeholder}, to be replaced later] `,
  actionsForm: 'owner/mlops-actions, or with a tag or commit: owner/mlops-actions@v1',
  notThat: (answer: string, accepts: string) =>
    answer === '' ? `Expected: ${accepts}.` : `"${answer}" does not fit. Expected: ${accepts}.`,
  write: (paths: readonly string[]) => `Write ${paths.join(', ')}? [yes] `,
} as const;

export const labels = {
  policy: { binary: 'auc', multiclass: 'accuracy', regression: 'r2, rmse' },
  reading: (path: string) => `Reading ${path} (the first time, DuckDB is fetched for that) ...`,
  notWritten: 'Nothing was written (--dry-run).',
  written: (paths: readonly string[]) => `Written: ${paths.join(', ')}`,
  allThere: (paths: readonly string[]) => `Already there, as they would be: ${paths.join(', ')}`,
  toDo: 'What is left to do:',
} as const;

interface Names {
  readonly model: string;
  readonly inputs: string;
  readonly truths: string;
}

export const todos = {
  snippet: (path: string, { model, inputs, truths }: Names) =>
    `Add to ${path}, where ${model}, ${inputs} and ${truths} are known (the steps read what this leaves):`,
  names: ({ model, inputs, truths }: Names) =>
    `${model}, ${inputs} and ${truths} are customary names: put your own for the model, the inputs and the labels of held-out rows.`,
  seed: (path: string) =>
    `Give train_test_split in ${path} a random_state: two models can only be compared on the same held-out rows.`,
  anyCode:
    'Let the training write the model into the folder MLOPS_MODEL_DIR, and a CSV of held-out rows (key, label, prediction) to MLOPS_PREDICTIONS_FILE; both are environment variables.',
  entry: (path: string) =>
    `Let train(task) in ${path} write the model into task.modelDir, and a CSV of held-out rows (key, label, prediction) to task.predictionsFile.`,
  owner: (path: string, placeholder: string) =>
    `In ${path}, replace ${placeholder} by the owner of the repository that holds the actions (3 lines).`,
  absentData: (path: string) =>
    `git ignores ${path}, so a runner will not have it: commit it, or keep it with DVC or Git LFS.`,
  dvc: (path: string) =>
    `DVC keeps the data: give the step \`dvc pull\` in ${path} the credentials of its remote.`,
  install: (path: string) => `Add a step to ${path} that installs what the training needs.`,
  unknownImports: (names: readonly string[], path: string) =>
    `Add the packages of ${names.join(', ')} to the install step in ${path}, or to a requirements.txt: their names are not known here.`,
  ignore: 'Add this line to .gitignore; reports are written there:',
  include: 'Add this to .gitlab-ci.yml:',
  gitlabToken:
    "Put a project access token (scope api, role Reporter) into the masked variable GITLAB_TOKEN: the job's own token cannot comment.",
  below: (path: string, folder: string) =>
    `Forges read workflows at the top of a repository only: move ${path} there, and give each step working-directory: ${folder}.`,
  tryHere: 'Try it on this machine, if you like; the steps are those of the workflow:',
  noRepository: 'Run `git init`: a model is tied to a commit.',
  pullRequest:
    'Commit, push a branch and open a pull request. The first comment says that there is nothing to compare with yet; what you merge becomes the champion.',
  mergeRequest:
    'Commit, push a branch and open a merge request. The first comment says that there is nothing to compare with yet; what you merge becomes the champion.',
} as const;

export const errors = {
  seeHelp: '`mlops init --help` lists what there is.',
  otherTask: (known: readonly string[]) =>
    `That task is written by hand: run with one of ${known.join(', ')}, then change mlops.yml.`,
  flagValue: (flag: string, value: string) => `--${flag} cannot be "${value}".`,
  flagForms: {
    model: 'Use lower-case letters and digits, joined by . _ or -, at most 64 of them.',
    actions: 'Write it as owner/mlops-actions, or with a tag or commit: owner/mlops-actions@v1.',
    runner: 'Use the label of one runner: letters, digits, . _ and -.',
  },
  noFolder: (path: string) => `There is no folder ${path}.`,
  noFolderHint: 'Name the folder of the repository with --working-directory.',
  noColumn: (flag: string, column: string, path: string) =>
    `${path} has no column "${column}" (--${flag}).`,
  keyNotUnique: (column: string) => `The column ${column} has values that stand twice.`,
  keyHint: 'A key is different in every row. Name another column, or leave --key out.',
  constantLabel: (label: string) => `Every row has the same ${label}, so nothing can be learned.`,
  constantLabelHint: 'Name another column with --label, or other data with --data.',
  noValue: (value: string) => `The label has no value "${value}" (--positive).`,
  cannotKnow: (question: string) => `this cannot be told from the repository: ${question}`,
  sayBy: (flag: string, accepts: string, guess: string | undefined) => {
    const guessed = guess === undefined ? '' : ` A guess would be ${guess}.`;
    return `Say it with --${flag} (${accepts}), or run on a terminal to be asked.${guessed} Nothing was written.`;
  },
  noAnswer: 'the questions were left. Nothing was written.',
  nothingWritten: 'nothing was written, as you said.',
  taken: (paths: readonly string[]) =>
    `${paths.join(', ')} ${paths.length === 1 ? 'is' : 'are'} there already. Nothing was written.`,
  takenHint:
    '`mlops init --dry-run` shows what would be written, to compare; or move the file away.',
  outside: (path: string) => `${path} would lie outside of this folder: a link leads there.`,
  outsideHint: 'Remove the link. Nothing was written.',
  notWritable: (path: string, code: string) => `${path} cannot be written (${code}).`,
  notWritableHint: 'Check the rights and the free space there. Nothing was written.',
} as const;

export const configTexts = {
  head: 'What the steps know about your model; written by `mlops init`, and yours to change.',
  sections: {
    validate: 'data-validate: what is true of the data today and has to stay so.',
    train: 'train-on-gpu-runner: how the model comes about.',
    evaluate: 'evaluate-gate: what a challenger must keep to take over.',
  },
} as const;

export const snippetTexts = { setByStep: 'set by mlops, not when you run it yourself' } as const;

export const workflowTexts = {
  head: [
    'A model change, reviewed like a code change: one job validates the data, trains, and compares the',
    'model with that of the target branch. Written by `mlops init`, and yours to change.',
  ],
  push: 'What is merged is judged too: it is the champion of the next request.',
  concurrency: 'A new push makes the run of the last one pointless.',
  permissions: 'Nothing by default; the job asks for what it needs.',
  job: 'Review the model',
  contents: 'to read the code, the configuration and the data',
  comment: 'to write the one comment',
  checkout: 'Check out the change',
  earlierRuns: 'to find what the gate said of the target branch, in the artifacts of its runs',
  history: 'the champion is where a change left its target branch',
  python: 'Set up Python',
  node: 'Set up Node',
  install: 'Install what the training imports',
  dvc: 'Fetch the data that DVC keeps',
  validate: 'Is the data fit to train on?',
  train: 'Train',
  judge: 'Is it better than the champion?',
} as const;

export const pipelineTexts = {
  head: [
    'A model change, reviewed like a code change: the data are validated, the model is trained and',
    'compared with that of the target branch. Written by `mlops init`, and yours to change.',
  ],
  rules: 'Merge requests, and what was merged: it is the champion of the next request.',
  history: 'the champion is where a change left its target branch',
} as const;
