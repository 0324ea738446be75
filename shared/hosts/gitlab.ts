import { join } from 'node:path';
import type { ActionDefinition } from '../kernel/define-action.ts';
import type { Host, HostContext } from '../ports/host.ts';
import { environmentLanguage } from './choose-language.ts';
import type { Flags } from './flags.ts';
import { dotenvReport } from './gitlab-dotenv.ts';
import { outputDirectory } from './local.ts';
import { messages } from './messages.ts';
import { namedSecret, namedVariable } from './named-secret.ts';
import { defaultPatience, type Patience } from './patience.ts';
import { privateDirectory } from './private-directory.ts';
import type { ProcessIo } from './process-io.ts';
import { type Secrets, secrets } from './secrets.ts';
import { stateFile } from './state-file.ts';
import { lineLog, printable } from './terminal.ts';
import { triggerReason } from './trigger-reason.ts';

/** A job of a GitLab pipeline, also under gitlab-ci-local. */
export function gitlabHost(
  definition: ActionDefinition,
  flags: Flags,
  io: ProcessIo,
  patience: Patience = defaultPatience,
): Host {
  const hidden = secrets();
  for (const name of ['GITLAB_TOKEN', 'CI_JOB_TOKEN']) hidden.add(io.env[name] ?? '');
  const lines = lineLog(io, io.stdout, hidden.redact);
  const context = gitlabContext(io.env);
  const input = (name: string): string | undefined =>
    flags.values.get(name) ?? io.env[inputVariable(name)];
  const tempDir = privateDirectory(`mlops-${fileName(io.env.CI_JOB_ID ?? 'job')}`);
  const report = join(outputDirectory(io.cwd, input), `${definition.name}.env`);
  const dotenv = dotenvReport(report, definition.name);
  return {
    name: 'gitlab',
    phase: flags.post ? 'post' : 'main',
    context,
    language: environmentLanguage(io.env),
    input,
    output(name, value) {
      const leftOut = dotenv.set(name, hidden.redact(value));
      if (leftOut !== undefined) lines.log('warning', messages.recordHasIt(leftOut));
    },
    state: stateFile(() => join(tempDir, 'state', `${definition.name}.json`), hidden.redact),
    // GitLab masks variables only, and only those set in its settings: hide our own writes.
    mask: hidden.add,
    redact: hidden.redact,
    log: lines.log,
    progress: lines.progress,
    group: sections(io, hidden),
    annotate({ level, title, message, file, line }) {
      const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
      lines.log(level, `${place}${title}: ${message}`);
    },
    summary: async () => false,
    tempDir,
    async changeRequest(token) {
      const { gitlabChangeRequest } = await import('./gitlab-change-request.ts');
      const given = token ?? (io.env.GITLAB_TOKEN || undefined);
      return gitlabChangeRequest({ io, token: given, patience });
    },
    async checks(token, wanted) {
      if (wanted === 'auto') return undefined;
      const { gitlabStatuses } = await import('./gitlab-status.ts');
      const given = token ?? (io.env.GITLAB_TOKEN || undefined);
      return gitlabStatuses({ io, context, token: given, patience });
    },
    async issues(token) {
      const { gitlabIssues } = await import('./gitlab-issues.ts');
      return gitlabIssues({ io, token: token ?? (io.env.GITLAB_TOKEN || undefined), patience });
    },
    async dispatch() {
      const { gitlabDispatch } = await import('./gitlab-dispatch.ts');
      return gitlabDispatch({ io, patience, mask: hidden.add });
    },
    async pastRuns(token, reportDir) {
      const { gitlabPastRuns } = await import('./gitlab-past-runs.ts');
      const given = token ?? (io.env.GITLAB_TOKEN || undefined);
      return gitlabPastRuns({ io, token: given, patience, reportDir });
    },
    secret: namedSecret(io, hidden.add),
    variable: namedVariable(io),
  };
}

/** `max-regression` -> `MLOPS_INPUT_MAX_REGRESSION`: a variable's name has no dashes. */
export function inputVariable(name: string): string {
  return `MLOPS_INPUT_${name.replaceAll('-', '_').toUpperCase()}`;
}

function gitlabContext(env: ProcessIo['env']): HostContext {
  return {
    // On a merged-results pipeline CI_COMMIT_SHA is a merge commit nobody wrote.
    commit: env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || env.CI_COMMIT_SHA,
    branch: env.CI_MERGE_REQUEST_SOURCE_BRANCH_NAME || env.CI_COMMIT_BRANCH || env.CI_COMMIT_TAG,
    targetBranch: env.CI_MERGE_REQUEST_TARGET_BRANCH_NAME || undefined,
    repository: env.CI_PROJECT_PATH,
    runUrl: env.CI_JOB_URL ?? env.CI_PIPELINE_URL,
    runId: env.CI_PIPELINE_ID,
    // A retried job is a new job of the same pipeline: GitLab counts no attempts.
    attempt: 1,
    job: env.CI_JOB_NAME,
    root: env.CI_PROJECT_DIR || undefined,
    event: env.CI_PIPELINE_SOURCE,
    actor: env.GITLAB_USER_LOGIN,
    reason: triggerReason(env.MLOPS_REASON),
  };
}

/** Collapsible sections: https://docs.gitlab.com/ci/jobs/job_logs/ */
function sections(io: ProcessIo, hidden: Secrets): Host['group'] {
  let count = 0;
  const mark = (kind: 'start' | 'end', name: string, title: string): void => {
    const seconds = Math.floor(io.now() / 1000);
    io.stdout.write(`\u001b[0Ksection_${kind}:${seconds}:${name}\r\u001b[0K${title}\n`);
  };
  return async (title, body) => {
    count += 1;
    const name = `mlops_${count}`;
    mark('start', name, printable(hidden.redact(title)).replaceAll('\n', ' '));
    try {
      return await body();
    } finally {
      mark('end', name, '');
    }
  };
}

function fileName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9._-]/gu, '_');
}
