import { z } from 'zod';
import { usageError } from '../../../kernel/action-error.ts';
import type { GsSource } from '../../../ports/data-source.ts';
import { refused } from '../errors.ts';
import { requireProtection } from '../https.ts';
import { addresses, answers, clouds } from '../messages.ts';
import type { Outgoing, Refused, RemoteObject } from '../network.ts';
import type { Listed, ObjectStore } from '../object-store.ts';
import type { CredentialsContext } from '../s3/credentials.ts';
import { readText } from '../send.ts';
import { gsTokens } from './credentials.ts';

const google = 'https://storage.googleapis.com';
const mostPages = 1_000;

/** A bucket of Google Cloud Storage, read through its JSON interface. */
export function gsBucket(
  bucket: string,
  source: GsSource | undefined,
  context: CredentialsContext,
): ObjectStore {
  if (!/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/u.test(bucket)) {
    throw usageError('source-unknown', addresses.notABucket(bucket), addresses.checkSpelling);
  }
  const emulator = context.access.variable('STORAGE_EMULATOR_HOST');
  const endpoint = (source?.endpoint ?? withScheme(emulator) ?? google).replace(/\/$/u, '');
  const token = gsTokens(source, context);
  const at = (name: string, path: string, query: Record<string, string>): RemoteObject => ({
    name,
    async request(): Promise<Outgoing> {
      const url = new URL(`${endpoint}/storage/v1/b/${bucket}/o${path}`);
      url.search = new URLSearchParams(query).toString();
      const text = await token();
      if (text !== undefined) requireProtection(name, url);
      return { url, credentials: text === undefined ? {} : { authorization: `Bearer ${text}` } };
    },
    refusal: (answer) => refusal(name, answer),
  });
  return {
    scheme: 'gs',
    object: (name, key, generation) =>
      at(name, `/${encodeURIComponent(key)}`, {
        alt: 'media',
        ...(generation === undefined ? {} : { generation }),
      }),
    list: (name, prefix) => list((query) => at(name, '', query), name, prefix, context),
    versionOf: (headers) => {
      const generation = headers.get('x-goog-generation');
      return generation === null ? undefined : `generation:${generation}`;
    },
  };
}

function withScheme(host: string | undefined): string | undefined {
  if (host === undefined) return undefined;
  return /^https?:\/\//u.test(host) ? host : `http://${host}`;
}

const errorAnswer = z.object({ error: z.object({ message: z.string() }) });

function refusal(name: string, { status, text }: Refused): Error | undefined {
  if (status !== 401 && status !== 403) return undefined;
  let said = '';
  try {
    said = errorAnswer.parse(JSON.parse(text)).error.message;
  } catch {
    // A media answer is plain text.
    said = text;
  }
  const plain = said
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)
    .replace(/\.$/u, '');
  return refused(name, plain === '' ? answers.status(status, '') : plain, clouds.checkGoogle);
}

const page = z.object({
  items: z.array(z.object({ name: z.string(), size: z.coerce.number().default(0) })).default([]),
  nextPageToken: z.string().optional(),
});

async function list(
  at: (query: Record<string, string>) => RemoteObject,
  name: string,
  prefix: string,
  { network, signal }: CredentialsContext,
): Promise<Listed[]> {
  const found: Listed[] = [];
  let pageToken: string | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    const query = {
      ...{ prefix, fields: 'items(name,size),nextPageToken' },
      ...(pageToken === undefined ? {} : { pageToken }),
    };
    const text = await readText(at(query), network, signal);
    const { items, nextPageToken } = parsePage(name, text);
    for (const item of items) found.push({ key: item.name, size: item.size });
    pageToken = nextPageToken;
    if (pageToken === undefined) return found;
  }
  throw usageError('data-too-large', answers.millions(name), answers.longerPrefix);
}

function parsePage(name: string, text: string): z.infer<typeof page> {
  try {
    return page.parse(JSON.parse(text));
  } catch {
    throw refused(name, answers.noList, answers.check);
  }
}
