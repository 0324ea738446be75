import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionDefinition } from '../kernel/define-action.ts';
import type { Annotation, Cache, Host, LogLevel, StateStore } from '../ports/host.ts';
import { environmentLanguage } from './choose-language.ts';
import type { Flags } from './flags.ts';
import { githubArtifacts } from './github-artifacts.ts';
import { appendSummary, appendValue, command, inertLines } from './github-commands.ts';
import { githubEvent } from './github-event.ts';
import { messages } from './messages.ts';
import { namedSecret, namedVariable } from './named-secret.ts';
import { defaultPatience, type Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';
import { type Secrets, secrets } from './secrets.ts';

/** Tells the post phase, a process of its own, that it is one. */
const phaseState = 'mlops-phase';
const progressEveryMs = 10_000;

/** A step of a GitHub workflow, also under act and on Gitea. */
export function githubHost(
  _definition: ActionDefinition,
  flags: Flags,
  io: ProcessIo,
  patience: Patience = defaultPatience,
): Host {
  const hidden = secrets();
  for (const name of ['GITHUB_TOKEN', 'ACTIONS_RUNTIME_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN']) {
    hidden.add(io.env[name] ?? '');
  }
  const { context, pullRequest } = githubEvent(io.env);
  const state = stateStore(io, hidden);
  const logs = logging(io, hidden);
  const phase = flags.post || state.get(phaseState) === 'main' ? 'post' : 'main';
  if (phase === 'main') state.set(phaseState, 'main');
  const tempDir = io.env.RUNNER_TEMP || mkdtempSync(join(tmpdir(), 'mlops-'));
  const artifacts = githubArtifacts(io, tempDir);
  return {
    name: 'github',
    phase,
    context,
    language: environmentLanguage(io.env),
    input: (name) => flags.values.get(name) ?? io.env[inputVariable(name)],
    state,
    ...logs,
    output(name, value) {
      const path = io.env.GITHUB_OUTPUT;
      if (path) appendValue(path, name, hidden.redact(value));
    },
    async summary(markdown) {
      const path = io.env.GITHUB_STEP_SUMMARY;
      if (!path) return false;
      if (appendSummary(path, hidden.redact(markdown))) return true;
      io.stdout.write(`${messages.summaryFull}\n`);
      return false;
    },
    tempDir,
    async changeRequest(token) {
      const { githubChangeRequest } = await import('./github-change-request.ts');
      const given = token ?? (io.env.GITHUB_TOKEN || undefined);
      return githubChangeRequest({ io, context, pullRequest, token: given, patience });
    },
    async checks(token, wanted) {
      const { githubCommitChecks } = await import('./github-commit-checks.ts');
      const given = token ?? (io.env.GITHUB_TOKEN || undefined);
      return githubCommitChecks({ io, context, token: given, patience, wanted });
    },
    async deployments(token) {
      const { githubDeployments } = await import('./github-deployments.ts');
      const given = token ?? (io.env.GITHUB_TOKEN || undefined);
      return githubDeployments({ io, context, token: given, patience });
    },
    async issues(token) {
      const { githubIssues } = await import('./github-issues.ts');
      const given = token ?? (io.env.GITHUB_TOKEN || undefined);
      return githubIssues({ io, context, token: given, patience });
    },
    async dispatch(token) {
      const { githubDispatch } = await import('./github-dispatch.ts');
      const given = token ?? (io.env.GITHUB_TOKEN || undefined);
      return githubDispatch({ io, context, token: given, patience });
    },
    async pastRuns(token) {
      const { githubPastRuns } = await import('./github-past-runs.ts');
      const given = token ?? (io.env.GITHUB_TOKEN || undefined);
      return githubPastRuns({ io, context, token: given, patience });
    },
    secret: namedSecret(io, logs.mask),
    variable: namedVariable(io),
    cache: lazyCache(),
    ...(artifacts === undefined ? {} : { artifacts }),
  };
}

/** How the runner hands over an input: upper case, dashes kept. */
function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

function logging(io: ProcessIo, hidden: Secrets) {
  const print = (text: string): void => io.stdout.write(text);
  const plain = (text: string): void => print(`${inertLines(hidden.redact(text))}\n`);
  let lastProgress = Number.NEGATIVE_INFINITY;
  return {
    mask(secret: string): void {
      hidden.add(secret);
      // The runner masks whole lines of a command's data one at a time.
      for (const line of new Set([secret, ...secret.split(/[\r\n]+/u)])) {
        if (line.trim() !== '') print(command('add-mask', {}, line));
      }
    },
    redact: hidden.redact,
    log(level: LogLevel, message: string): void {
      if (level === 'info') plain(message);
      else print(command(level, {}, hidden.redact(message)));
    },
    progress(message: string): void {
      if (io.now() - lastProgress < progressEveryMs) return;
      lastProgress = io.now();
      plain(message);
    },
    async group<T>(title: string, body: () => Promise<T>): Promise<T> {
      print(command('group', {}, hidden.redact(title)));
      try {
        return await body();
      } finally {
        print(command('endgroup', {}, ''));
      }
    },
    annotate({ level, title, message, file, line }: Annotation): void {
      print(command(level, { title: hidden.redact(title), file, line }, hidden.redact(message)));
    },
  };
}

/** Written for the post phase, and readable at once in this one. */
function stateStore(io: ProcessIo, hidden: Secrets): StateStore {
  const written = new Map<string, string>();
  return {
    get: (key) => written.get(key) ?? io.env[`STATE_${key}`],
    set(key, value) {
      written.set(key, value);
      const path = io.env.GITHUB_STATE;
      if (path) appendValue(path, key, hidden.redact(value));
    },
  };
}

/** `@actions/cache` takes 0.4 s to load, so only those who restore or save pay for it. */
function lazyCache(): Cache {
  const load = async (): Promise<Cache> =>
    (await import('../adapters/github-cache.ts')).githubCache();
  return {
    restore: async (paths, key, prefixes) => (await load()).restore(paths, key, prefixes),
    save: async (paths, key) => (await load()).save(paths, key),
  };
}
