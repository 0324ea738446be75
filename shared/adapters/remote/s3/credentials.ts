import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { usageError } from '../../../kernel/action-error.ts';
import type { S3Source } from '../../../ports/data-source.ts';
import { refused, secretMissing } from '../errors.ts';
import type { Access } from '../https.ts';
import { askMetadata } from '../instance-metadata.ts';
import { clouds, secrets } from '../messages.ts';
import type { Network } from '../network.ts';
import { readText } from '../send.ts';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface CredentialsContext {
  readonly access: Access & { mask(secret: string): void };
  readonly network: Network;
  readonly signal: AbortSignal;
}

/**
 * Who asks: what the source names, else the variables and files that AWS's own tools use, in their
 * order. Undefined: nobody, which is enough for a public bucket.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export async function s3Credentials(
  source: S3Source | undefined,
  context: CredentialsContext,
): Promise<S3Credentials | undefined> {
  if (source?.anonymous) return undefined;
  const { access } = context;
  if (source?.['access-key-id'] !== undefined) return named(source, access);
  const accessKeyId = access.secret('AWS_ACCESS_KEY_ID');
  const secretAccessKey = access.secret('AWS_SECRET_ACCESS_KEY');
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    const sessionToken = access.secret('AWS_SESSION_TOKEN');
    return {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    };
  }
  return (
    (await fromWebIdentity(context)) ??
    (await fromFile(context)) ??
    (await fromContainer(context)) ??
    fromInstance(source, context)
  );
}

function named(source: S3Source, { secret }: Access): S3Credentials {
  const read = (variable = ''): string => {
    const value = secret(variable);
    if (value === undefined) throw secretMissing(source.prefix, variable);
    return value;
  };
  const token = source['session-token'];
  return {
    accessKeyId: read(source['access-key-id']),
    secretAccessKey: read(source['secret-access-key']),
    ...(token === undefined ? {} : { sessionToken: read(token) }),
  };
}

const assumed = z.object({
  AssumeRoleWithWebIdentityResponse: z.object({
    AssumeRoleWithWebIdentityResult: z.object({
      Credentials: z.object({
        AccessKeyId: z.string(),
        SecretAccessKey: z.string(),
        SessionToken: z.string(),
      }),
    }),
  }),
});

/** The role that a forge's or cluster's identity token stands for. */
async function fromWebIdentity(context: CredentialsContext): Promise<S3Credentials | undefined> {
  const { access, network, signal } = context;
  const role = access.variable('AWS_ROLE_ARN');
  const file = access.variable('AWS_WEB_IDENTITY_TOKEN_FILE');
  if (role === undefined || file === undefined) return undefined;
  const token = await readFile(file, 'utf8').catch((cause) => {
    throw usageError(
      'secret-missing',
      secrets.unreadable('AWS_WEB_IDENTITY_TOKEN_FILE'),
      secrets.checkWriter,
      cause,
    );
  });
  access.mask(token.trim());
  const url = new URL(access.variable('AWS_ENDPOINT_URL_STS') ?? stsOf(access));
  url.search = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: role,
    RoleSessionName: access.variable('AWS_ROLE_SESSION_NAME') ?? 'mlops-actions',
    WebIdentityToken: token.trim(),
  }).toString();
  const name = clouds.role(role);
  const text = await readText(
    { name, request: async () => ({ url, credentials: {} }) },
    network,
    signal,
  );
  const found = assumed.safeParse(new XMLParser({ parseTagValue: false }).parse(text));
  if (!found.success) throw refused(name, clouds.noCredentials, clouds.checkTrust);
  const given =
    found.data.AssumeRoleWithWebIdentityResponse.AssumeRoleWithWebIdentityResult.Credentials;
  return masked(context, given.AccessKeyId, given.SecretAccessKey, given.SessionToken);
}

function stsOf({ variable }: Access): string {
  const region = variable('AWS_REGION') ?? variable('AWS_DEFAULT_REGION');
  const general = variable('AWS_ENDPOINT_URL');
  if (general !== undefined) return general;
  if (region === undefined) return 'https://sts.amazonaws.com/';
  return `https://sts.${region}.${domainOf(region)}/`;
}

/** Where a region's services are. */
export function domainOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

/** A profile of the shared credentials file. */
async function fromFile(context: CredentialsContext): Promise<S3Credentials | undefined> {
  const { variable } = context.access;
  const path = variable('AWS_SHARED_CREDENTIALS_FILE') ?? join(homedir(), '.aws', 'credentials');
  const text = await readFile(path, 'utf8').catch(() => '');
  const profile = variable('AWS_PROFILE') ?? 'default';
  const entries = new Map<string, string>();
  let section = '';
  for (const line of text.split(/\r?\n/u)) {
    section = /^\s*\[(?:profile\s+)?([^\]]+)\]/u.exec(line)?.[1]?.trim() ?? section;
    const [, key, value] = /^\s*(\w+)\s*=\s*(\S+)\s*$/u.exec(line) ?? [];
    if (section === profile && key !== undefined && value !== undefined) entries.set(key, value);
  }
  const id = entries.get('aws_access_key_id');
  const secret = entries.get('aws_secret_access_key');
  if (id === undefined || secret === undefined) return undefined;
  return masked(context, id, secret, entries.get('aws_session_token'));
}

const containerAnswer = z.object({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  Token: z.string().optional(),
});

/** The role of a container or pod, from the address the platform sets. */
async function fromContainer(context: CredentialsContext): Promise<S3Credentials | undefined> {
  const { access, network, signal } = context;
  const relative = access.variable('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI');
  const full = access.variable('AWS_CONTAINER_CREDENTIALS_FULL_URI');
  const address = relative === undefined ? full : `http://169.254.170.2${relative}`;
  const url = URL.parse(address ?? '');
  if (url === null) return undefined;
  const file = access.variable('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE');
  const token =
    file === undefined
      ? access.secret('AWS_CONTAINER_AUTHORIZATION_TOKEN')
      : (await readFile(file, 'utf8')).trim();
  if (token !== undefined) access.mask(token);
  const credentials: Record<string, string> = token === undefined ? {} : { authorization: token };
  const name = clouds.containerRole;
  const text = await readText(
    { name, request: async () => ({ url, credentials }) },
    network,
    signal,
  );
  const found = containerAnswer.safeParse(parseJson(text));
  if (!found.success) throw refused(name, clouds.noneGiven, clouds.checkRole);
  return masked(context, found.data.AccessKeyId, found.data.SecretAccessKey, found.data.Token);
}

/** The role of an EC2 instance, as version 2 of its metadata service tells it. */
async function fromInstance(
  source: S3Source | undefined,
  context: CredentialsContext,
): Promise<S3Credentials | undefined> {
  const { variable } = context.access;
  const named = variable('AWS_EC2_METADATA_SERVICE_ENDPOINT');
  const isElsewhere = [
    source?.endpoint,
    variable('AWS_ENDPOINT_URL_S3'),
    variable('AWS_ENDPOINT_URL'),
  ];
  // Another server's bucket is no concern of AWS.
  if (named === undefined && isElsewhere.some((endpoint) => endpoint !== undefined))
    return undefined;
  if (variable('AWS_EC2_METADATA_DISABLED')?.toLowerCase() === 'true') return undefined;
  const service = (named ?? 'http://169.254.169.254').replace(/\/$/u, '');
  const lifetime = { 'x-aws-ec2-metadata-token-ttl-seconds': '300' };
  const token = await askMetadata(`${service}/latest/api/token`, lifetime, 'PUT');
  if (token === undefined) return undefined;
  const headers = { 'x-aws-ec2-metadata-token': token };
  const roles = `${service}/latest/meta-data/iam/security-credentials/`;
  const role = (await askMetadata(roles, headers))?.split('\n')[0]?.trim();
  if (role === undefined || role === '') return undefined;
  const answer = await askMetadata(`${roles}${encodeURIComponent(role)}`, headers);
  const found = containerAnswer.safeParse(parseJson(answer));
  if (!found.success) return undefined;
  return masked(context, found.data.AccessKeyId, found.data.SecretAccessKey, found.data.Token);
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function masked(
  { access }: CredentialsContext,
  accessKeyId: string,
  secretAccessKey: string,
  sessionToken: string | undefined,
): S3Credentials {
  access.mask(secretAccessKey);
  if (sessionToken === undefined) return { accessKeyId, secretAccessKey };
  access.mask(sessionToken);
  return { accessKeyId, secretAccessKey, sessionToken };
}
