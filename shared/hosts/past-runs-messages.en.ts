export const pastRunsMessages = {
  runs: (commit: string) => `find the runs of commit ${commit.slice(0, 7)}`,
  artifacts: (run: string) => `list the artifacts of run ${run}`,
  pipelines: (commit: string) => `find the pipelines of commit ${commit.slice(0, 7)}`,
  jobs: (pipeline: string) => `list the jobs of pipeline ${pipeline}`,
  file: (name: string, job: string) => `fetch ${name} from the artifacts of the job "${job}"`,

  expired: (what: string, run: string, days: number | undefined) =>
    days === undefined
      ? `What run ${run} left (${what}) has expired.`
      : `What run ${run} left (${what}) expired after ${days} ${days === 1 ? 'day' : 'days'}.`,
  unusable: (what: string, run: string, why: string) =>
    `What run ${run} left (${what}) cannot be used: ${why}`,
  otherCommit: (theirs: string | null) =>
    theirs === null ? 'it names no commit' : `it is about commit ${theirs.slice(0, 7)}`,
  notSound: 'it is no record of this model and commit, or of another version.',

  noToken: {
    message: 'There is no token to look for what earlier runs left.',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the user's workflow
    hint: 'Give the step `token: ${{ github.token }}` and the job `permissions: actions: read`.',
  },
  noGitlabToken: {
    message: 'There is no token to look for what earlier pipelines left.',
    hint: 'Make a project access token with the scope read_api and give it as the masked variable GITLAB_TOKEN.',
  },
  noRight:
    'Give the job `permissions: actions: read`, so that it may read the artifacts of earlier runs.',
  noRightOnGitea:
    'Let the token of jobs read the Actions of this repository: Settings, Actions, General.',
  notFound: 'Check that the token may read this repository and the runs of its Actions.',
  notFoundOnGitea:
    'Gitea lists runs and artifacts from version 1.25 on; before it, only the cache carries records from run to run.',
  noGitlabRight:
    'CI_JOB_TOKEN cannot list pipelines, and fetches artifacts on Premium and Ultimate only: make a project access token with the scope read_api and give it as the masked variable GITLAB_TOKEN.',
  gitlabNotFound: 'Check that the token belongs to this project and may read its pipelines.',
  noList: {
    message: 'GitLab answered a request for a list with something else.',
    hint: 'Check what stands at CI_API_V4_URL (a proxy?), and run the job again.',
  },
  late: 'no answer in time',
  tooLarge: (size: string) => `it is larger than ${size}.`,
};
