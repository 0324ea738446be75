import { existsSync } from 'node:fs';
import { AwsClient } from 'aws4fetch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { step } from '../../actions/data-validate/main.ts';
import {
  freePort,
  password,
  type RunningServer,
  startMariadb,
  startPostgresql,
  startServer,
} from '../support/databases.ts';
import { runStep, type StepRun } from '../support/run-step.ts';
import { tempDir } from '../support/temp-dir.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { peer } from './install.ts';

const csv = 'code,price\n01,1.5\n02,2.5\n';
const folder = temporaryFolder('data-sources');
const stops: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const stop of stops) await stop();
});

async function started<T extends RunningServer>(server: Promise<T>): Promise<T> {
  const running = await server;
  stops.push(running.stop);
  return running;
}

/** Validate `data`, with the environment a job would have. */
function validate(
  data: string,
  environment: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
  sources = '',
): Promise<StepRun> {
  const config = `version: 1\nmodels: { m: {} }\n${sources}`;
  const directory = tempDir({ 'mlops.yml': config, ...files });
  return runStep(step, directory, { data, comment: 'never' }, { environment });
}

/** The columns of the data with their types, as the report shows them. */
function columnsOf({ record }: StepRun): Record<string, unknown> {
  const table = record?.tables.find(({ id }) => id === 'columns');
  const text = (cell: unknown): unknown =>
    typeof cell === 'object' && cell !== null && 'text' in cell ? cell.text : cell;
  return Object.fromEntries((table?.rows ?? []).map(([name, type]) => [text(name), text(type)]));
}

describe('an S3 server that checks signatures', () => {
  let environment: Record<string, string>;
  let client: AwsClient;
  let address: string;

  beforeAll(async () => {
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    const env = { ...process.env, INITIAL_NO_AUTH_ACTION_COUNT: '3' };
    await started(
      startServer(peer('moto'), ['-H', '127.0.0.1', '-p', String(port)], port, { env }),
    );
    const anyone = { accessKeyId: 'anyone', secretAccessKey: 'anyone', region: 'us-east-1' };
    const iam = async (form: Record<string, string>): Promise<string> => {
      const setup = new AwsClient({ ...anyone, service: 'iam' });
      const body = new URLSearchParams({ Version: '2010-05-08', UserName: 'reader', ...form });
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const request = { method: 'POST', body: body.toString(), headers };
      return (await setup.fetch(address, request)).text();
    };
    await iam({ Action: 'CreateUser' });
    const key = await iam({ Action: 'CreateAccessKey' });
    const statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await iam({ Action: 'PutUserPolicy', PolicyName: 'all', PolicyDocument: policy });
    const [, id = ''] = /<AccessKeyId>([^<]+)/u.exec(key) ?? [];
    const [, secret = ''] = /<SecretAccessKey>([^<]+)/u.exec(key) ?? [];
    client = new AwsClient({
      accessKeyId: id,
      secretAccessKey: secret,
      service: 's3',
      region: 'us-east-1',
    });
    environment = {
      AWS_ACCESS_KEY_ID: id,
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_ENDPOINT_URL_S3: address,
    };
    await put('lake');
    await put('lake/in/a%20%2B%281%29.csv', csv);
    await put('lake/in/b.csv', csv);
  });

  async function put(path: string, body = ''): Promise<void> {
    const answer = await client.fetch(`${address}/${path}`, {
      method: 'PUT',
      ...(body === '' ? {} : { body }),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }

  test('gives an object and a pattern of objects', async () => {
    const one = await validate('s3://lake/in/a +(1).csv', environment);
    expect(one.log).not.toContain('error');
    expect(one.host.outputs.get('rows')).toBe('2');
    const all = await validate('s3://lake/**/*.csv', environment);
    expect(all.host.outputs.get('rows')).toBe('4');
    expect(JSON.stringify(all.record?.inputs['data-versions'])).toMatch(/"etag:[0-9a-f]{32}"/u);
  });

  test('refuses a wrong secret, and says what to check', async () => {
    const wrong = { ...environment, AWS_SECRET_ACCESS_KEY: 'not-the-secret-of-this-key' };
    const ran = await validate('s3://lake/in/b.csv', wrong);
    expect(ran.exitCode).toBe(3);
    expect(ran.log).toMatch(/SignatureDoesNotMatch[\s\S]*Check AWS_SECRET_ACCESS_KEY/u);
  });

  test('names what is not there', async () => {
    const ran = await validate('s3://lake/in/c.csv', environment);
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain('There is no s3://lake/in/c.csv.');
  });
});

test('an emulator of Google Cloud Storage gives objects', async () => {
  const port = await freePort();
  const flags = [
    'start',
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--in-memory',
    '--default-bucket=lake',
  ];
  await started(startServer(peer('gcs-emulator'), flags, port, { cwd: folder }));
  const address = `http://127.0.0.1:${port}`;
  for (const name of ['in/a b.csv', 'in/c.csv']) {
    const query = new URLSearchParams({ uploadType: 'media', name });
    const upload = `${address}/upload/storage/v1/b/lake/o?${query}`;
    const answer = await fetch(upload, {
      method: 'POST',
      body: csv,
      headers: { 'content-type': 'text/csv' },
    });
    expect(answer.status).toBe(200);
  }
  const ran = await validate('gs://lake/in/*.csv', { STORAGE_EMULATOR_HOST: `127.0.0.1:${port}` });
  expect(ran.log).not.toContain('error');
  expect(ran.host.outputs.get('rows')).toBe('4');
});

/** What no query may do: each is refused, and the table is still whole. */
const harmful = [
  'DELETE FROM sales',
  'SELECT 1; DROP TABLE sales',
  'DROP TABLE sales',
  "SELECT * FROM sales INTO OUTFILE '/tmp/mlops-leak'",
  "SELECT 1) AS a INTO OUTFILE '/tmp/mlops-leak' -- ",
  'WITH gone AS (DELETE FROM sales RETURNING *) SELECT * FROM gone',
  "SELECT set_config('transaction_read_only', 'off', true), lo_create(7)",
  'COPY sales TO PROGRAM $$cat > /tmp/mlops-leak$$',
];

const table = `CREATE TABLE sales (id INTEGER, code VARCHAR(10), price DECIMAL(10, 2), share DOUBLE PRECISION, day DATE, note TEXT);
INSERT INTO sales VALUES (1, '01', 1.50, 0.1, '2024-02-29', ''), (2, '02', NULL, 0.2, '2024-03-01', NULL);`;

const databases = [
  ['PostgreSQL', 'postgresql', startPostgresql],
  ['MariaDB', 'mysql', startMariadb],
] as const;

describe.each(databases)('a query of %s', (_title, scheme, startDatabase) => {
  let environment: Record<string, string>;

  beforeAll(async () => {
    const { port } = await started(startDatabase(table));
    const secret = encodeURIComponent(password);
    environment = { DATABASE_URL: `${scheme}://reader:${secret}@127.0.0.1:${port}/data` };
  });

  test('is data with the types of the database, and the same every time', async () => {
    const files = { 'sales.sql': '-- for the model\nSELECT * FROM sales ORDER BY id' };
    const ran = await validate('sales.sql', environment, files);
    expect(ran.log).not.toContain('error');
    expect(columnsOf(ran)).toEqual({
      id: 'integer',
      code: 'string',
      price: 'number',
      share: 'number',
      day: 'date',
      note: 'string',
    });
    expect(JSON.stringify(ran.record?.inputs['data-versions'])).toMatch(
      /query-sha256:[0-9a-f]{64}/u,
    );
    const again = await validate('sales.sql', environment, files);
    expect(again.record?.subject.data).toBe(ran.record?.subject.data);
    expect(JSON.stringify(ran.record)).not.toContain(password);
  });

  test.each(harmful)('changes nothing: %s', async (query) => {
    const ran = await validate('harm.sql', environment, { 'harm.sql': query });
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain('One SELECT is expected; it runs in a read-only transaction.');
    expect(existsSync('/tmp/mlops-leak')).toBe(false);
    const after = await validate('all.sql', environment, { 'all.sql': 'SELECT * FROM sales' });
    expect(after.host.outputs.get('rows')).toBe('2');
  });

  test('that is wrong or slow is named', async () => {
    const wrong = await validate('q.sql', environment, { 'q.sql': 'SELECT 1 AS a,\n  FROM sales' });
    expect(wrong.log).toMatch(/error: q\.sql, line 2 of the query: .*syntax/u);
    const unknown = await validate('q.sql', environment, { 'q.sql': 'SELECT * FROM slaes' });
    expect(unknown.log).toMatch(/slaes.* (?:does not|doesn't) exist/u);
    const rest = scheme === 'mysql' ? 'SLEEP(9)' : 'pg_sleep(9)';
    const sources = `sources: { slow: { type: sql, connection: DATABASE_URL, query: SELECT ${rest}, timeout: 1s } }\n`;
    const slow = await validate('source:slow', environment, {}, sources);
    expect(slow.exitCode).toBe(3);
    expect(slow.log).toContain('source:slow: the query took longer than 1 s.');
  });

  test('is refused with a wrong password, which is not shown', async () => {
    const address = new URL(environment.DATABASE_URL ?? '');
    address.password = 'not-the-password';
    const wrong = { DATABASE_URL: address.href };
    const ran = await validate('q.sql', wrong, { 'q.sql': 'SELECT 1' });
    expect(ran.exitCode).toBe(3);
    expect(ran.log).toMatch(/q\.sql: the database refused \(user name or password\)/u);
    expect(ran.log).not.toContain('not-the-password');
  });

  test('of many rows is read whole and in order', async () => {
    const many =
      scheme === 'mysql'
        ? 'SELECT seq AS n FROM seq_1_to_20001'
        : 'SELECT n FROM generate_series(1, 20001) AS n';
    const ran = await validate('many.sql', environment, { 'many.sql': many });
    expect(ran.host.outputs.get('rows')).toBe('20001');
  });
});
