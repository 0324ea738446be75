import { recordSchema, type StepRecord } from '../domain/record.ts';
import { stepNames } from '../domain/step.ts';
import { ActionError, externalError } from '../kernel/action-error.ts';
import type { LogLevel } from '../ports/host.ts';
import { forkMessages as messages } from './fork-comment-messages.ts';
import type { LeftArtifact } from './github-archive.ts';
import {
  type EvidenceName,
  longestRecord,
  parseArtifactName,
  recordEntry,
} from './github-artifacts-names.ts';
import { openZip } from './github-artifacts-zip.ts';
import { pullRequestOf } from './github-change-request.ts';
import { githubApi } from './github-client.ts';
import { noContext } from './no-context.ts';
import type { Patience } from './patience.ts';
import type { ProcessIo } from './process-io.ts';
import { type CommentHost, publishComment } from './publish-comment.ts';
import type { StickyOptions } from './sticky-comment.ts';
import {
  artifactsOf,
  openRequestOf,
  type UntrustedRun,
  untrustedRun,
  withArchive,
} from './untrusted-run.ts';

export interface ForkComment extends StickyOptions {
  readonly io: ProcessIo;
  /** `owner/name` of the repository that is asked to merge. */
  readonly repository: string;
  readonly token: string;
  readonly runId: number;
  readonly headSha: string;
  readonly patience?: Patience;
  log(level: LogLevel, message: string): void;
}

/** Ten models of six steps. Each record is a write or two, and each model a comment. */
const mostRecords = 60;
/** How far a runner's clock may be ahead of ours. */
const clockToleranceMs = 10 * 60_000;

/**
 * Write the comment of a run that was not allowed to, from the records it left as artifacts.
 *
 * The records come from somebody's code: each must be alone in its archive, within its size, of
 * its form, about the step and model its artifact is named after, and about the run's commit. The
 * pull request is found by what GitHub says of the run. The sections say whose figures they show.
 *
 * @throws ActionError (usage, `other-run`; external: what the API answers, `comment-not-written`, and
 *   `artifacts-refused` where all that could be written is written and something was left out).
 */
export async function commentFromFork(task: ForkComment): Promise<void> {
  const { io, repository, token, patience, log } = task;
  const advice = { noRight: messages.permissions };
  const api = githubApi({ io, repository, token, advice, ...(patience && { patience }) });
  const run = await untrustedRun(api, task.runId, task.headSha);
  const request = await openRequestOf(api, run);
  if (request === undefined) return log('notice', messages.noRequest(run.headSha));
  if (!request.ofFork) return log('notice', messages.notOfFork(request.number));
  const left = recordArtifacts(await artifactsOf(api, run), run.attempt);
  if (left.length === 0) return log('notice', messages.noRecords(run.id));
  if (left.length > mostRecords) log('warning', messages.tooMany(left.length, mostRecords));
  const records: StepRecord[] = [];
  let refused = 0;
  for (const { name, artifact } of left.slice(0, mostRecords)) {
    try {
      records.push(
        await withArchive(api, artifact, (path) => readRecord(path, name, run, io.now())),
      );
    } catch (error) {
      if (!(error instanceof ActionError) || error.kind === 'bug') throw error;
      refused += 1;
      log('warning', messages.refused(artifact.name, error.message));
    }
  }
  const written = await writeSections(task, run, pullRequestOf(api, io, request.number), records);
  if (written < records.length) {
    const { message, hint } = messages.notWritten(records.length - written);
    throw externalError('comment-not-written', message, hint);
  }
  if (refused === 0) return;
  const { message, hint } = messages.incomplete(refused);
  throw externalError('artifacts-refused', message, hint);
}

/** Of each step the newest attempt's, in the order a model passes the steps. */
function recordArtifacts(artifacts: readonly LeftArtifact[], attempt = Number.POSITIVE_INFINITY) {
  const newest = new Map<string, { name: EvidenceName; artifact: LeftArtifact }>();
  for (const artifact of artifacts) {
    const name = parseArtifactName(artifact.name);
    if (name?.part !== 'record' || name.attempt > attempt) continue;
    const key = `${name.model} ${name.step}`;
    const known = newest.get(key);
    if (known === undefined || known.name.attempt < name.attempt)
      newest.set(key, { name, artifact });
  }
  const order = ({ name }: { name: EvidenceName }): number => stepNames.indexOf(name.step);
  return [...newest.values()].toSorted(
    (a, b) => a.name.model.localeCompare(b.name.model, 'en') || order(a) - order(b),
  );
}

async function readRecord(
  path: string,
  name: EvidenceName,
  run: UntrustedRun,
  now: number,
): Promise<StepRecord> {
  const archive = await openZip(path, { entries: 1, bytes: longestRecord });
  try {
    const [entry] = archive.entries;
    if (entry?.name !== recordEntry) throw refuse(messages.oneFile);
    const record = parseRecord((await archive.read(entry)).toString('utf8'));
    if (record.step !== name.step || record.model !== name.model) {
      throw refuse(messages.otherSubject(record.step, record.model.slice(0, 64)));
    }
    const { commit } = record.subject;
    if (commit === null) throw refuse(messages.noCommit);
    if (commit !== run.headSha) throw refuse(messages.otherCommit(commit.slice(0, 40)));
    // A section gives way to none that began earlier, so this one would stay for ever.
    const latest = Math.max(Date.parse(record.started), Date.parse(record.finished));
    if (latest > now + clockToleranceMs) throw refuse(messages.fromTheFuture);
    return record;
  } finally {
    await archive.close();
  }
}

function parseRecord(text: string): StepRecord {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refuse(messages.notJson);
  }
  const parsed = recordSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? '' : `: ${issue.path.join('.').slice(0, 100)}`;
  throw refuse(messages.wrongForm(where));
}

async function writeSections(
  { log, token, wait, random }: ForkComment,
  run: UntrustedRun,
  request: ReturnType<typeof pullRequestOf>,
  records: readonly StepRecord[],
): Promise<number> {
  const host: CommentHost = {
    context: { ...noContext, commit: run.headSha, runUrl: run.url },
    log,
    changeRequest: async () => request,
  };
  let written = 0;
  let url: string | undefined;
  for (const record of records) {
    const options = { comment: 'always', token, wait, random } as const;
    const address = await publishComment(host, marked(record), options);
    if (address === undefined) continue;
    written += 1;
    url = address;
  }
  if (url !== undefined) log('info', messages.written(written, url));
  return written;
}

/** Whose figures these are stands where the verdict is read, and among the findings. */
function marked(record: StepRecord): StepRecord {
  const finding = {
    code: 'from-a-fork',
    severity: 'warning',
    message: messages.unverified,
  } as const;
  return {
    ...record,
    summary: messages.summary(record.summary),
    findings: [finding, ...record.findings],
  };
}

function refuse(why: string): ActionError {
  return externalError('archive-refused', why);
}
