import { AwsV4Signer } from 'aws4fetch';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { usageError } from '../../../kernel/action-error.ts';
import type { S3Source } from '../../../ports/data-source.ts';
import { notFound, refused } from '../errors.ts';
import { addresses, answers, clouds } from '../messages.ts';
import type { Outgoing, Refused, RemoteObject } from '../network.ts';
import type { Listed, ObjectStore } from '../object-store.ts';
import { readText } from '../send.ts';
import {
  type CredentialsContext,
  domainOf,
  type S3Credentials,
  s3Credentials,
} from './credentials.ts';

/** Keys a page of a list holds at most. */
const mostPages = 1_000;

/** A bucket of S3, or of a server that speaks its protocol. */
export function s3Bucket(
  bucket: string,
  source: S3Source | undefined,
  context: CredentialsContext,
): ObjectStore {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,62}$/u.test(bucket)) {
    throw usageError('source-unknown', addresses.notABucket(bucket), addresses.checkSpelling);
  }
  const at = objectsOf(bucket, source, context);
  return {
    scheme: 's3',
    object: (name, key, version) =>
      at(name, key, version === undefined ? {} : { versionId: version }),
    list: (name, prefix) => list(at, name, prefix, context),
    versionOf: (headers) => {
      const version = headers.get('x-amz-version-id');
      return version === null || version === 'null' ? undefined : `version-id:${version}`;
    },
  };
}

type ObjectAt = (name: string, key: string, query?: Record<string, string>) => RemoteObject;

/** Asks as whom and in which region the environment says, or where the bucket says it is. */
function objectsOf(
  bucket: string,
  source: S3Source | undefined,
  context: CredentialsContext,
): ObjectAt {
  const { variable } = context.access;
  const endpoint =
    source?.endpoint ?? variable('AWS_ENDPOINT_URL_S3') ?? variable('AWS_ENDPOINT_URL');
  let region =
    source?.region ?? variable('AWS_REGION') ?? variable('AWS_DEFAULT_REGION') ?? 'us-east-1';
  let credentials: Promise<S3Credentials | undefined> | undefined;

  const request = async (key: string, query: Record<string, string>): Promise<Outgoing> => {
    credentials ??= s3Credentials(source, context);
    const url = addressOf(bucket, key, endpoint, region);
    url.search = new URLSearchParams(query).toString();
    return signed(url, region, await credentials);
  };
  return (name, key, query = {}) => ({
    name,
    request: () => request(key, query),
    refusal(answer) {
      const right = regionOf(answer);
      if (right !== undefined && right !== region && endpoint === undefined) {
        region = right;
        return 'again';
      }
      return refusal(name, bucket, answer);
    },
  });
}

/** AWS puts the bucket into the host name, which a dot in it would break; other servers do not. */
function addressOf(bucket: string, key: string, endpoint: string | undefined, region: string): URL {
  const path = key.split('/').map(encodeSegment).join('/');
  if (endpoint !== undefined) return new URL(`${endpoint.replace(/\/$/u, '')}/${bucket}/${path}`);
  const host = `s3.${region}.${domainOf(region)}`;
  return bucket.includes('.')
    ? new URL(`https://${host}/${bucket}/${path}`)
    : new URL(`https://${bucket}.${host}/${path}`);
}

/** As the signature wants it (RFC 3986): more is escaped than in a usual address. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll(
    /[!'()*]/gu,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

async function signed(
  url: URL,
  region: string,
  credentials: S3Credentials | undefined,
): Promise<Outgoing> {
  if (credentials === undefined) return { url, credentials: {} };
  const signer = new AwsV4Signer({ url: url.href, service: 's3', region, ...credentials });
  const { url: address, headers } = await signer.sign();
  return { url: address, credentials: Object.fromEntries(headers) };
}

/** The region a bucket is in, where it was asked in another. */
function regionOf({ status, headers }: Refused): string | undefined {
  const region = headers.get('x-amz-bucket-region');
  const isRegion = /^[a-z0-9-]{1,50}$/u.test(region ?? '');
  return isRegion && [301, 307, 400, 403].includes(status) ? (region ?? undefined) : undefined;
}

const errorAnswer = z.object({
  Error: z.object({ Code: z.string(), Message: z.string().optional() }),
});

function refusal(name: string, bucket: string, { status, text }: Refused): Error | undefined {
  const found = errorAnswer.safeParse(parseXml(text));
  if (!found.success) return undefined;
  const { Code: code, Message: message = '' } = found.data.Error;
  if (code === 'NoSuchBucket') return notFound(clouds.bucket(bucket));
  if (code === 'NoSuchKey' || code === 'NoSuchVersion') return notFound(name);
  if (status >= 500 || status === 429 || code === 'RequestTimeout') return undefined;
  const said = message
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 200)
    .replace(/\.$/u, '');
  return refused(name, `${code}, ${said}`, hintFor(code));
}

/** The server chose the code: one it makes up is not looked for among what every object has. */
function hintFor(code: string): string {
  const hints: Readonly<Record<string, string>> = clouds.s3;
  return (Object.hasOwn(hints, code) ? hints[code] : undefined) ?? clouds.checkAddressToo;
}

function parseXml(text: string): unknown {
  try {
    return new XMLParser({
      parseTagValue: false,
      isArray: (tag) => tag === 'Contents',
    }).parse(text);
  } catch {
    return undefined;
  }
}

const page = z.object({
  ListBucketResult: z.object({
    Contents: z.array(z.object({ Key: z.string(), Size: z.string() })).default([]),
    IsTruncated: z.string().optional(),
    NextContinuationToken: z.string().optional(),
  }),
});

async function list(
  at: ObjectAt,
  name: string,
  prefix: string,
  { network, signal }: CredentialsContext,
): Promise<Listed[]> {
  const found: Listed[] = [];
  let token: string | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    const query = {
      ...{ 'list-type': '2', 'encoding-type': 'url', prefix },
      ...(token === undefined ? {} : { 'continuation-token': token }),
    };
    const parsed = page.safeParse(parseXml(await readText(at(name, '', query), network, signal)));
    if (!parsed.success) {
      throw refused(name, answers.noList, clouds.checkS3);
    }
    const { Contents, NextContinuationToken } = parsed.data.ListBucketResult;
    for (const { Key, Size } of Contents) {
      found.push({ key: decodeURIComponent(Key.replaceAll('+', ' ')), size: Number(Size) });
    }
    token = NextContinuationToken;
    if (token === undefined) return found;
  }
  throw usageError('data-too-large', answers.millions(name), answers.longerPrefix);
}
