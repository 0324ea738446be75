import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { type GithubForge, githubForge } from '../../support/forges/github.ts';
import { type GitlabForge, gitlabForge } from '../../support/forges/gitlab.ts';

/** The forges stand in for the real ones in many tests, so they are held to what they claim. */

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

async function github(): Promise<GithubForge> {
  const forge = await githubForge();
  close = forge.close;
  return forge;
}
async function gitlab(): Promise<GitlabForge> {
  const forge = await gitlabForge();
  close = forge.close;
  return forge;
}

const send = (url: string, method: string, headers: Record<string, string>, body?: unknown) =>
  fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const bearer = { authorization: 'Bearer ghs_1' };
const comments = '/repos/octo/flights/issues/7/comments';

test("a request that breaks GitHub's description is refused and kept", async () => {
  const forge = await github();
  const wrong = await send(forge.url + comments, 'POST', bearer, { text: 'no body' });
  expect(wrong.status).toBe(422);
  expect(forge.violations[0]).toMatch(/request issues\/create-comment: .*'body'/u);
  const number = await send(`${forge.url}${comments}?per_page=many`, 'GET', bearer);
  expect(number.status).toBe(422);
  const reaction = `${forge.url}/repos/octo/flights/issues/comments/1/reactions`;
  expect((await send(reaction, 'POST', bearer, { content: 'thumbs' })).status).toBe(422);
  expect((await send(`${forge.url}/repos/octo/flights/unheard-of`, 'GET', bearer)).status).toBe(
    404,
  );
  expect(forge.violations).toHaveLength(4);
});

test("an answer that breaks GitHub's description is kept too", async () => {
  const forge = await github();
  const comment = forge.addComment(7, { login: 'x', id: 1, type: 'User' }, 'hello');
  comment.created = 'yesterday';
  await send(`${forge.url}/repos/octo/flights/issues/comments/${comment.id}`, 'GET', bearer);
  expect(forge.violations[0]).toMatch(/answer of issues\/get-comment: .*created_at/u);
});

test('what GitHub answers to a wrong, weak or missing token', async () => {
  const forge = await github();
  const status = async (headers: Record<string, string>, path = comments) =>
    (await send(forge.url + path, 'GET', headers)).status;
  expect(await status({})).toBe(401);
  expect(await status({ authorization: 'Bearer expired' })).toBe(401);
  expect(await status(bearer)).toBe(200);
  expect(await status(bearer, '/user')).toBe(403);
  expect(await status({ authorization: 'Bearer ghp_1' }, '/user')).toBe(200);
});

test('a body beyond the limit is refused as GitHub does', async () => {
  const forge = await github();
  const post = async (length: number) =>
    (await send(forge.url + comments, 'POST', bearer, { body: 'x'.repeat(length) })).status;
  expect(await post(65_536)).toBe(201);
  expect(await post(65_537)).toBe(422);
  expect(forge.violations).toEqual([]);
});

test('a request GitLab does not document is refused and kept', async () => {
  const forge = await gitlab();
  const token = { 'private-token': 'glpat-1' };
  const notes = `${forge.apiUrl}/projects/5/merge_requests/7/notes`;
  expect((await send(notes, 'POST', token, { text: 'x' })).status).toBe(400);
  expect((await send(notes, 'POST', token, { body: 'x', colour: 'red' })).status).toBe(400);
  expect((await send(`${notes}/1/likes`, 'POST', token)).status).toBe(404);
  expect(forge.violations).toHaveLength(3);
  expect((await send(notes, 'POST', token, { body: 'x' })).status).toBe(201);
  expect((await send(notes, 'POST', { 'job-token': 'x' }, { body: 'x' })).status).toBe(403);
  expect((await send(notes, 'POST', {}, { body: 'x' })).status).toBe(401);
});

test.each(['github', 'gitlab'])(
  '%s serves other processes, tells what was written and fails on demand',
  async (name) => {
    const script = fileURLToPath(new URL(`../../support/forges/${name}.ts`, import.meta.url));
    const child = spawn(process.execPath, [script, '--number', '9'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    close = async () => void child.kill();
    const url = await new Promise<string>((resolve) =>
      child.stdout.once('data', (text) => resolve(String(text).trim())),
    );
    const [path, headers] =
      name === 'github'
        ? ['/repos/octo/flights/issues/9/comments', bearer]
        : ['/api/v4/projects/5/merge_requests/9/notes', { 'private-token': 'glpat-1' }];
    expect(
      (await send(url + path, 'POST', headers as typeof bearer, { body: 'hello' })).status,
    ).toBe(201);
    const written = await (await fetch(`${url}/_written`)).json();
    expect(JSON.stringify(written)).toContain('"body":"hello"');
    expect(written).toMatchObject({ violations: [] });
    const failure = [{ operation: '*', calls: [1], answer: { status: 502 } }];
    expect((await send(`${url}/_fail`, 'POST', {}, failure)).status).toBe(204);
    const statuses = [await fetch(url + path, { headers }), await fetch(url + path, { headers })];
    expect(statuses.map(({ status }) => status)).toEqual([502, 200]);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  },
);
