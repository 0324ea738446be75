import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fetching } from '../../../support/fetched.ts';
import { cutOff, fileServer, ranged, status, text } from '../../../support/file-server.ts';

const csv = `x,y\n${Array.from({ length: 500 }, (_, i) => `${i},${i * i}`).join('\n')}\n`;

describe('a file behind an address', () => {
  it('is fetched with the state the server says it is in', async () => {
    const server = await fileServer();
    server.on('/a.csv', text(csv, { etag: '"v1"' }));
    const { files, fetch } = fetching();
    expect(await fetch(`${server.url}/a.csv`)).toEqual({ [`${server.url}/a.csv`]: csv });
    const [file] = await files(`${server.url}/a.csv`);
    expect(file?.origin).toEqual({ source: `${server.url}/a.csv`, version: 'etag:v1' });
    expect(server.asked).toHaveLength(1);
  });

  it('is whole where the connection broke off', async () => {
    const server = await fileServer();
    server.on('/a.csv', cutOff(csv, 1_000, { etag: '"v1"' }), ranged(csv, '"v1"'));
    const { fetch, rests } = fetching();
    expect(Object.values(await fetch(`${server.url}/a.csv`))).toEqual([csv]);
    expect(server.asked).toHaveLength(2);
    expect(rests).toEqual([1_000]);
  });

  it('is fetched anew where it changed meanwhile', async () => {
    const server = await fileServer();
    const other = 'x\n1\n';
    server.on('/a.csv', cutOff(csv, 1_000, { etag: '"v1"' }), ranged(other, '"v2"'));
    const { files, fetch } = fetching();
    expect(Object.values(await fetch(`${server.url}/a.csv`))).toEqual([other]);
    expect((await files(`${server.url}/a.csv`))[0]?.origin.version).toBe('etag:v2');
  });

  it.each([
    ['no name for its state', {}],
    ['a weak one', { etag: 'W/"v1"' }],
  ])('is fetched anew where the server gives %s', async (_, headers: Record<string, string>) => {
    const server = await fileServer();
    server.on('/a.csv', cutOff(csv, 1_000, headers), text(csv, headers));
    expect(Object.values(await fetching().fetch(`${server.url}/a.csv`))).toEqual([csv]);
    expect(server.asked[1]?.headers.range).toBeUndefined();
  });

  it('is gone on with where the server falls silent', async () => {
    const server = await fileServer();
    server.on(
      '/a.csv',
      (_asked, answer) => {
        answer.writeHead(200, { etag: '"v1"', 'content-length': String(csv.length) });
        answer.write(csv.slice(0, 1_000));
      },
      ranged(csv, '"v1"'),
    );
    const { fetch } = fetching({ network: { stallMs: 300 } });
    expect(Object.values(await fetch(`${server.url}/a.csv`))).toEqual([csv]);
    expect(server.asked[1]?.headers).toMatchObject({ range: 'bytes=1000-', 'if-range': '"v1"' });
  });

  it('is unpacked where the server packed it for the way', async () => {
    const server = await fileServer();
    server.on('/a.csv', (_asked, answer) => {
      answer.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(csv));
    });
    expect(Object.values(await fetching().fetch(`${server.url}/a.csv`))).toEqual([csv]);
  });

  it('is asked for again when the server is busy, after the rest it asks for', async () => {
    const server = await fileServer();
    server.on('/a.csv', status(503, '', { 'retry-after': '7' }), status(429), text(csv));
    const { fetch, rests } = fetching();
    expect(Object.values(await fetch(`${server.url}/a.csv`))).toEqual([csv]);
    expect(rests).toEqual([7_000, 2_000]);
  });

  it('is removed with the sources', async () => {
    const server = await fileServer();
    server.on('/a.csv', text(csv));
    const { fetch, sources, folder } = fetching();
    await fetch(`${server.url}/a.csv`);
    expect(readdirSync(folder)).toHaveLength(1);
    await sources.close();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('an address that cannot be read', () => {
  it.each([
    [404, 'file-not-found', 'usage', /^There is no http:\S+\/a\.csv\.$/u],
    [403, 'source-refused', 'external', /the server answered 403, no entry/u],
    [500, 'source-unavailable', 'external', /in 3 tries \(the server answered 500, no entry\)/u],
  ])('is named: %i', async (code, name, kind, message) => {
    const server = await fileServer();
    server.on('/a.csv', status(code, '<h1>no</h1> <script>x</script>entry'));
    const asked = fetching().fetch(`${server.url}/a.csv?sig=0123456789abcdef0123`);
    const error = await asked.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: name, kind, message: expect.stringMatching(message) });
    expect((error as Error).message).not.toContain('0123456789abcdef');
  });

  it('is named where nobody listens', async () => {
    const asked = fetching().fetch('http://127.0.0.1:9/a.csv');
    await expect(asked).rejects.toMatchObject({
      code: 'source-unavailable',
      message: expect.stringContaining('http://127.0.0.1:9/a.csv'),
    });
  });

  it('is refused where a file is too large, said or not', async () => {
    const server = await fileServer();
    server.on('/said.csv', text(csv));
    server.on('/unsaid.csv', (_asked, answer) => void answer.writeHead(200).end(csv));
    const sources = { files: { type: 'https', prefix: server.url, 'max-size': '1KB' } };
    for (const name of ['said', 'unsaid']) {
      await expect(fetching({ sources }).fetch(`${server.url}/${name}.csv`)).rejects.toMatchObject({
        code: 'data-too-large',
        message: expect.stringMatching(/is larger than 1 KB/u),
      });
    }
  });

  it.each([
    ['ftp://example.com/a.csv', /not read from ftp:\/\/ addresses/u],
    ['postgresql://user:hunter22@db/x', /address of a database is no data/u],
    ['https://user:hunter22@example.com/a.csv', /on example\.com holds a user name or password/u],
    ['source:flihts', /no source "flihts"\. Did you mean flights\?/u],
  ])('is refused: %s', async (name, message) => {
    const sources = { flights: { type: 'sql', connection: 'URL', query: 'select 1' } };
    const error = await fetching({ sources })
      .fetch(name)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'usage', message: expect.stringMatching(message) });
    expect((error as Error).message).not.toContain('hunter22');
  });

  it('ends with the step', async () => {
    const server = await fileServer();
    server.on('/a.csv', (_asked, answer) => void answer.writeHead(200).write('x'));
    const ending = new AbortController();
    const asked = fetching({ signal: ending.signal }).fetch(`${server.url}/a.csv`);
    setImmediate(() => ending.abort(new Error('stopped')));
    await expect(asked).rejects.toThrow('stopped');
  });
});

describe('credentials', () => {
  const environment = { TOKEN: 't0ken-of-data', USER: 'ann', PASSWORD: 'pa55word' };

  it.each([
    [{ bearer: 'TOKEN' }, { authorization: 'Bearer t0ken-of-data' }],
    [
      { username: 'USER', password: 'PASSWORD' },
      { authorization: `Basic ${btoa('ann:pa55word')}` },
    ],
    [{ header: { name: 'Private-Token', value: 'TOKEN' } }, { 'private-token': 't0ken-of-data' }],
  ])('are sent as the configuration says', async (how, headers) => {
    const server = await fileServer();
    server.on('/in/a.csv', text(csv));
    const sources = { files: { type: 'https', prefix: `${server.url}/in`, ...how } };
    const { fetch, host } = fetching({ sources, environment });
    await fetch(`${server.url}/in/a.csv`);
    expect(server.asked[0]?.headers).toMatchObject(headers);
    expect(host.redact('t0ken-of-data pa55word')).not.toBe('t0ken-of-data pa55word');
  });

  it('stay with the folder they are for', async () => {
    const server = await fileServer();
    server.on('/in-2/a.csv', text(csv));
    const sources = { files: { type: 'https', prefix: `${server.url}/in`, bearer: 'TOKEN' } };
    await fetching({ sources, environment }).fetch(`${server.url}/in-2/a.csv`);
    expect(server.asked[0]?.headers.authorization).toBeUndefined();
  });

  it('do not follow a redirect to another server, and do within their own', async () => {
    const [own, other] = [await fileServer(), await fileServer()];
    own.on('/a.csv', status(302, '', { location: '/b.csv' }));
    own.on('/b.csv', status(307, '', { location: `${other.url}/c.csv` }));
    other.on('/c.csv', text(csv));
    const header = { name: 'X-Key', value: 'PASSWORD' };
    const sources = { files: { type: 'https', prefix: own.url, header } };
    const { fetch } = fetching({ sources, environment });
    expect(Object.values(await fetch(`${own.url}/a.csv`))).toEqual([csv]);
    expect(own.asked.map(({ headers }) => headers['x-key'])).toEqual(['pa55word', 'pa55word']);
    expect(other.asked[0]?.headers['x-key']).toBeUndefined();
  });

  it('are no reason to run in circles', async () => {
    const server = await fileServer();
    server.on('/a.csv', status(302, '', { location: '/a.csv' }));
    await expect(fetching().fetch(`${server.url}/a.csv`)).rejects.toThrow(/redirects in circles/u);
    expect(server.asked).toHaveLength(6);
  });

  it('are never sent without TLS', async () => {
    const sources = { files: { type: 'https', prefix: 'http://example.com', bearer: 'TOKEN' } };
    const asked = fetching({ sources, environment }).fetch('http://example.com/a.csv');
    await expect(asked).rejects.toMatchObject({ code: 'credentials-unprotected' });
  });

  it('are named where they are missing', async () => {
    const sources = { files: { type: 'https', prefix: 'https://example.com', bearer: 'NONE' } };
    await expect(fetching({ sources }).fetch('https://example.com/a.csv')).rejects.toMatchObject({
      code: 'secret-missing',
      message: 'https://example.com/a.csv needs the environment variable NONE, which is not set.',
    });
  });

  it("of the job itself go to the job's own forge only", async () => {
    const server = await fileServer();
    server.on('/a.csv', text(csv));
    const header = { name: 'JOB-TOKEN', value: 'CI_JOB_TOKEN' };
    const sources = { files: { type: 'https', prefix: server.url, header } };
    const token = { CI_JOB_TOKEN: 'glcbt-0123456789' };
    const elsewhere = { ...token, CI_SERVER_URL: 'https://gitlab.example.com' };
    await expect(
      fetching({ sources, environment: elsewhere }).fetch(`${server.url}/a.csv`),
    ).rejects.toMatchObject({ code: 'own-token' });
    expect(server.asked).toHaveLength(0);
    const here = { ...token, CI_SERVER_URL: server.url };
    await fetching({ sources, environment: here }).fetch(`${server.url}/a.csv`);
    expect(server.asked[0]?.headers['job-token']).toBe('glcbt-0123456789');
  });
});

describe('a signed address', () => {
  const query = 'X-Amz-Signature=0123456789abcdef0123456789abcdef&page=2';

  it('is read from a variable, and shown nowhere', async () => {
    const server = await fileServer();
    server.on('/a.csv', text(csv));
    const sources = { export: { type: 'https', address: 'EXPORT_URL' } };
    const environment = { EXPORT_URL: `${server.url}/a.csv?${query}` };
    const { files, host } = fetching({ sources, environment });
    const [file] = await files('source:export');
    expect(server.asked[0]?.url.search).toBe(`?${query}`);
    expect(file?.name).toBe('source:export');
    expect(JSON.stringify(file)).not.toContain('0123456789abcdef');
    expect(host.redact(`? ${query}`)).toBe('? ***');
  });

  it('that is an input is hidden before anything is printed', () => {
    const { host } = fetching({ inputs: { data: [`https://example.com/a.csv?${query}`] } });
    expect(host.redact(`Reading https://example.com/a.csv?${query}`)).toBe(
      'Reading https://example.com/a.csv?***',
    );
    expect(host.redact('page 2')).toBe('page 2');
  });
});
