import { MergeRequestNoteAwardEmojis, MergeRequestNotes, Users } from '@gitbeaker/rest';
import { externalError } from '../kernel/action-error.ts';
import type { Comment, CommentStore } from '../ports/comment-store.ts';
import { askGitlab, gitlabTransport, undefinedIfGone } from './gitlab-client.ts';
import { noteLock } from './gitlab-note-lock.ts';
import type { Patience } from './patience.ts';

export interface GitlabNotesOptions {
  /** Without `/api/v4`. */
  host: string;
  project: string;
  mergeRequest: number;
  /** The page of the merge request; a note's address is a fragment of it. */
  url: string;
  token: string;
  patience: Patience;
  wait(ms: number): Promise<void>;
}

/** GitLab accepts a million characters; a comment nobody reads to the end helps nobody. */
const bodyLimit = 65_536;
const pageSize = 100;

/** The part of GitLab's note this needs. */
interface Note {
  id: number;
  body: string;
  system?: boolean;
  author: { id: number; username: string };
}

/** The notes of one merge request. */
export function gitlabNotes(options: GitlabNotesOptions): CommentStore {
  const { host, project, mergeRequest, url, token } = options;
  const { requesterFn, serverNow } = gitlabTransport(options.patience, options.wait);
  const settings = { host, token, requesterFn };
  const notes = new MergeRequestNotes(settings);
  const users = new Users(settings);
  const where = `on merge request ${mergeRequest} of ${project}`;
  const toComment = (note: unknown): Comment => {
    const { id, body } = checkedNote(note);
    return { id: String(id), body, url: `${url}#note_${id}` };
  };
  let me: Promise<number> | undefined;
  const whoAmI = (): Promise<number> => {
    me ??= askGitlab('ask whose token this is', async () => (await users.showCurrentUser()).id);
    return me;
  };
  const page = async (number: number): Promise<Note[]> => {
    const found: unknown = await askGitlab(`read the notes ${where}`, () =>
      notes.all(project, mergeRequest, {
        sort: 'asc',
        orderBy: 'created_at',
        perPage: pageSize,
        page: number,
      }),
    );
    if (!Array.isArray(found)) throw notAnAnswer();
    return found.map(checkedNote);
  };
  return {
    limit: bodyLimit,
    async find(marker) {
      for (let number = 1; ; number++) {
        const found = await page(number);
        for (const note of found) {
          if (!note.body.includes(marker) || note.system) continue;
          // Anyone may write our marker; only our own note can be changed by us anyway.
          if (note.author.id === (await whoAmI())) return toComment(note);
        }
        if (found.length < pageSize) return undefined;
      }
    },
    async read(id) {
      try {
        return toComment(
          await askGitlab(`read its note ${where}`, () =>
            notes.show(project, mergeRequest, Number(id)),
          ),
        );
      } catch (error) {
        return undefinedIfGone(error);
      }
    },
    async create(body) {
      return toComment(
        await askGitlab(`write a note ${where}`, () => notes.create(project, mergeRequest, body)),
      );
    },
    async update(id, body) {
      return toComment(
        await askGitlab(`change its note ${where}`, () =>
          notes.edit(project, mergeRequest, Number(id), { body }),
        ),
      );
    },
    async remove(id) {
      await askGitlab(`remove its note ${where}`, () =>
        notes.remove(project, mergeRequest, Number(id)),
      ).catch(undefinedIfGone);
    },
    async lock(id) {
      const awards = new MergeRequestNoteAwardEmojis(settings);
      const lock = noteLock({ awards, project, mergeRequest, note: Number(id) });
      return lock.take(await whoAmI(), serverNow);
    },
  };
}

/** A proxy's page or a broken answer has status 200 as well. */
function checkedNote(note: unknown): Note {
  const { id, body, author } = (note ?? {}) as Partial<Note>;
  if (typeof id !== 'number' || typeof body !== 'string' || author === undefined) {
    throw notAnAnswer();
  }
  return note as Note;
}

function notAnAnswer(): Error {
  return externalError(
    'unavailable',
    'GitLab answered a request about notes with something that is not a note.',
    'Check what stands at CI_API_V4_URL (a proxy?), and run the job again.',
  );
}
