import type { MergeRequestNoteAwardEmojis } from '@gitbeaker/rest';
import type { CommentLock } from '../ports/comment-store.ts';
import { forgeActions, forgeThings } from './forge-messages.ts';
import { askGitlab, GitlabRefusal, undefinedIfGone } from './gitlab-client.ts';
import { lockLifetimeMs } from './lock-lifetime.ts';

const lockEmoji = 'eyes';

interface Award {
  id: number;
  name: string;
  user: { id: number };
  created_at: string;
}

export interface NoteLockTarget {
  awards: MergeRequestNoteAwardEmojis;
  project: string;
  mergeRequest: number;
  note: number;
}

export interface Taker {
  user: number;
  serverNow: () => number;
  /** Whether it was refused more than once. */
  again: boolean;
}

/**
 * A lock on a note. A user can award an emoji to a note once: the second time GitLab answers 404
 * with "already been taken", so jobs that share a token take turns by it. GitLab checks that in
 * its code and not in its database, so two that ask at the same moment may both be told yes: the
 * one with the older award has it.
 */
export function noteLock({ awards, project, mergeRequest, note }: NoteLockTarget) {
  const action = forgeActions.takeTurnsAtNote(forgeThings.mergeRequest(mergeRequest, project));
  const remove = async (id: number): Promise<void> => {
    await askGitlab(action, () => awards.remove(project, mergeRequest, note, id)).catch(
      undefinedIfGone,
    );
  };
  const oldestOf = async (user: number): Promise<Award | undefined> => {
    const listed: unknown = await askGitlab(action, () => awards.all(project, mergeRequest, note));
    const mine = (listed as Award[]).filter(
      (award) => award.name === lockEmoji && award.user.id === user,
    );
    return mine.sort((a, b) => a.id - b.id)[0];
  };
  const award = async (): Promise<Award | undefined> => {
    try {
      const created: unknown = await awards.award(project, mergeRequest, note, lockEmoji);
      return created as Award;
    } catch (error) {
      const taken = error instanceof GitlabRefusal && /already been taken/iu.test(error.message);
      return taken ? undefined : askGitlab(action, () => Promise.reject(error));
    }
  };
  return {
    async take({ user, serverNow, again }: Taker): Promise<CommentLock | undefined> {
      const own = await award();
      // Who has it has most likely just begun.
      if (own === undefined && !again) return undefined;
      const oldest = await oldestOf(user);
      if (own !== undefined) {
        if (oldest === undefined || oldest.id === own.id) return { release: () => remove(own.id) };
        await remove(own.id);
        return undefined;
      }
      // By its id: if another waiter broke it first and holds its own, this removes nothing.
      const age = oldest === undefined ? 0 : serverNow() - Date.parse(oldest.created_at);
      if (oldest !== undefined && age > lockLifetimeMs) await remove(oldest.id);
      return undefined;
    },
  };
}
