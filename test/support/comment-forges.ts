import { githubChangeRequest } from '../../shared/hosts/github-change-request.ts';
import { gitlabChangeRequest } from '../../shared/hosts/gitlab-change-request.ts';
import { noContext } from '../../shared/hosts/no-context.ts';
import type { Patience } from '../../shared/hosts/patience.ts';
import type { ChangeRequest } from '../../shared/ports/host.ts';
import { githubForge, stranger, workflowBot } from './forges/github.ts';
import { gitlabForge, projectBot, somebody } from './forges/gitlab.ts';
import type { Failure, ForgeRequest, ServerOptions } from './forges/loopback-server.ts';
import { testIo } from './test-io.ts';

/** What both loopback forges have in common, in the words of the comment protocol. */
export interface CommentForge {
  readonly url: string;
  /** Bodies of the comments, oldest first. */
  bodies(): string[];
  /** A change request as a job sees it; each call is another job. */
  job(token?: string): Promise<ChangeRequest>;
  addOwn(body: string): void;
  addByStranger(body: string): void;
  /** As a writer leaves it that was killed while it had the lock. */
  leaveLock(): void;
  removeComments(): void;
  readonly requests: ForgeRequest[];
  readonly violations: string[];
  failWith(...failures: readonly Failure[]): void;
  close(): Promise<void>;
}

/** The forges' names for the operations a test lets fail. */
export interface Operations {
  list: string;
  create: string;
  update: string;
  read: string;
  lock: string;
  user: string;
}

export interface ForgeKind {
  name: 'GitHub' | 'GitLab';
  operations: Operations;
  /** A token that may write, as the forge's own look. */
  token: string;
  /** One that belongs to a person. */
  personalToken: string;
  start(options?: ServerOptions & { readOnlyTokens?: string[] }): Promise<CommentForge>;
}

/** Waits are a thousandth of what they would be. */
export const impatient: Patience = { timeoutMs: 20_000, retries: 2, longestRestS: 30, secondMs: 1 };

const head = 'a'.repeat(40);

const github: ForgeKind = {
  name: 'GitHub',
  token: 'ghs_0123456789abcdef',
  personalToken: 'ghp_0123456789abcdef',
  operations: {
    list: 'issues/list-comments',
    create: 'issues/create-comment',
    update: 'issues/update-comment',
    read: 'issues/get-comment',
    lock: 'reactions/create-for-issue-comment',
    user: 'users/get-authenticated',
  },
  async start(options = {}) {
    const forge = await githubForge(options);
    const io = testIo({ env: { GITHUB_API_URL: forge.url } });
    const context = { ...noContext, repository: 'octo/flights', commit: head };
    return Object.assign(forge, {
      bodies: () => forge.comments.map(({ body }) => body),
      job: async (token = github.token) =>
        present(
          await githubChangeRequest({ io, context, pullRequest: 7, token, patience: impatient }),
        ),
      addOwn: (body: string) => void forge.addComment(7, workflowBot, body),
      addByStranger: (body: string) => void forge.addComment(7, stranger, body),
      leaveLock() {
        const created = new Date((options.now ?? Date.now)()).toISOString();
        const left = { id: 900, user: workflowBot, content: 'eyes', created };
        forge.comments[0]?.reactions.push(left);
      },
      removeComments: () => void forge.comments.splice(0),
    });
  },
};

const gitlab: ForgeKind = {
  name: 'GitLab',
  token: 'glpat-0123456789abcdef',
  personalToken: 'glpat-0123456789abcdef',
  operations: {
    list: 'list-notes',
    create: 'create-note',
    update: 'edit-note',
    read: 'show-note',
    lock: 'create-award',
    user: 'current-user',
  },
  async start(options = {}) {
    const forge = await gitlabForge(options);
    const io = testIo({
      env: { CI_API_V4_URL: forge.apiUrl, CI_PROJECT_ID: '5', CI_MERGE_REQUEST_IID: '7' },
    });
    return Object.assign(forge, {
      bodies: () => forge.notes.map(({ body }) => body),
      job: async (token = gitlab.token) =>
        present(await gitlabChangeRequest({ io, token, patience: impatient })),
      addOwn: (body: string) => void forge.addNote(projectBot, body),
      addByStranger: (body: string) => void forge.addNote(somebody, body),
      leaveLock() {
        const created = new Date((options.now ?? Date.now)()).toISOString();
        forge.notes[0]?.awards.push({ id: 90, user: projectBot, name: 'eyes', created });
      },
      removeComments: () => void forge.notes.splice(0),
    });
  },
};

function present(request: ChangeRequest | undefined): ChangeRequest {
  if (request === undefined) throw new Error('the loopback forge has no change request');
  return request;
}

export const forgeKinds: readonly ForgeKind[] = [github, gitlab];
