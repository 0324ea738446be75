export const forkMessages = {
  help: `mlops comment: write the comment of a run that was not allowed to, as one from a fork is.

Usage: mlops comment --run-id <id> --head-sha <sha> [--repository <owner/name>]

  For a workflow that follows such a run (on: workflow_run); see comment-from-fork.yml among the
  ready workflows. It takes the records that the run left as artifacts, and believes nothing they
  say: the request is found by its commit.

  --run-id <id>            \${{ github.event.workflow_run.id }}
  --head-sha <sha>         \${{ github.event.workflow_run.head_sha }}
  --repository <o/n>       Default: GITHUB_REPOSITORY.

  The token comes from the variable GITHUB_TOKEN. It needs \`actions: read\` and
  \`pull-requests: write\`.
`,
  flags: '`mlops comment --help` lists what it takes.',
  needed: (flag: string, expected: string) => `the flag --${flag} is needed: ${expected}`,
  runId: 'the number of a workflow run',
  headSha: 'the whole SHA of a commit, 40 or 64 hexadecimal digits',
  repository: 'owner/name',
  noToken: {
    message: 'There is no token to read the run and to write the comment with.',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the user's workflow
    hint: 'Give the step `env: GITHUB_TOKEN: ${{ github.token }}`.',
  },
  permissions:
    'Give the job `permissions: actions: read` and `pull-requests: write`, in a workflow of the default branch (on: workflow_run).',

  otherHead: (run: number, theirs: string, given: string) => ({
    message: `Run ${run} is about commit ${theirs.slice(0, 7)}, and not about ${given.slice(0, 7)}.`,
    hint: 'Hand over id and head_sha of the same event: github.event.workflow_run.',
  }),
  otherEvent: (run: number, event: string) => ({
    message: `Run ${run} was started by "${event}", and only runs of pull requests get a comment.`,
    hint: "Let the workflow ask: `if: github.event.workflow_run.event == 'pull_request'`.",
  }),
  noRequest: (sha: string) =>
    `No open pull request stands at commit ${sha.slice(0, 7)}: it was closed, or has a newer commit. Nothing to write.`,
  notOfFork: (number: number) =>
    `Pull request ${number} is a branch of this repository: its own runs write its comment. Nothing to write.`,
  noRecords: (run: number) =>
    `Run ${run} left no records: it stopped before a step ended, or has no step of this suite. Nothing to write.`,
  tooMany: (count: number, most: number) =>
    `The run left ${count} records, and ${most} are looked at.`,
  written: (count: number, url: string) =>
    `${count} ${count === 1 ? 'section' : 'sections'} of the comment written: ${url}`,
  notWritten: (count: number) => ({
    message: `${count} ${count === 1 ? 'section' : 'sections'} of the comment could not be written.`,
    hint: 'The warnings above say why.',
  }),
  refused: (artifact: string, why: string) => `The artifact ${artifact} is left out: ${why}`,
  incomplete: (count: number) => ({
    message: `${count} of the artifacts were not what a step leaves.`,
    hint: 'The warnings above say why. Look at what the request changes in its workflow before anybody runs it again.',
  }),

  oneFile: 'it must hold record.json and nothing else.',
  notJson: 'its record is not JSON.',
  wrongForm: (where: string) => `its record has the wrong form${where}.`,
  otherSubject: (step: string, model: string) =>
    `its record is about ${step} of the model "${model}".`,
  otherCommit: (theirs: string) => `its record is about commit ${theirs}.`,
  noCommit: 'its record names no commit.',
  fromTheFuture: 'its record says that the step ended in the future.',

  summary: (summary: string) => `The fork's own figures: ${summary}`,
  unverified:
    'This run came from a fork: its code computed what is shown here, and nothing was checked again. Run the workflow on a branch of this repository before you rely on it.',
};
