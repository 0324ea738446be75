import { createSign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { usageError } from '../../../kernel/action-error.ts';
import type { GsSource } from '../../../ports/data-source.ts';
import { refused, secretMissing } from '../errors.ts';
import { isLoopback } from '../https.ts';
import { askMetadata } from '../instance-metadata.ts';
import { answers, clouds, secrets } from '../messages.ts';
import type { Outgoing } from '../network.ts';
import type { CredentialsContext } from '../s3/credentials.ts';
import { readText } from '../send.ts';

const readScope = 'https://www.googleapis.com/auth/devstorage.read_only';
/** A token is asked for anew this long before it ends, in seconds. */
const spareS = 300;

/** Addresses that secrets are posted to. */
const tokenAddress = z.string().refine((text) => {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || isLoopback(url));
});

const serviceAccount = z.object({
  type: z.literal('service_account'),
  client_email: z.string(),
  private_key: z.string(),
  token_uri: tokenAddress.default('https://oauth2.googleapis.com/token'),
});
const authorizedUser = z.object({
  type: z.literal('authorized_user'),
  client_id: z.string(),
  client_secret: z.string(),
  refresh_token: z.string(),
  token_uri: tokenAddress.default('https://oauth2.googleapis.com/token'),
});
/** What `google-github-actions/auth` writes: an identity token of the forge stands for an account. */
const externalAccount = z.object({
  type: z.literal('external_account'),
  audience: z.string(),
  subject_token_type: z.string(),
  token_url: tokenAddress,
  service_account_impersonation_url: tokenAddress.optional(),
  credential_source: z.object({
    file: z.string().optional(),
    url: tokenAddress.optional(),
    headers: z.record(z.string(), z.string()).default({}),
    format: z
      .object({ type: z.string(), subject_token_field_name: z.string().default('token') })
      .optional(),
  }),
});
const credentialsFile = z.discriminatedUnion('type', [
  serviceAccount,
  authorizedUser,
  externalAccount,
]);
type CredentialsFile = z.infer<typeof credentialsFile>;

interface Token {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly ends: number;
}

/**
 * Gives a token for reading, undefined where nobody is named, which is enough for a public bucket.
 *
 * @see https://cloud.google.com/docs/authentication/application-default-credentials
 */
export function gsTokens(
  source: GsSource | undefined,
  context: CredentialsContext,
): () => Promise<string | undefined> {
  let file: Promise<CredentialsFile | string | undefined> | undefined;
  let token: Token | undefined;
  return async () => {
    if (source?.anonymous) return undefined;
    file ??= findCredentials(source, context);
    const found = await file;
    if (typeof found !== 'object') return found;
    if (token === undefined || token.ends < Date.now() + spareS * 1_000) {
      token = await tokenOf(found, context);
      context.access.mask(token.text);
    }
    return token.text;
  };
}

/** A token as it is, or what one is asked for with. */
async function findCredentials(
  source: GsSource | undefined,
  { access }: CredentialsContext,
): Promise<CredentialsFile | string | undefined> {
  const named = (variable: string): string => {
    const value = access.secret(variable);
    if (value === undefined) throw secretMissing(source?.prefix ?? secrets.theData, variable);
    return value;
  };
  if (source?.token !== undefined) return named(source.token);
  if (source?.credentials !== undefined) {
    return parseCredentials(named(source.credentials), source.credentials);
  }
  // Whoever is asked sees the token: the job's own goes to Google, or where its environment says.
  if (source?.endpoint !== undefined) return undefined;
  const token = access.secret('CLOUDSDK_AUTH_ACCESS_TOKEN');
  if (token !== undefined) return token;
  const path = access.variable('GOOGLE_APPLICATION_CREDENTIALS');
  if (path === undefined) return fromInstance(access);
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw usageError(
      'secret-missing',
      secrets.unreadable('GOOGLE_APPLICATION_CREDENTIALS'),
      secrets.checkWriter,
      cause,
    );
  });
  return parseCredentials(text, 'GOOGLE_APPLICATION_CREDENTIALS');
}

/** The account of a machine of Google Cloud: its token lasts at least as long as one fetch begins. */
async function fromInstance({
  mask,
  variable,
}: CredentialsContext['access']): Promise<string | undefined> {
  const named = variable('GCE_METADATA_HOST');
  if (named === undefined && variable('STORAGE_EMULATOR_HOST') !== undefined) return undefined;
  const address = `http://${named ?? 'metadata.google.internal'}/computeMetadata/v1/instance/service-accounts/default/token`;
  const text = await askMetadata(address, { 'metadata-flavor': 'Google' });
  const found = answer.safeParse(json(text ?? ''));
  if (!found.success) return undefined;
  mask(found.data.access_token);
  return found.data.access_token;
}

function parseCredentials(text: string, variable: string): CredentialsFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const found = credentialsFile.safeParse(value);
  if (found.success) return found.data;
  // Nothing of it is quoted: it is a secret.
  throw usageError('secret-invalid', clouds.notGoogle(variable), clouds.kindsOfGoogle);
}

const answer = z.object({ access_token: z.string(), expires_in: z.number().default(3_600) });

async function tokenOf(file: CredentialsFile, context: CredentialsContext): Promise<Token> {
  switch (file.type) {
    case 'service_account': {
      const form = {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: assertion(file),
      };
      return exchange(file.token_uri, form, context);
    }
    case 'authorized_user': {
      const { client_id, client_secret, refresh_token } = file;
      const form = { grant_type: 'refresh_token', client_id, client_secret, refresh_token };
      return exchange(file.token_uri, form, context);
    }
    default:
      return federated(file, context);
  }
}

/** A signed statement of who asks for what (RFC 7523). */
function assertion({
  client_email,
  private_key,
  token_uri,
}: z.infer<typeof serviceAccount>): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    iss: client_email,
    scope: readScope,
    aud: token_uri,
    iat: now,
    exp: now + 3_600,
  };
  const encode = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  try {
    return `${text}.${createSign('RSA-SHA256').update(text).sign(private_key, 'base64url')}`;
  } catch {
    throw usageError('secret-invalid', clouds.keyDamaged(client_email), clouds.storeWhole);
  }
}

async function federated(
  file: z.infer<typeof externalAccount>,
  context: CredentialsContext,
): Promise<Token> {
  const subject = await subjectToken(file, context);
  context.access.mask(subject);
  const token = await exchange(
    file.token_url,
    {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      audience: file.audience,
      scope: 'https://www.googleapis.com/auth/cloud-platform',
      requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      subject_token_type: file.subject_token_type,
      subject_token: subject,
    },
    context,
  );
  const address = file.service_account_impersonation_url;
  if (address === undefined) return token;
  const text = await post(
    address,
    { authorization: `Bearer ${token.text}`, 'content-type': 'application/json' },
    JSON.stringify({ scope: [readScope] }),
    context,
  );
  const found = z.object({ accessToken: z.string(), expireTime: z.string() }).safeParse(json(text));
  if (!found.success) throw noToken();
  return { text: found.data.accessToken, ends: Date.parse(found.data.expireTime) };
}

async function subjectToken(
  { credential_source: from }: z.infer<typeof externalAccount>,
  { network, signal }: CredentialsContext,
): Promise<string> {
  const { file, url, headers, format } = from;
  let text = '';
  if (file !== undefined) text = await readFile(file, 'utf8').catch(() => '');
  else if (url !== undefined) {
    const request = async (): Promise<Outgoing> => ({ url: new URL(url), credentials: headers });
    text = await readText({ name: clouds.identityToken, request }, network, signal);
  }
  const field = format?.type === 'json' ? format.subject_token_field_name : undefined;
  const token =
    field === undefined ? text.trim() : (json(text) as Record<string, unknown>)?.[field];
  if (typeof token === 'string' && token !== '') return token;
  throw refused(clouds.identityToken, clouds.none, clouds.givePermission);
}

async function exchange(
  address: string,
  form: Readonly<Record<string, string>>,
  context: CredentialsContext,
): Promise<Token> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const text = await post(address, headers, new URLSearchParams(form).toString(), context);
  const found = answer.safeParse(json(text));
  if (!found.success) throw noToken();
  const { access_token, expires_in } = found.data;
  return { text: access_token, ends: Date.now() + expires_in * 1_000 };
}

function post(
  address: string,
  credentials: Readonly<Record<string, string>>,
  body: string,
  { network, signal }: CredentialsContext,
): Promise<string> {
  const request = async (): Promise<Outgoing> => ({ url: new URL(address), credentials, body });
  const refusal = ({ status, text }: { status: number; text: string }): Error | undefined => {
    if (status === 429 || status >= 500) return undefined;
    const found = z
      .object({ error: z.string(), error_description: z.string().default('') })
      .safeParse(json(text));
    const said = found.success ? `${found.data.error} ${found.data.error_description}` : '';
    const reason = answers.status(status, said.slice(0, 198));
    return refused(clouds.accessToken, reason, clouds.checkAccount);
  };
  return readText({ name: clouds.accessToken, request, refusal }, network, signal);
}

function noToken(): Error {
  return refused(clouds.accessToken, clouds.noToken, clouds.checkCredentials);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
