import { createVerify, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fetching } from '../../../support/fetched.ts';
import { type Answerer, fileServer, status, text } from '../../../support/file-server.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'a-long-secret-key' };

/** A list of objects, as S3 gives it: one page, the next one named where there is one. */
function page(found: readonly string[], next?: string): Answerer {
  const contents = found.map((key) => `<Contents><Key>${key}</Key><Size>4</Size></Contents>`);
  const token = next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`;
  return text(
    `<?xml version="1.0"?><ListBucketResult>${contents.join('')}${token}</ListBucketResult>`,
  );
}

function s3Error(code: string, message: string): string {
  return `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}

describe('an object of S3', () => {
  it('is asked for with a signature, and named with its version', async () => {
    const server = await fileServer();
    server.on('/lake/2024/a%20b%2B%281%29.csv', text('x\n1\n', { 'x-amz-version-id': 'v7' }));
    const environment = { ...keys, AWS_ENDPOINT_URL_S3: server.url, AWS_REGION: 'eu-west-1' };
    const { files, host } = fetching({ environment });
    const [file] = await files('s3://lake/2024/a b+(1).csv');
    expect(file).toMatchObject({
      name: 's3://lake/2024/a b+(1).csv',
      origin: { source: 's3://lake/2024/a b+(1).csv', version: 'version-id:v7' },
    });
    expect(server.asked[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/s3\/aws4_request, /u,
    );
    // A region is no secret.
    expect(host.redact('a-long-secret-key in eu-west-1')).toBe('*** in eu-west-1');
  });

  it('is found by a pattern over all pages of the list, in the order of names', async () => {
    const server = await fileServer();
    server.on(
      '/lake/',
      page(['in/b%2B.csv', 'in/', 'in/deep/c.csv', 'in/a.txt'], 'p2'),
      page(['in/a.csv']),
    );
    server.on('/lake/in/a.csv', text('x\n1\n'));
    server.on('/lake/in/b%2B.csv', text('x\n2\n'));
    const sources = {
      lake: { type: 's3', prefix: 's3://lake', endpoint: server.url, anonymous: true },
    };
    const found = await fetching({ sources, environment: keys }).fetch('s3://lake/in/*.csv');
    expect(Object.entries(found)).toEqual([
      ['s3://lake/in/a.csv', 'x\n1\n'],
      ['s3://lake/in/b+.csv', 'x\n2\n'],
    ]);
    expect(server.asked[1]?.url.searchParams.get('continuation-token')).toBe('p2');
    expect(server.asked[0]?.url.searchParams.get('prefix')).toBe('in/');
    expect(server.asked.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it.each([
    [404, s3Error('NoSuchKey', 'no'), 'file-not-found', /^There is no s3:\/\/lake\/a\.csv\.$/u],
    [404, s3Error('NoSuchBucket', 'no'), 'file-not-found', /^There is no bucket lake\.$/u],
    [
      403,
      s3Error('AccessDenied', 'Access Denied.'),
      'source-refused',
      /AccessDenied, Access Denied\.$/u,
    ],
    [400, s3Error('ExpiredToken', 'Expired'), 'source-refused', /ExpiredToken/u],
    [503, s3Error('SlowDown', 'wait'), 'source-unavailable', /3 tries/u],
    [403, 'no XML', 'source-refused', /403, no XML/u],
  ])('that cannot be read is named: %i %s', async (code, answer, name, message) => {
    const server = await fileServer();
    server.on('/lake/a.csv', status(code, answer));
    const asked = fetching({ environment: { ...keys, AWS_ENDPOINT_URL: server.url } });
    await expect(asked.fetch('s3://lake/a.csv')).rejects.toMatchObject({
      code: name,
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ['s3://lake/in/', 'is-directory', 'Name the files in it, for example s3://lake/in/*.parquet.'],
    ['s3://lake', 'is-directory', 'Name the files in it, for example s3://lake/*.parquet.'],
    ['s3://../a.csv', 'source-unknown', 'Check its spelling.'],
  ])('that is no object is refused: %s', async (name, code, hint) => {
    await expect(fetching({ environment: keys }).fetch(name)).rejects.toMatchObject({ code, hint });
  });

  it('is read as the role that an identity token stands for', async () => {
    const server = await fileServer();
    const token = join(tempDir({ token: 'an.identity.token\n' }), 'token');
    const given =
      '<AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>given-secret</SecretAccessKey><SessionToken>given-session</SessionToken>';
    const names = [
      'AssumeRoleWithWebIdentityResponse',
      'AssumeRoleWithWebIdentityResult',
      'Credentials',
    ];
    server.on('/', text(names.reduceRight((inner, name) => `<${name}>${inner}</${name}>`, given)));
    server.on('/lake/a.csv', text('x\n1\n'));
    const { fetch, host } = fetching({
      environment: {
        AWS_ENDPOINT_URL: server.url,
        AWS_ROLE_ARN: 'arn:aws:iam::1:role/reader',
        AWS_WEB_IDENTITY_TOKEN_FILE: token,
      },
    });
    await fetch('s3://lake/a.csv');
    expect(server.asked[0]?.url.searchParams.get('WebIdentityToken')).toBe('an.identity.token');
    expect(server.asked[1]?.headers).toMatchObject({
      authorization: expect.stringContaining('Credential=ASIAX/'),
      'x-amz-security-token': 'given-session',
    });
    expect(host.redact('given-secret given-session an.identity.token')).toBe('*** *** ***');
  });

  it('is read as the role of the machine', async () => {
    const server = await fileServer();
    server.on('/latest/api/token', text('session-of-metadata'));
    const roles = '/latest/meta-data/iam/security-credentials/';
    server.on(roles, text('gpu-runner\n'));
    const role = { AccessKeyId: 'ASIAEC2', SecretAccessKey: 'ec2-secret', Token: 'ec2-token' };
    server.on(`${roles}gpu-runner`, text(JSON.stringify(role)));
    server.on('/lake/a.csv', text('x\n1\n'));
    const environment = {
      AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
      AWS_EC2_METADATA_SERVICE_ENDPOINT: server.url,
      AWS_ENDPOINT_URL: server.url,
    };
    await fetching({ environment }).fetch('s3://lake/a.csv');
    expect(server.asked.map(({ method }) => method)).toEqual(['PUT', 'GET', 'GET', 'GET']);
    expect(server.asked[1]?.headers['x-aws-ec2-metadata-token']).toBe('session-of-metadata');
    expect(server.asked[3]?.headers.authorization).toContain('Credential=ASIAEC2/');
  });

  it('is read with a profile of the shared file', async () => {
    const server = await fileServer();
    server.on('/lake/a.csv', text('x\n1\n'));
    const file =
      '[default]\naws_access_key_id = NO\naws_secret_access_key = no\n\n[lake]\naws_access_key_id = AKIDLAKE\naws_secret_access_key = lake-secret\n';
    const path = join(tempDir({ credentials: file }), 'credentials');
    const environment = {
      AWS_ENDPOINT_URL: server.url,
      AWS_SHARED_CREDENTIALS_FILE: path,
      AWS_PROFILE: 'lake',
    };
    await fetching({ environment }).fetch('s3://lake/a.csv');
    expect(server.asked[0]?.headers.authorization).toContain('Credential=AKIDLAKE/');
  });
});

describe('an object of Google Cloud Storage', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const path = '/storage/v1/b/lake/o';

  function account(tokens: string): string {
    const file = {
      type: 'service_account',
      client_email: 'ml@example.com',
      private_key: privateKey,
      token_uri: tokens,
    };
    return JSON.stringify(file);
  }

  it('is read with the token of a service account, and named with its generation', async () => {
    const server = await fileServer();
    server.on('/token', text('{"access_token":"ya29.given","expires_in":3600}'));
    server.on(`${path}/in%2Fa%20b.csv`, text('x\n1\n', { 'x-goog-generation': '17' }));
    const credentials = join(tempDir(), 'account.json');
    writeFileSync(credentials, account(`${server.url}/token`));
    const environment = {
      GOOGLE_APPLICATION_CREDENTIALS: credentials,
      STORAGE_EMULATOR_HOST: server.url,
    };
    const { files, host } = fetching({ environment });
    const [file] = await files('gs://lake/in/a b.csv');
    expect(file?.origin).toEqual({ source: 'gs://lake/in/a b.csv', version: 'generation:17' });
    expect(server.asked[1]?.headers.authorization).toBe('Bearer ya29.given');
    expect(host.redact('ya29.given')).toBe('***');
    const form = new URLSearchParams(server.asked[0]?.text);
    const [head, claims, signature = ''] = (form.get('assertion') ?? '').split('.');
    const verify = createVerify('RSA-SHA256').update(`${head}.${claims}`);
    expect(verify.verify(publicKey, signature, 'base64url')).toBe(true);
    expect(JSON.parse(Buffer.from(claims ?? '', 'base64url').toString())).toMatchObject({
      iss: 'ml@example.com',
      aud: `${server.url}/token`,
      scope: 'https://www.googleapis.com/auth/devstorage.read_only',
    });
  });

  it("is asked for at another server without the job's own token", async () => {
    const server = await fileServer();
    server.on(`${path}/a.csv`, text('x\n1\n'));
    const sources = { lake: { type: 'gs', prefix: 'gs://lake', endpoint: server.url } };
    const environment = { CLOUDSDK_AUTH_ACCESS_TOKEN: 'token-for-google' };
    await fetching({ sources, environment }).fetch('gs://lake/a.csv');
    expect(server.asked[0]?.headers.authorization).toBeUndefined();
    const lake = { ...sources.lake, endpoint: 'http://example.com', token: 'TOKEN' };
    const open = fetching({ sources: { lake }, environment: { TOKEN: 'some-token' } });
    await expect(open.fetch('gs://lake/a.csv')).rejects.toMatchObject({
      code: 'credentials-unprotected',
    });
  });

  it('is read as the account of the machine', async () => {
    const server = await fileServer();
    const metadata = '/computeMetadata/v1/instance/service-accounts/default/token';
    server.on(metadata, text('{"access_token":"machine-token","expires_in":3000}'));
    server.on(`${path}/a.csv`, text('x\n1\n'));
    const host = new URL(server.url).host;
    const environment = { GCE_METADATA_HOST: host, STORAGE_EMULATOR_HOST: host };
    await fetching({ environment }).fetch('gs://lake/a.csv');
    expect(server.asked[0]?.headers['metadata-flavor']).toBe('Google');
    expect(server.asked[1]?.headers.authorization).toBe('Bearer machine-token');
  });

  it('is read with the identity token of a job, exchanged twice', async () => {
    const server = await fileServer();
    server.on('/oidc', text('{"value":"job.identity.token"}'));
    server.on('/sts', text('{"access_token":"federated-token","expires_in":3600}'));
    server.on('/as', text('{"accessToken":"account-token","expireTime":"2999-01-01T00:00:00Z"}'));
    server.on(`${path}/a.csv`, text('x\n1\n'));
    const federation = {
      type: 'external_account',
      audience: '//iam.googleapis.com/projects/1',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `${server.url}/sts`,
      service_account_impersonation_url: `${server.url}/as`,
      credential_source: {
        url: `${server.url}/oidc`,
        headers: { authorization: 'Bearer request-token' },
        format: { type: 'json', subject_token_field_name: 'value' },
      },
    };
    const sources = {
      lake: { type: 'gs', prefix: 'gs://lake', credentials: 'GCP', endpoint: server.url },
    };
    const environment = { GCP: JSON.stringify(federation) };
    await fetching({ sources, environment }).fetch('gs://lake/a.csv');
    const [oidc, sts, as, object] = server.asked;
    expect(oidc?.headers.authorization).toBe('Bearer request-token');
    expect(new URLSearchParams(sts?.text).get('subject_token')).toBe('job.identity.token');
    expect(as?.headers.authorization).toBe('Bearer federated-token');
    expect(object?.headers.authorization).toBe('Bearer account-token');
  });

  it('is found by a pattern over all pages of the list', async () => {
    const server = await fileServer();
    server.on(
      path,
      text(
        '{"items":[{"name":"in/b.csv","size":"4"},{"name":"in/x.txt","size":"4"}],"nextPageToken":"p2"}',
      ),
      text('{"items":[{"name":"in/a.csv","size":"4"}]}'),
    );
    server.on(`${path}/in%2Fa.csv`, text('x\n1\n'));
    server.on(`${path}/in%2Fb.csv`, text('x\n2\n'));
    const found = await fetching({ environment: { STORAGE_EMULATOR_HOST: server.url } }).fetch(
      'gs://lake/in/*.csv',
    );
    expect(Object.keys(found)).toEqual(['gs://lake/in/a.csv', 'gs://lake/in/b.csv']);
  });

  it('is refused by name, and credentials are never quoted', async () => {
    const server = await fileServer();
    server.on(`${path}/a.csv`, status(403, '{"error":{"message":"no access to objects.get."}}'));
    const environment = { STORAGE_EMULATOR_HOST: server.url };
    await expect(fetching({ environment }).fetch('gs://lake/a.csv')).rejects.toMatchObject({
      code: 'source-refused',
      message: 'gs://lake/a.csv could not be read: no access to objects.get.',
    });
    const sources = { lake: { type: 'gs', prefix: 'gs://lake', credentials: 'GCP' } };
    const broken = fetching({ sources, environment: { GCP: '{"private_key": "abc' } });
    await expect(broken.fetch('gs://lake/a.csv')).rejects.toMatchObject({
      code: 'secret-invalid',
      message: 'What GCP holds is not the JSON of Google credentials.',
    });
  });
});
