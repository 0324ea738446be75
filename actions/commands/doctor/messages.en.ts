/** What `mlops doctor` says of each thing it looks at, and the one thing to do about it. */

export const doctorTexts = {
  help: `mlops doctor: look at what the steps need, and say the one thing to do where it lacks.

Usage: mlops doctor [--config FILE] [--working-directory DIR]

  Ends with 0 when no step has to fail, else with 1.
`,
  wrongFlags: (problem: string, hint: string) => `mlops doctor: ${problem} ${hint}`,
  /** As wide as each other. */
  signs: { ok: 'ok     ', note: 'note   ', problem: 'PROBLEM' },
  row: (topic: string, message: string) => `${topic}: ${message}`,
  next: (hint: string) => `next: ${hint}`,
  fine: 'Nothing stands in the way of the steps.',
  problems: (count: number) =>
    `${count} ${count === 1 ? 'problem stands' : 'problems stand'} in the way.`,
};

export const topics = {
  versions: 'versions',
  code: 'code',
  forge: 'forge',
  workflows: 'workflows',
  configuration: 'configuration',
  data: (model: string, set: string) => `${model}: data.${set}`,
  registry: (model: string) => `${model}: registry`,
};

export const machine = {
  oldNode: 'The steps are tested with Node 24, which the forges use; install it.',
  noGit: {
    message: 'git is not installed',
    next: 'Install git: records name the commit a model comes from.',
  },
  noRepository: {
    message: 'this folder is no git repository',
    next: 'Run `git init` and commit: a model is tied to a commit.',
  },
  commit: (commit: string, isDirty: boolean) =>
    `commit ${commit}${isDirty ? ', with changes that are not committed' : ''}`,
  dirty: 'A record of such a run says so; commit before a run that counts.',
  duckdb: 'loaded; it reads the data of every step',
  onnx: 'loaded; it runs .onnx models',
  noOnnx: {
    message: 'not installed',
    next: 'Nothing to do: the gate installs it when it is first given an .onnx model.',
  },
  noGpu: {
    message: 'no NVIDIA GPU answers',
    next: 'Nothing to do, unless training is to use one: `nvidia-smi` must answer here.',
  },
};

export const project = {
  noConfig: {
    message: 'there is no mlops.yml here',
    next: 'Run `mlops init`: it looks at the project and writes one.',
  },
  models: (file: string, models: readonly string[]) => `${file} describes ${models.join(', ')}`,
  noModel: (file: string) => ({ message: `${file} describes no model`, next: 'Run `mlops init`.' }),
  remote: (protocol: string) => `${protocol}// is fetched when a step runs`,
  files: (count: number, megabytes: string) =>
    `${count} file${count === 1 ? '' : 's'}, ${megabytes} MB`,
  notWritable: (folder: string) => ({
    message: `${folder} cannot be written to`,
    next: 'Give this user the right to write there, or name another `register.registry`.',
  }),
  noRegistry: (location: string) => `${location} is made by the first register-model`,
  registry: (location: string, versions: number, aliases: readonly string[]) =>
    `${location} has ${versions} versions${aliases.length > 0 ? `, aliases ${aliases.join(', ')}` : ''}`,
  noChampion: 'Until an alias "champion" is set, the gate judges against floors only.',
};

export const forgeTexts = {
  terminal: {
    message: 'this is a terminal: reports, but no comments',
    next: 'Run `mlops doctor` as a step of a job to have its token tried.',
  },
  noRequest: (host: string) => `${host}, outside a pull or merge request: nothing to comment on`,
  reads: (host: string, request: number) =>
    `${host}: the token reads the comments of request ${request}`,
  noWorkflow: {
    message: 'no workflow uses a step yet',
    next: 'Run `mlops init`, or copy one from workflows-templates.',
  },
  runs: (file: string, steps: readonly string[]) => `${file} runs ${steps.join(', ')}`,
};
