import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { step as dataValidate } from '../../../../actions/data-validate/main.ts';
import { step as driftReport } from '../../../../actions/drift-report/main.ts';
import { step as evaluateGate } from '../../../../actions/evaluate-gate/main.ts';
import { fileServer, status, text } from '../../../support/file-server.ts';
import { runStep } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const rows = Array.from({ length: 60 }, (_, i) => i);
const csv = `id,label,x\n${rows.map((i) => `${i},${i % 2},${i % 7}`).join('\n')}\n`;

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
    const predictions = `id,prediction\n${rows.map((i) => `${i},${0.1 + 0.8 * (i % 2)}`).join('\n')}\n`;
    const config = `version: 1
models:
  late: { task: binary, key: id, label: label, evaluate: { metrics: { auc: { min: 0.6 } } } }
`;
    const folder = tempDir({ 'p.csv': predictions, 'mlops.yml': config });
    const ran = await runStep(evaluateGate, folder, {
      challenger: 'p.csv',
      data: `${server.url}/test.csv`,
    });
    expect(ran.log).not.toContain('error');
    expect(ran.record?.metrics.find(({ name }) => name === 'auc')?.value).toBe(1);
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
