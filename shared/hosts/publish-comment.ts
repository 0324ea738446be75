import type { StepRecord } from '../domain/record.ts';
import { type StepName, stepNames } from '../domain/step.ts';
import { ActionError } from '../kernel/action-error.ts';
import type { ChangeRequest, Host } from '../ports/host.ts';
import { commentMarker, mergeSection } from '../report/comment.ts';
import type { SectionState } from '../report/section-state.ts';
import { parseSections } from '../report/sections.ts';
import { comments } from './messages.ts';
import { type StickyOptions, type StickyPart, writeSticky } from './sticky-comment.ts';

/** The part of a host that a comment needs. */
export type CommentHost = Pick<Host, 'changeRequest' | 'context' | 'log'>;

export interface CommentOptions extends StickyOptions {
  comment: 'auto' | 'always' | 'never';
  token: string | undefined;
  /** The steps that the model has, where its configuration names them. */
  chain?: readonly StepName[] | undefined;
}

/**
 * Put the record's section into the comment on the pull or merge request.
 *
 * @returns its address, or undefined where there is none; what kept it from being written is
 *   logged, never thrown.
 */
export async function publishComment(
  host: CommentHost,
  record: StepRecord,
  options: CommentOptions,
): Promise<string | undefined> {
  if (options.comment === 'never' || host.changeRequest === undefined) {
    if (options.comment === 'always') skip(host, options, comments.noForge);
    return undefined;
  }
  try {
    const request = await host.changeRequest(options.token);
    if (request === undefined) {
      skip(host, options, comments.noRequest);
      return undefined;
    }
    const part = commentPart(host, record, request, options);
    const { comment, superseded } = await writeSticky(request.comments, part, options);
    if (superseded !== undefined) host.log('notice', comments.leftAsIs(superseded));
    return comment.url;
  } catch (error) {
    explain(host, options, error);
    return undefined;
  }
}

function skip(host: CommentHost, { comment }: CommentOptions, reason: string): void {
  if (comment === 'always') host.log('warning', comments.noneWritten(reason));
  else host.log('info', comments.none(reason));
}

function explain(host: CommentHost, { comment }: CommentOptions, error: unknown): void {
  if (!(error instanceof ActionError)) {
    const reason = error instanceof Error ? error.message : String(error);
    host.log('warning', comments.couldNot(reason));
    return;
  }
  // Without a token nothing was promised, unless the comment was asked for.
  const level = error.code === 'no-token' && comment === 'auto' ? 'notice' : 'warning';
  host.log(level, comments.wasNot(error.message, error.hint));
}

function commentPart(
  host: CommentHost,
  record: StepRecord,
  request: ChangeRequest,
  { chain }: CommentOptions,
): StickyPart {
  const { commit, runUrl } = host.context;
  const now = new Date(record.finished);
  const { limit } = request.comments;
  const merged = (existing: string | undefined): string =>
    mergeSection(existing, record, { limit, runUrl, commit, now, chain });
  const sectionOf = (body: string) => parseSections(body).get(record.step);
  return {
    marker: commentMarker(record.model),
    place: stepNames.indexOf(record.step),
    async merge(existing) {
      const own = { ...record, commit: record.subject.commit ?? commit ?? null };
      const superseded = await newerSection(existing, own, request);
      return superseded === undefined ? { body: merged(existing) } : { superseded };
    },
    holds(body) {
      const wanted = sectionOf(merged(body))?.state;
      const found = sectionOf(body)?.state;
      return wanted !== undefined && JSON.stringify(found) === JSON.stringify(wanted);
    },
  };
}

/**
 * Why this run must not replace the section that is there: a run about a newer commit, or a later
 * run about the same one, was faster.
 */
export async function newerSection(
  existing: string | undefined,
  { step, started, commit }: Pick<SectionState, 'step' | 'started' | 'commit'>,
  request: ChangeRequest,
): Promise<string | undefined> {
  const there = parseSections(existing ?? '').get(step)?.state;
  if (there === undefined) return undefined;
  const later = Date.parse(there.started) > Date.parse(started);
  if (there.commit === commit || there.commit === null || commit === null) {
    return later ? comments.laterRun : undefined;
  }
  const head = await request.headCommit().catch(() => undefined);
  const isNewer = head === commit ? false : head === there.commit || later;
  return isNewer ? comments.newerCommit(commit.slice(0, 7), there.commit.slice(0, 7)) : undefined;
}
