/** What GitHub's own expression for its token is, in workflows. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the user's workflow
const githubToken = '${{ github.token }}';
const proxyAtGithub = 'Check what stands at GITHUB_API_URL (a proxy?), and run the job again.';
const proxyAtGitlab = 'Check what stands at CI_API_V4_URL (a proxy?), and run the job again.';
const projectToken =
  'Make a project access token with the scope `api` and give it as the masked variable GITLAB_TOKEN.';

/** Why a forge did not do what was asked. `action` is one of `forgeActions`. */
export const refusals = {
  said: (what: string, said: string) => `${what} (${said}).`,
  noAnswer: (forge: string, action: string) => `${forge} did not answer when asked to ${action}`,
  badToken: (forge: string) => `${forge} does not accept the token`,
  noRight: (forge: string, action: string) => `${forge} does not allow this token to ${action}`,
  notFound: (forge: string, action: string) => `${forge} finds nothing there to ${action}`,
  tooMany: (forge: string, action: string, restS: number | undefined) =>
    `${forge} has had too many requests to ${action}${restS === undefined ? '' : ` and wants ${restS} s of rest`}`,
  invalid: (forge: string, action: string) => `${forge} refused to ${action} as invalid`,
  error: (forge: string, action: string) => `${forge} had an error when asked to ${action}`,
  runLater: 'Run the job again later.',
  silence: 'no answer',
  late: 'no answer in time',
  at: (words: string, address: string) => `${words}, at ${address}`,
  noList: 'the list cannot be had now',
};

/** What an action is about. */
export const forgeThings = {
  pullRequest: (number: number, repository: string) => `pull request ${number} of ${repository}`,
  mergeRequest: (number: number, project: string) =>
    `merge request ${number} of project ${project}`,
  commitOf: (commit: string, repository: string) => `commit ${commit} of ${repository}`,
  commitOfProject: (commit: string, project: string) => `commit ${commit} of project ${project}`,
  project: (project: string) => `project ${project}`,
  deploymentTo: (environment: string, repository: string) =>
    `the deployment to ${environment} of ${repository}`,
};

/** What a forge is asked to do; stands after "asked to", so without a capital. */
export const forgeActions = {
  findRequestOf: (of: string) => `find the pull request of ${of}`,
  findRequestOfCommit: (commit: string) => `find the pull request of commit ${commit}`,
  readRequest: (request: string) => `read ${request}`,
  readRun: (run: number, repository: string) => `read run ${run} of ${repository}`,
  listArtifacts: (run: number) => `list the artifacts of run ${run}`,
  fetchArtifact: (name: string) => `fetch the artifact ${name}`,

  readComments: (request: string) => `read the comments on ${request}`,
  readComment: (request: string) => `read its comment on ${request}`,
  writeComment: (request: string) => `write a comment on ${request}`,
  changeComment: (request: string) => `change its comment on ${request}`,
  removeComment: (request: string) => `remove its comment on ${request}`,
  takeTurns: (request: string) => `take turns at its comment on ${request}`,
  giveUpTurn: (request: string) => `give up its turn at the comment on ${request}`,

  readNotes: (request: string) => `read the notes on ${request}`,
  readNote: (request: string) => `read its note on ${request}`,
  writeNote: (request: string) => `write a note on ${request}`,
  changeNote: (request: string) => `change its note on ${request}`,
  removeNote: (request: string) => `remove its note on ${request}`,
  takeTurnsAtNote: (request: string) => `take turns at its note on ${request}`,
  askOwner: 'ask whose token this is',

  findCheck: (commit: string) => `look for a check on ${commit}`,
  writeCheck: (commit: string) => `write a check on ${commit}`,
  writeStatus: (commit: string) => `write a status on ${commit}`,

  findDeployment: (deployment: string) => `look for ${deployment}`,
  makeDeployment: (deployment: string) => `make ${deployment}`,
  changeDeployment: (id: number, repository: string) =>
    `say how deployment ${id} of ${repository} stands`,

  readIssues: (of: string) => `read the issues of ${of}`,
  openIssue: (repository: string) => `open an issue in ${repository}`,
  openIssueOf: (project: string) => `open an issue of ${project}`,
  changeIssue: (id: number, of: string) => `change issue ${id} of ${of}`,
  commentOnIssue: (id: number, of: string) => `comment on issue ${id} of ${of}`,

  raiseEvent: (event: string, repository: string) => `raise the event ${event} in ${repository}`,
  startWorkflow: (workflow: string, repository: string) =>
    `start the workflow ${workflow} of ${repository}`,
  startPipeline: (ref: string, project: string) => `start a pipeline on ${ref} in ${project}`,
};

/** What to do about each kind of refusal, in GitHub's terms. */
export const githubAdvice = {
  comment: {
    badToken: `Give the input "token" a valid token, by default ${githubToken}.`,
    noRight:
      'Give the job `permissions: pull-requests: write`. On a pull request from a fork the token can only read: comment from a workflow_run workflow instead.',
    notFound: 'Check that the token may read this repository and that the pull request exists.',
    unavailable: 'Run the job again; nothing else depends on it.',
  },
  check: {
    noRight:
      'Give the job `permissions: checks: write` (or `statuses: write`), or switch this off with the input `commit-check: never`. On a pull request from a fork the token can only read.',
    noRightOnGitea:
      'Gitea counts statuses to the code: give the job `permissions: contents: write`, or leave the input `commit-check` at `auto`, for Gitea shows each job beside the commit by itself.',
    notFound: 'Check that the token may read this repository and that it has the commit.',
  },
  deployment: {
    noRight: 'Give the job `permissions: deployments: write`.',
    notFound:
      'Check that the token may read this repository, and that this forge has deployments (Gitea has none).',
  },
  dispatch: {
    noRight:
      'Give the job `permissions: contents: write` for an event, `actions: write` for a workflow.',
    notFound:
      'Check the name of the workflow, that it is on the default branch, and that the token may see it.',
  },
  issue: {
    noRight: 'Give the job `permissions: issues: write`.',
    notFound: 'Check that the token may read this repository and that it has issues switched on.',
  },
};

/** The same in GitLab's. */
export const gitlabAdvice = {
  note: {
    badToken:
      'Give the input "token" (or the variable GITLAB_TOKEN) a project access token that has not expired.',
    noRight:
      'The token needs the scope `api` and at least the role Reporter. CI_JOB_TOKEN cannot write notes.',
    notFound: 'Check that the token belongs to this project and that the merge request exists.',
    unavailable: 'Run the job again; nothing else depends on it.',
  },
  status: {
    noRight:
      'The token needs the scope `api` and at least the role Developer. CI_JOB_TOKEN cannot write statuses.',
    notFound: 'Check that the token belongs to this project and that it has the commit.',
  },
  pipeline: {
    badToken: 'Give a pipeline trigger token of this project, or let the job token be accepted.',
    noRight:
      'Allow pipeline variables in the CI/CD settings of the project, and the role of the token to start pipelines.',
    notFound: 'Check the branch and that the trigger token belongs to this project.',
  },
  issue: {
    noRight: 'The token needs the scope `api` and at least the role Reporter.',
    notFound: 'Check that the token belongs to this project and that it has issues switched on.',
  },
};

/** There is no token, and how the job gets one. */
export const noToken = {
  comment: {
    message: 'There is no token to write a comment with.',
    hint: `Give the step \`token: ${githubToken}\` and the job \`permissions: pull-requests: write\`.`,
  },
  check: {
    message: 'There is no token to write a check with.',
    hint: `Give the step \`token: ${githubToken}\` and the job \`permissions: checks: write\`.`,
  },
  deployment: {
    message: 'There is no token to write a deployment with.',
    hint: `Give the step \`token: ${githubToken}\` and the job \`permissions: deployments: write\`.`,
  },
  dispatch: {
    message: 'There is no token to start a workflow with.',
    hint: `Give the step \`token: ${githubToken}\`.`,
  },
  issue: {
    message: 'There is no token to write an issue with.',
    hint: `Give the step \`token: ${githubToken}\` and the job \`permissions: issues: write\`.`,
  },
  note: {
    message: 'There is no token to write a note with: CI_JOB_TOKEN can read notes, not write them.',
    hint: projectToken,
  },
  status: {
    message: 'There is no token to write a status with: CI_JOB_TOKEN cannot.',
    hint: projectToken,
  },
  gitlabIssue: {
    message: 'There is no token to write an issue with: CI_JOB_TOKEN cannot.',
    hint: projectToken,
  },
  pipeline: (variable: string) => ({
    message: `There is no token to start a pipeline with: the variable ${variable} is not set.`,
    hint: 'Make a pipeline trigger token and give it as a masked variable.',
  }),
};

/** A forge, or what stands before it, answered with status 200 and something else. */
export const strangeAnswers = {
  checks: {
    message: 'GitHub answered a request about checks with something that is not a check.',
    hint: proxyAtGithub,
  },
  comments: {
    message: 'GitHub answered a request about comments with something that is not a comment.',
    hint: proxyAtGithub,
  },
  issues: {
    message: 'GitHub answered a request about issues with something that is not an issue.',
    hint: proxyAtGithub,
  },
  gitlabIssues: {
    message: 'GitLab answered a request about issues with something that is not an issue.',
    hint: proxyAtGitlab,
  },
  notes: {
    message: 'GitLab answered a request about notes with something that is not a note.',
    hint: proxyAtGitlab,
  },
  deployment: (deployment: string) => ({
    message: `GitHub did not make ${deployment}.`,
    hint: 'Run the job again.',
  }),
  checkForbidden: 'GitHub does not allow this token to write a check.',
};
