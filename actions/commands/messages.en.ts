/** Sentences of the commands beside the steps; `init` and `doctor` have their own. */

export const summaries = {
  init: 'Look at a repository, and write the mlops.yml and workflow that fit it.',
  render: 'Render records again: HTML, Markdown, JUnit or OpenMetrics.',
  comment: 'Write the comment of a run that may not, as one from a fork, from what it left.',
  doctor: 'Look at what the steps need here, and say what is missing.',
  migrateChecks: 'Rewrite a suite of another data tool as checks of data-validate.',
  completion: 'A script that completes steps and flags in bash, zsh or fish.',
};

export const overviewTexts = {
  title: (version: string) => `mlops ${version}: review a model change the way you review code.`,
  usage: 'Usage: mlops <step> [--input value ...]',
  steps: 'Steps, in the order a model passes them:',
  commands: 'Commands:',
  more: '`mlops <step> --help` lists what a step takes and gives.',
  unknown: (name: string, guess: string) =>
    `mlops: there is no step or command "${name}". ${guess}`,
  listed: '`mlops --help` lists them.',
};

export const flagErrors = {
  /** `said` are Node's own words, without their stop. */
  wrong: (said: string, _code: string, _typed: string) => `${said}.`,
  seeHelp: (command: string) => `\`mlops ${command} --help\` lists what there is.`,
};

export const renderTexts = {
  help: (formats: readonly string[], languages: readonly string[]) =>
    `mlops render: render records again, offline.

Usage: mlops render [record.json | folder of records ...] [--format F] [--language L]
                    [--output FILE]

  Without a path: .mlops/records
  --format ${formats.join('|')}
      Default: markdown, the comment of a pull or merge request.
  --language ${languages.join('|')}
      The language of headings, labels, verdicts and explanations, which are written here.
      A record's own sentences (its summary, findings, titles of tables and cells) were
      written by its step and stay in the language the step ran in: for a report that is in one
      language throughout, run the step with that input \`language\`.
      Default: of the environment (MLOPS_INPUT_LANGUAGE, LC_ALL, LC_MESSAGES, LANG), else en.
  --output <file>
      Default: standard output.
`,
  formatUnknown: (format: string) => `there is no format "${format}".`,
  languageUnknown: (language: string) => `there is no language "${language}".`,
  notFound: (path: string) => ({
    message: `there is no file or folder ${path}.`,
    hint: 'Give a record, or a folder that holds some, as <report-dir>/records.',
  }),
  noRecords: (path: string) => ({
    message: `the folder ${path} holds no records.`,
    hint: 'Run a step first.',
  }),
  notJson: (path: string) => `${path} cannot be read as JSON.`,
  notARecord: (path: string, issue: string | undefined) =>
    `${path} is not a record${issue === undefined ? '' : `: ${issue}`}.`,
  severalModels: (models: readonly string[]) => ({
    message: `the records are of ${models.join(', ')}.`,
    hint: 'Give the records of one of them.',
  }),
};

export const completionTexts = {
  help: (shells: readonly string[]) =>
    `mlops completion: print a script that completes steps, flags and values.

${completionUsage(shells)}

  bash   echo 'source <(mlops completion bash)' >> ~/.bashrc
  zsh    mlops completion zsh > "\${fpath[1]}/_mlops"
  fish   mlops completion fish > ~/.config/fish/completions/mlops.fish
`,
  usage: completionUsage,
  nameAShell: 'name a shell.',
  unknown: (name: string) => `there is no script for "${name}".`,
  stepHelp: 'What the step takes and gives.',
};

function completionUsage(shells: readonly string[]): string {
  return `Usage: mlops completion ${shells.join('|')}`;
}

export const migrateTexts = {
  help: `mlops migrate-checks: rewrite a suite of another tool as checks of data-validate.

Usage: mlops migrate-checks <file>[#table] [--output FILE]

  Reads suites of Great Expectations (0.18 and 1.x JSON), SodaCL 3, pandera and dbt (YAML),
  Frictionless table schemas and DQDL rulesets, recognised by what is in them.
  Of a file that describes several tables, name one after a number sign: schema.yml#orders.
  --output <file>
      Default: standard output.

What cannot be carried over stands in a comment at the top, and on standard error.
data-validate reads the same files as they are: name one in its input checks.
`,
  oneFile: {
    message: 'one file is expected, the suite to rewrite.',
    hint: 'For example: mlops migrate-checks expectations.json --output data-checks.yml',
  },
  notRead: (file: string, isMissing: boolean) => ({
    message: `${file} ${isMissing ? 'does not exist' : 'cannot be read'}.`,
    hint: 'Name the file that holds the suite.',
  }),
};
