import { githubDispatch } from '../../shared/hosts/github-dispatch.ts';
import { githubIssues } from '../../shared/hosts/github-issues.ts';
import { gitlabDispatch } from '../../shared/hosts/gitlab-dispatch.ts';
import { gitlabIssues } from '../../shared/hosts/gitlab-issues.ts';
import { noContext } from '../../shared/hosts/no-context.ts';
import type { Dispatch } from '../../shared/ports/dispatch.ts';
import type { IssueStore } from '../../shared/ports/issues.ts';
import { impatient } from './comment-forges.ts';
import { githubForge, octocat, stranger, workflowBot } from './forges/github.ts';
import type { IssueBookOptions } from './forges/github-issues.ts';
import { gitlabForge, projectBot, somebody } from './forges/gitlab.ts';
import type { Failure, ServerOptions } from './forges/loopback-server.ts';
import { testIo } from './test-io.ts';

export interface ShownIssue {
  id: number;
  title: string;
  body: string;
  isOpen: boolean;
  comments: string[];
}

/** What both loopback forges have in common, in the words of the issue protocol. */
export interface IssueForge {
  shown(): ShownIssue[];
  /** The store a job gets; each call is another job. */
  store(token?: string): IssueStore;
  dispatch(token?: string): Dispatch;
  addOwn(body: string, labels: string[]): void;
  addByStranger(body: string, labels: string[]): void;
  /** As a person does with the button. */
  closeByHand(id: number): void;
  readonly violations: string[];
  failWith(...failures: readonly Failure[]): void;
  close(): Promise<void>;
}

export interface IssueForgeKind {
  name: 'GitHub' | 'GitLab';
  operations: { list: string; create: string; update: string };
  start(
    options?: ServerOptions & IssueBookOptions & { readOnlyTokens?: string[] },
  ): Promise<IssueForge>;
}

const github: IssueForgeKind = {
  name: 'GitHub',
  operations: {
    list: 'issues/list-for-repo',
    create: 'issues/create',
    update: 'issues/update',
  },
  async start(options = {}) {
    const forge = await githubForge(options);
    const io = testIo({ env: { GITHUB_API_URL: forge.url } });
    const context = { ...noContext, repository: 'octo/flights', branch: 'main' };
    const given = (token = 'ghs_0123456789abcdef') => ({ io, context, token, patience: impatient });
    // GitHub numbers issues and pull requests together, so that a request is an issue as well.
    forge.addIssue(octocat, { isPullRequest: true, labels: ['model-drift'], body: 'a request' });
    return {
      violations: forge.violations,
      failWith: forge.failWith,
      close: forge.close,
      store: (token) => present(githubIssues(given(token))),
      dispatch: (token) => present(githubDispatch(given(token))),
      addOwn: (body, labels) => void forge.addIssue(workflowBot, { body, labels }),
      addByStranger: (body, labels) => void forge.addIssue(stranger, { body, labels }),
      closeByHand(id) {
        const issue = forge.issues.find(({ number }) => number === id);
        if (issue !== undefined) issue.state = 'closed';
      },
      shown: () =>
        forge.issues
          .filter(({ isPullRequest }) => !isPullRequest)
          .map(({ number: id, title, body, state }) => {
            const own = forge.comments.filter(({ pull }) => pull === id);
            const comments = own.map((comment) => comment.body);
            return { id, title, body, isOpen: state === 'open', comments };
          }),
    };
  },
};

const gitlab: IssueForgeKind = {
  name: 'GitLab',
  operations: { list: 'list-issues', create: 'create-issue', update: 'edit-issue' },
  async start(options = {}) {
    const forge = await gitlabForge(options);
    const env = { CI_API_V4_URL: forge.apiUrl, CI_PROJECT_ID: '5', CI_JOB_TOKEN: 'job-0123456789' };
    const io = testIo({ env });
    const masked: string[] = [];
    return {
      violations: forge.violations,
      failWith: forge.failWith,
      close: forge.close,
      store: (token = 'glpat-0123456789abcdef') =>
        present(gitlabIssues({ io, token, patience: impatient })),
      dispatch: () =>
        present(
          gitlabDispatch({ io, patience: impatient, mask: (secret) => void masked.push(secret) }),
        ),
      addOwn: (body, labels) => void forge.addIssue(projectBot, { description: body, labels }),
      addByStranger: (body, labels) => void forge.addIssue(somebody, { description: body, labels }),
      closeByHand(id) {
        const issue = forge.issues.find(({ iid }) => iid === id);
        if (issue !== undefined) issue.state = 'closed';
      },
      shown: () =>
        forge.issues.map(({ iid: id, title, description: body, state, notes }) => ({
          ...{ id, title, body, isOpen: state === 'opened', comments: notes },
        })),
    };
  },
};

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the loopback forge belongs to no repository');
  return value;
}

export const issueForgeKinds: readonly IssueForgeKind[] = [github, gitlab];
