import { describe, expect, it } from 'vitest';
import { fetching } from '../../../support/fetched.ts';
import { fileServer, status, text } from '../../../support/file-server.ts';

const commit = 'c7a632d74f7e2b5d1f4a9b8c0d3e6f11223344556677889900aabbccddeeff00';
const environment = { LAKE_ID: 'AKIAEXAMPLE', LAKE_SECRET: 'a-long-secret-key' };

/** A server of lakeFS, which answers as its gateway of S3 does and by its own interface. */
async function lakefs() {
  const server = await fileServer();
  const sources = {
    lake: {
      ...{ type: 's3', prefix: 's3://flights', endpoint: server.url, lakefs: true },
      ...{ 'access-key-id': 'LAKE_ID', 'secret-access-key': 'LAKE_SECRET' },
    },
  };
  return { server, ...fetching({ sources, environment }) };
}

const log = (id: string) => text(JSON.stringify({ pagination: {}, results: [{ id }] }));

describe('a repository of lakeFS', () => {
  it('is read at the newest commit of a branch, which is its version', async () => {
    const { server, files, host } = await lakefs();
    server.on('/api/v1/repositories/flights/refs/main/commits', log(commit));
    server.on(`/flights/${commit}/data/a.csv`, text('x\n1\n', { etag: '"e"' }));
    expect(await files('s3://flights/main/data/a.csv')).toMatchObject([
      {
        name: 's3://flights/main/data/a.csv',
        origin: { source: 's3://flights/main/data/a.csv', version: `commit:${commit}` },
      },
    ]);
    const [asked] = server.asked;
    const basic = Buffer.from('AKIAEXAMPLE:a-long-secret-key').toString('base64');
    expect(asked?.url.searchParams.get('amount')).toBe('1');
    expect(asked?.headers.authorization).toBe(`Basic ${basic}`);
    expect(host.redact(`${basic} and a-long-secret-key`)).toBe('*** and ***');
  });

  it('gives all files of a pattern from one commit, under the names of the branch', async () => {
    const { server, fetch } = await lakefs();
    server.on('/api/v1/repositories/flights/refs/v1.0/commits', log(commit));
    const keys = ['p/b.csv', 'p/a.csv', 'p/c.txt'].map(
      (key) => `<Contents><Key>${commit}/${key}</Key><Size>4</Size></Contents>`,
    );
    server.on('/flights/', text(`<ListBucketResult>${keys.join('')}</ListBucketResult>`));
    server.on(`/flights/${commit}/p/a.csv`, text('x\n1\n'));
    server.on(`/flights/${commit}/p/b.csv`, text('x\n2\n'));
    expect(Object.entries(await fetch('s3://flights/v1.0/p/*.csv'))).toEqual([
      ['s3://flights/v1.0/p/a.csv', 'x\n1\n'],
      ['s3://flights/v1.0/p/b.csv', 'x\n2\n'],
    ]);
    expect(server.asked[1]?.url.searchParams.get('prefix')).toBe(`${commit}/p/`);
  });

  it.each([
    [
      status(404, '{"message":"no"}'),
      'file-not-found',
      /^There is no main in the lakeFS repository flights\.$/u,
    ],
    [status(401, '{"message":"error authenticating"}'), 'source-refused', /answered 401/u],
    [text('<html>a page</html>'), 'source-refused', /lakeFS names no commit of it/u],
    [log('../../other'), 'source-refused', /lakeFS names no commit of it/u],
  ])('without a commit is an error that says so: %#', async (answer, code, message) => {
    const { server, fetch } = await lakefs();
    server.on('/api/v1/repositories/flights/refs/main/commits', answer);
    await expect(fetch('s3://flights/main/a.csv')).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(server.asked.every(({ url }) => url.pathname.startsWith('/api/'))).toBe(true);
  });

  it.each(['s3://flights/*/a.csv', 's3://flights/a.csv'])('needs a branch: %s', async (name) => {
    const { server, fetch } = await lakefs();
    await expect(fetch(name)).rejects.toMatchObject({
      code: 'source-unknown',
      message: `${name} does not say which branch, tag or commit to read.`,
    });
    expect(server.asked).toEqual([]);
  });
});
