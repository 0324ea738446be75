import { MergeRequestNoteAwardEmojis, MergeRequestNotes } from '@gitbeaker/rest';
import { externalError } from '../kernel/action-error.ts';
import type { Comment, CommentLock, CommentStore } from '../ports/comment-store.ts';
import { forgeActions, forgeThings, strangeAnswers } from './forge-messages.ts';
import { askGitlab, gitlabTransport, undefinedIfGone } from './gitlab-client.ts';
import { noteLock } from './gitlab-note-lock.ts';
import { TokenOwner } from './gitlab-token-owner.ts';
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
  return new GitlabNotes(options);
}

class GitlabNotes implements CommentStore {
  readonly limit = bodyLimit;
  private readonly project: string;
  private readonly mergeRequest: number;
  private readonly url: string;
  private readonly notes: MergeRequestNotes;
  private readonly awards: MergeRequestNoteAwardEmojis;
  private readonly owner: TokenOwner;
  private readonly serverNow: () => number;

  constructor({ host, project, mergeRequest, url, token, patience, wait }: GitlabNotesOptions) {
    const { requesterFn, serverNow } = gitlabTransport(patience, wait);
    const settings = { host, token, requesterFn };
    this.project = project;
    this.mergeRequest = mergeRequest;
    this.url = url;
    this.notes = new MergeRequestNotes(settings);
    this.awards = new MergeRequestNoteAwardEmojis(settings);
    this.owner = new TokenOwner(settings);
    this.serverNow = serverNow;
  }

  async find(marker: string): Promise<Comment | undefined> {
    for (let number = 1; ; number++) {
      const found = await this.page(number);
      for (const note of found) {
        if (!note.body.includes(marker) || note.system) continue;
        // Anyone may write our marker; only our own note can be changed by us anyway.
        if (note.author.id === (await this.owner.id())) return this.toComment(note);
      }
      if (found.length < pageSize) return undefined;
    }
  }

  async read(id: string): Promise<Comment | undefined> {
    const asked = askGitlab(forgeActions.readNote(this.request()), () =>
      this.notes.show(this.project, this.mergeRequest, Number(id)),
    );
    return asked.then((note) => this.toComment(note), undefinedIfGone);
  }

  async create(body: string): Promise<Comment> {
    const note = await askGitlab(forgeActions.writeNote(this.request()), () =>
      this.notes.create(this.project, this.mergeRequest, body),
    );
    return this.toComment(note);
  }

  async update(id: string, body: string): Promise<Comment> {
    const note = await askGitlab(forgeActions.changeNote(this.request()), () =>
      this.notes.edit(this.project, this.mergeRequest, Number(id), { body }),
    );
    return this.toComment(note);
  }

  async remove(id: string): Promise<void> {
    const asked = askGitlab(forgeActions.removeNote(this.request()), () =>
      this.notes.remove(this.project, this.mergeRequest, Number(id)),
    );
    await asked.catch(undefinedIfGone);
  }

  async lock(id: string, again: boolean): Promise<CommentLock | undefined> {
    const { awards, project, mergeRequest } = this;
    const lock = noteLock({ awards, project, mergeRequest, note: Number(id) });
    return lock.take({ user: await this.owner.id(), serverNow: this.serverNow, again });
  }

  private async page(number: number): Promise<Note[]> {
    const order = { sort: 'asc', orderBy: 'created_at' } as const;
    const found: unknown = await askGitlab(forgeActions.readNotes(this.request()), () =>
      this.notes.all(this.project, this.mergeRequest, {
        ...order,
        perPage: pageSize,
        page: number,
      }),
    );
    if (!Array.isArray(found)) throw notAnAnswer();
    return found.map(checkedNote);
  }

  private request(): string {
    return forgeThings.mergeRequest(this.mergeRequest, this.project);
  }

  private toComment(note: unknown): Comment {
    const { id, body } = checkedNote(note);
    return { id: String(id), body, url: `${this.url}#note_${id}` };
  }
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
  const { message, hint } = strangeAnswers.notes;
  return externalError('unavailable', message, hint);
}
