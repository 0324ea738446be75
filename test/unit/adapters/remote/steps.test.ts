import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { step as dataValidate } from '../../../../actions/data-validate/main.ts';
import { step as driftReport } from '../../../../actions/drift-report/main.ts';
import { step as evaluateGate } from '../../../../actions/evaluate-gate/main.ts';
import { step as train } from '../../../../actions/train-on-gpu-runner/main.ts';
import { type Answerer, fileServer, status, text } from '../../../support/file-server.ts';
import { runStep } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const rows = Array.from({ length: 60 }, (_, i) => i);
const csv = `id,label,x\n${rows.map((i) => `${i},${i % 2},${i % 7}`).join('\n')}\n`;

/** Predictions that are right, but for how sure they are. */
function predictionsOf(sure: number): string {
  return `id,prediction\n${rows.map((i) => `${i},${0.1 + sure * (i % 2)}`).join('\n')}\n`;
}

/** A page of what a bucket of S3 holds. */
function listOf(...keys: string[]): Answerer {
  const contents = keys.map((key) => `<Contents><Key>${key}</Key><Size>4</Size></Contents>`);
  return text(`<ListBucketResult>${contents.join('')}</ListBucketResult>`);
}

/** Everything a run left in the report folder, as one text. */
function everythingIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe('data that is elsewhere', () => {
  it('is validated, and recorded with its digest and version, secrets nowhere', async () => {
    const server = await fileServer();
    server.on('/in/train.csv', text(csv, { etag: '"v3"' }));
    const config = `version: 1
models:
  late: { label: label, validate: { checks: [{ check: row-count, min: 60 }] } }
sources:
  files: { type: https, prefix: ${server.url}/in, bearer: FILES_TOKEN }
`;
    const folder = tempDir({ 'mlops.yml': config });
    const environment = { FILES_TOKEN: 'bearer-of-the-data' };
    const data = `${server.url}/in/train.csv?signature=0123456789abcdef0123456789abcdef`;
    const ran = await runStep(dataValidate, folder, { data }, { environment });
    expect(ran.log).not.toContain('error');
    expect(ran.record?.verdict).toBe('pass');
    expect(server.asked[0]?.headers.authorization).toBe('Bearer bearer-of-the-data');
    const fingerprint = ran.record?.tables.find(({ id }) => id === 'fingerprint');
    expect(fingerprint?.rows[0]).toEqual(
      expect.arrayContaining([
        { kind: 'code', text: `${server.url}/in/train.csv` },
        { kind: 'code', text: 'etag:v3' },
      ]),
    );
    expect(ran.record?.inputs['data-versions']).toEqual([
      {
        file: `${server.url}/in/train.csv`,
        source: `${server.url}/in/train.csv`,
        version: 'etag:v3',
      },
    ]);
    const written = everythingIn(join(folder, '.mlops')) + ran.log + ran.host.summaries.join('');
    expect(written).toContain('train.csv');
    expect(written).not.toContain('0123456789abcdef');
    expect(written).not.toContain('bearer-of-the-data');
    expect(readdirSync(ran.host.tempDir)).toEqual([]);
  });

  it('has the fingerprint of the same file in place', async () => {
    const server = await fileServer();
    server.on('/train.csv', text(csv));
    const folder = tempDir({ 'train.csv': csv });
    const inputs = { comment: 'never' };
    const there = await runStep(dataValidate, folder, {
      ...inputs,
      data: `${server.url}/train.csv`,
    });
    const here = await runStep(dataValidate, folder, { ...inputs, data: 'train.csv' });
    expect(there.record?.subject.data).toBe(here.record?.subject.data);
  });

  it('is compared for drift', async () => {
    const server = await fileServer();
    server.on('/reference.csv', text(csv));
    server.on('/current.csv', text(csv));
    const ran = await runStep(driftReport, tempDir(), {
      reference: `${server.url}/reference.csv`,
      current: `${server.url}/current.csv`,
      history: 'off',
    });
    expect(ran.record?.verdict).toBe('pass');
    expect(ran.host.outputs.get('drifted-columns')).toBe('[]');
  });

  it('joins predictions to the labels that the gate judges them by', async () => {
    const server = await fileServer();
    server.on('/test.csv', text(csv));
    const config = `version: 1
models:
  late: { task: binary, key: id, label: label, evaluate: { metrics: { auc: { min: 0.6 } } } }
`;
    const folder = tempDir({ 'p.csv': predictionsOf(0.8), 'mlops.yml': config });
    const ran = await runStep(evaluateGate, folder, {
      challenger: 'p.csv',
      data: `${server.url}/test.csv`,
    });
    expect(ran.log).not.toContain('error');
    expect(ran.record?.metrics.find(({ name }) => name === 'auc')?.value).toBe(1);
  });

  it('trains a model, which is tied to its digest and version', async () => {
    const server = await fileServer();
    server.on('/in/train.csv', text(csv, { etag: '"v3"' }));
    server.on('/lake/', listOf('t/a.csv', 't/b.csv'));
    server.on('/lake/t/a.csv', text('x\n1\n', { 'x-amz-version-id': 'v1' }));
    server.on('/lake/t/b.csv', text('x\n2\n'));
    const script = `
      const { readFileSync, writeFileSync, appendFileSync } = require('node:fs');
      const { train, test } = JSON.parse(readFileSync(process.env.MLOPS_DATA_FILE, 'utf8'));
      if (![...train, ...test].every((path) => path.endsWith('.csv'))) throw new Error(train[0]);
      const text = [...train, ...test].map((path) => readFileSync(path, 'utf8')).join('');
      writeFileSync(process.env.MLOPS_MODEL_DIR + '/model.txt', text);
      appendFileSync(process.env.MLOPS_METRICS_FILE, '{"auc":0.9}\\n');`;
    const config = `version: 1
models:
  late:
    data: { train: '${server.url}/in/train.csv?sig=0123456789abcdef0123', test: 's3://lake/t/*.csv' }
    train: { command: node train.cjs, metrics: [auc] }
sources:
  lake: { type: s3, prefix: 's3://lake', endpoint: '${server.url}', anonymous: true }
`;
    const folder = tempDir({ 'mlops.yml': config, 'train.cjs': script, 'train.csv': csv });
    const ran = await runStep(train, folder, {});
    expect(ran.log).not.toContain('error');
    expect(ran.record?.verdict).toBe('pass');
    expect(readFileSync(join(folder, '.mlops/model/model.txt'), 'utf8')).toBe(`${csv}x\n1\nx\n2\n`);
    const name = `${server.url}/in/train.csv`;
    expect(ran.record?.inputs).toMatchObject({
      data: [name],
      'test-data': ['s3://lake/t/a.csv', 's3://lake/t/b.csv'],
      'data-versions': [
        { file: name, source: name, version: 'etag:v3' },
        { file: 's3://lake/t/a.csv', version: 'version-id:v1' },
        { file: 's3://lake/t/b.csv' },
      ],
    });
    const here = await runStep(dataValidate, folder, { data: 'train.csv' });
    expect(ran.record?.subject.data).toBe(here.record?.subject.data);
    expect(everythingIn(join(folder, '.mlops')) + ran.log).not.toContain('0123456789abcdef0123');
    expect(readdirSync(ran.host.tempDir)).toEqual([]);
  });

  it('is fetched for a training after all that can be checked without it', async () => {
    const server = await fileServer();
    server.on('/train.csv', text(csv));
    const data = `${server.url}/train.csv`;
    const none = await runStep(train, tempDir(), { data });
    expect(none.exitCode).toBe(2);
    const missing = await runStep(train, tempDir(), { data, entry: 'nowhere.mjs' });
    expect(missing.exitCode).toBe(2);
    expect(server.asked).toEqual([]);
    const refused = await runStep(train, tempDir(), { data: `${data}x`, command: 'exit 0' });
    expect(refused.exitCode).toBe(2);
    expect(refused.log).toContain(`error: There is no ${data}x.`);
  });

  it('holds predictions of both models, by digest and version', async () => {
    const server = await fileServer();
    const predictions = predictionsOf(0.8);
    server.on('/lake/p/1.csv', text(predictions, { 'x-amz-version-id': 'v9' }));
    server.on('/old.csv', text(predictionsOf(0.7)));
    const config = `version: 1
models:
  late: { task: binary, key: id, label: label, evaluate: { metrics: { auc: { min: 0.6 } } } }
sources:
  lake: { type: s3, prefix: 's3://lake', endpoint: '${server.url}', anonymous: true }
`;
    const folder = tempDir({ 'test.csv': csv, 'mlops.yml': config });
    const ran = await runStep(evaluateGate, folder, {
      challenger: 's3://lake/p/1.csv',
      champion: `${server.url}/old.csv`,
      data: 'test.csv',
    });
    expect(ran.log).not.toContain('error');
    const sha256 = createHash('sha256').update(predictions).digest('hex');
    expect(ran.record?.inputs.challenger).toEqual([
      {
        path: 's3://lake/p/1.csv',
        size: predictions.length,
        sha256,
        origin: { source: 's3://lake/p/1.csv', version: 'version-id:v9' },
      },
    ]);
    expect(ran.record?.inputs.champion).toMatchObject([{ path: `${server.url}/old.csv` }]);
    expect(server.asked.map(({ url }) => url.pathname).toSorted()).toEqual([
      '/lake/p/1.csv',
      '/old.csv',
    ]);
  });

  it('holds metrics that somebody else computed, alone and beside predictions', async () => {
    const server = await fileServer();
    server.on('/own.json', text('{"fluency":{"value":0.9,"standard-error":0.01}}'));
    server.on('/old.json', text('{"fluency":{"value":0.8,"standard-error":0.01}}'));
    const evaluate = 'evaluate: { custom: { fluency: { better: higher, min: 0.5 } } }';
    const config = `version: 1\nmodels: { late: { task: binary, key: id, label: label, ${evaluate} } }\n`;
    const files = { 'mlops.yml': config, 'test.csv': csv, 'p.csv': predictionsOf(0.8) };
    const [own, old] = [`${server.url}/own.json`, `${server.url}/old.json`];
    const alone = await runStep(evaluateGate, tempDir(files), {
      challenger: `${own}?token=0123456789abcdef`,
      champion: old,
    });
    expect(alone.log).not.toContain('error');
    expect(alone.record?.metrics).toMatchObject([{ name: 'fluency', value: 0.9, baseline: 0.8 }]);
    expect(alone.record?.inputs.challenger).toMatchObject([{ path: own, origin: { source: own } }]);
    const beside = await runStep(evaluateGate, tempDir(files), {
      challenger: 'p.csv',
      data: 'test.csv',
      metrics: own,
    });
    expect(beside.log).not.toContain('error');
    expect(beside.record?.inputs['metrics-file']).toMatchObject({ challenger: { path: own } });
  });

  it('holds scores of cases', async () => {
    const server = await fileServer();
    const scores = (base: number) =>
      `case,repeat,score\n${rows.map((i) => `c${i % 20},${Math.floor(i / 20)},${(base + (i % 5) / 10).toFixed(2)}`).join('\n')}\n`;
    server.on('/scores', text(scores(0.5)), text(scores(0.4)));
    const config = `version: 1\nmodels: { bot: { task: scores } }\n`;
    const ran = await runStep(evaluateGate, tempDir({ 'mlops.yml': config }), {
      challenger: `${server.url}/scores?of=new`,
      champion: `${server.url}/scores?of=old`,
    });
    expect(ran.log).not.toContain('error');
    // Both are shown without what they ask for, and are not taken for one.
    expect(ran.record?.inputs.challenger).toMatchObject([{ path: `${server.url}/scores` }]);
    expect(ran.record?.inputs.champion).toMatchObject([{ path: `${server.url}/scores (2)` }]);
    expect(ran.record?.metrics[0]?.value).toBeCloseTo(0.7);
    expect(ran.record?.metrics[0]?.baseline).toBeCloseTo(0.6);
    expect(readdirSync(ran.host.tempDir)).toEqual([]);
  });

  it('that is refused ends the step with a sentence that names it', async () => {
    const server = await fileServer();
    server.on('/a.csv', status(401, 'who are you'));
    const ran = await runStep(dataValidate, tempDir(), { data: `${server.url}/a.csv` });
    expect(ran.exitCode).toBe(3);
    expect(ran.log).toContain(
      `error: ${server.url}/a.csv could not be read: the server answered 401, who are you.`,
    );
    expect(existsSync(join(ran.host.tempDir, 'sources'))).toBe(false);
  });
});

describe('the section sources', () => {
  it.each([
    ['lake: { type: s3, prefix: https://lake }', /s3:\/\/ is expected/u],
    [
      'lake: { type: s3, prefix: s3://lake, access-key-id: AKIA/x }',
      /name of an environment variable/u,
    ],
    ['lake: { type: s3, prefix: s3://lake, access-key-id: KEY }', /belong together/u],
    [
      'q: { type: sql, connection: "postgresql://a:b@c/d", query: select 1 }',
      /secret itself does not belong/u,
    ],
    ['q: { type: sql, connection: URL, query: select 1, file: a.sql }', /either query or file/u],
    ['f: { type: https, bearer: TOKEN }', /either prefix or address/u],
    ['f: { type: gs, prefix: gs://b, max-size: big }', /as 20GB/u],
    ['f: { type: ftp, prefix: ftp://b }', /known: https, s3, gs, sql/u],
  ])('refuses %s', async (line, message) => {
    const config = `version: 1\nmodels: { m: {} }\nsources:\n  ${line}\n`;
    const folder = tempDir({ 'mlops.yml': config, 'a.csv': csv });
    const ran = await runStep(dataValidate, folder, { data: 'a.csv' });
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toMatch(message);
    expect(ran.log).not.toContain('a:b@c');
  });
});
