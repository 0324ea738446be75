import { type StepName, stepNames } from '../domain/step.ts';
import { ActionError } from '../kernel/action-error.ts';
import type { CommentStore } from '../ports/comment-store.ts';
import type { ChangeRequest } from '../ports/host.ts';
import { commentMarker, markRunning } from '../report/comment.ts';
import { parseRunning, type RunningStep } from '../report/running.ts';
import { parseSections } from '../report/sections.ts';
import { comments } from './messages.ts';
import { type CommentHost, type CommentOptions, newerSection } from './publish-comment.ts';
import { type StickyOptions, type StickyPart, writeSticky } from './sticky-comment.ts';

export interface RunningOptions extends CommentOptions {
  /** Do something later unless what is returned is called. */
  later?(ms: number, act: () => void): () => void;
}

/** That a step is under way, in the comment of its model. */
export interface RunningComment {
  /**
   * The step is over: its own section comes now. Resolves as soon as nothing of this is written any
   * more, which takes at most one answer of the forge. Never rejects.
   */
  end(): Promise<void>;
}

export interface CommentedStep {
  step: StepName;
  model: string;
  started: Date;
}

/** A shorter step reports before anybody would look: it costs no request more than before. */
const worthTellingMs = 10_000;
/** At most this long is the step's own report kept waiting for an answer that does not come. */
const patienceMs = 20_000;

/**
 * Show in the comment that a step is under way, once it has taken a while. The step does not wait for
 * it, and nothing that goes wrong with it is more than a line in the log.
 */
export function beginComment(
  host: CommentHost,
  step: CommentedStep,
  options: RunningOptions,
): RunningComment {
  const { comment, later = afterMs } = options;
  if (comment === 'never' || host.changeRequest === undefined)
    return { end: async () => undefined };
  const over = new AbortController();
  let written: Promise<void> = Promise.resolve();
  const forget = later(worthTellingMs, () => {
    if (!over.signal.aborted) written = tell(host, step, options, over.signal);
  });
  return {
    async end() {
      forget();
      over.abort();
      let giveUp = (): void => undefined;
      const tooLong = new Promise<void>((resolve) => {
        giveUp = later(patienceMs, resolve);
      });
      await Promise.race([written, tooLong]);
      giveUp();
    },
  };
}

function afterMs(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
}

async function tell(
  host: CommentHost,
  step: CommentedStep,
  options: RunningOptions,
  over: AbortSignal,
): Promise<void> {
  try {
    const request = await host.changeRequest?.(options.token);
    if (request === undefined) return;
    const commit = host.context.commit ?? null;
    const running = { step: step.step, since: step.started, commit };
    const part = runningPart(host, step.model, running, request, options);
    await writeSticky(untilOver(request.comments, over), part, pausesUntilOver(options, over));
  } catch (error) {
    // Without a token the step's own report says so, and says what to do.
    const isSaid = over.aborted || (error instanceof ActionError && error.code === 'no-token');
    const reason = error instanceof Error ? error.message : String(error);
    if (!isSaid) host.log('info', comments.notShownRunning(reason));
  }
}

function runningPart(
  { context }: CommentHost,
  model: string,
  running: RunningStep,
  request: ChangeRequest,
  { chain }: RunningOptions,
): StickyPart {
  const { step, since, commit } = running;
  const { limit } = request.comments;
  const own = { step, started: since.toISOString(), commit };
  return {
    marker: commentMarker(model),
    place: stepNames.indexOf(step),
    async merge(existing) {
      const newer = await newerSection(existing, own, request);
      if (newer !== undefined) return { superseded: newer };
      const { runUrl } = context;
      const now = new Date(since.getTime() + worthTellingMs);
      const body = markRunning(existing, model, running, { limit, runUrl, now, chain });
      return body === undefined ? { superseded: comments.noRoom } : { body };
    },
    holds(body) {
      const there = parseRunning(body).get(step)?.since ?? new Date(0);
      const reported = parseSections(body).get(step)?.state?.started ?? 0;
      return there >= since || new Date(reported) >= since;
    },
  };
}

/** The comments, of which nothing new is begun once the step is over. What was begun is completed. */
function untilOver(store: CommentStore, over: AbortSignal): CommentStore {
  const stop = <A extends unknown[], R>(ask: (...given: A) => Promise<R>) => {
    return async (...given: A): Promise<R> => {
      over.throwIfAborted();
      return ask(...given);
    };
  };
  return {
    limit: store.limit,
    find: (marker) => store.find(marker),
    read: (id) => store.read(id),
    remove: (id) => store.remove(id),
    create: stop((body: string) => store.create(body)),
    update: stop((id: string, body: string) => store.update(id, body)),
    ...(store.lock && {
      lock: stop(async (id: string, again: boolean) => store.lock?.(id, again)),
    }),
  };
}

function pausesUntilOver({ wait, ...others }: StickyOptions, over: AbortSignal): StickyOptions {
  const stopped = new Promise<never>((_, reject) => {
    over.addEventListener('abort', () => reject(over.reason), { once: true });
  });
  // Where nobody rests when the step ends, nobody hears of it here.
  stopped.catch(() => undefined);
  return { ...others, wait: (ms) => Promise.race([wait(ms), stopped]) };
}
