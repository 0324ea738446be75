import { externalError } from '../kernel/action-error.ts';
import type { Check, CheckAnnotation, CheckState, CommitChecks } from '../ports/commit-checks.ts';
import { forgeActions, forgeThings, strangeAnswers } from './forge-messages.ts';
import type { GithubApi } from './github-client.ts';

/** GitHub's limits: https://docs.github.com/rest/checks/runs */
const annotationsPerCall = 50;
const longest = { title: 255, summary: 65_535, annotationTitle: 255, message: 60_000 };

const conclusions = {
  success: 'success',
  neutral: 'neutral',
  failure: 'failure',
  cancelled: 'cancelled',
} as const satisfies Record<Exclude<CheckState, 'running'>, string>;

/** The part of GitHub's check run this needs. */
interface CheckRun {
  id: number;
  external_id: string | null;
  output: { annotations_count: number };
}
const annotationLevels = { notice: 'notice', warning: 'warning', error: 'failure' } as const;
/** By which a check is known for ours: another app's of the same name could not be changed. */
const externalId = 'mlops-actions';

/** Check runs of one commit. They need `checks: write`; forges that only speak like GitHub have none. */
export function githubChecks(api: GithubApi, commit: string): CommitChecks {
  const repository = { owner: api.owner, repo: api.repo };
  const { checks } = api.octokit.rest;
  const subject = (): string =>
    forgeThings.commitOf(commit.slice(0, 7), `${api.owner}/${api.repo}`);
  const ids = new Map<string, number>();

  const earlier = async (name: string): Promise<number | undefined> => {
    const asked = { ...repository, ref: commit, check_name: name, filter: 'latest' } as const;
    const { data } = await api.ask(forgeActions.findCheck(subject()), () =>
      checks.listForRef(asked),
    );
    // GitHub adds annotations to those that are there, so a check that has some is left to history:
    // of checks of one name people see the newest.
    const isFree = (found: CheckRun): boolean =>
      found.external_id === externalId && found.output.annotations_count === 0;
    return listOf(data.check_runs).find(isFree)?.id;
  };
  const send = async (check: Check, annotations: readonly CheckAnnotation[]): Promise<void> => {
    const { name } = check;
    const body = { ...repository, ...formOf(check, annotations) };
    const id = ids.get(name) ?? (await earlier(name));
    const written = await api.ask(forgeActions.writeCheck(subject()), async (): Promise<number> => {
      if (id !== undefined) return (await checks.update({ ...body, check_run_id: id })).data.id;
      const made = { ...body, name, head_sha: commit, external_id: externalId };
      return (await checks.create(made)).data.id;
    });
    ids.set(name, written);
  };
  return {
    async show(check) {
      for (let from = 0; from === 0 || from < check.annotations.length; ) {
        const until = from + annotationsPerCall;
        await send(check, check.annotations.slice(from, until));
        from = until;
      }
      return true;
    },
  };
}

function formOf(check: Check, annotations: readonly CheckAnnotation[]) {
  const { state, started, title, summary, url } = check;
  const progress =
    state === 'running'
      ? ({ status: 'in_progress' } as const)
      : ({ status: 'completed', conclusion: conclusions[state] } as const);
  return {
    ...progress,
    started_at: started.replace(/\.\d+Z$/u, 'Z'),
    ...(url === undefined ? {} : { details_url: url }),
    output: {
      title: title.slice(0, longest.title),
      summary: summary.slice(0, longest.summary),
      annotations: annotations.map(annotationOf),
    },
  };
}

function annotationOf({ file, line, level, title, message }: CheckAnnotation) {
  return {
    path: file,
    start_line: line,
    end_line: line,
    annotation_level: annotationLevels[level],
    title: title.slice(0, longest.annotationTitle),
    message: message.slice(0, longest.message),
  };
}

/** A proxy's page or a broken answer has status 200 as well. */
function listOf<T>(data: T[] | undefined): T[] {
  if (Array.isArray(data)) return data;
  const { message, hint } = strangeAnswers.checks;
  throw externalError('unavailable', message, hint);
}
