import { z } from 'zod';
import { usageError } from '../../../kernel/action-error.ts';
import type { S3Source } from '../../../ports/data-source.ts';
import { notFound, refused } from '../errors.ts';
import { requireProtection } from '../https.ts';
import { clouds, lakefs as messages } from '../messages.ts';
import type { Outgoing } from '../network.ts';
import type { ObjectStore } from '../object-store.ts';
import { readText } from '../send.ts';
import { type CredentialsContext, s3Credentials } from './credentials.ts';

/** An object of lakeFS as its S3 gateway has it: the repository is the bucket. */
interface Versioned {
  readonly name: string;
  readonly repository: string;
  /** The branch, tag or commit, a slash, and the path. */
  readonly key: string;
}

const commits = z.object({ results: z.array(z.object({ id: z.string().min(1) })).min(1) });

/**
 * A repository of lakeFS, read at the newest commit of the branch or tag that the key begins with:
 * all files are of one state, which can be read again, and the record names it. What is not
 * committed is not read. The gateway itself names no commit, so lakeFS's own interface is asked.
 *
 * @throws ActionError (usage): `file-not-found`, `source-unknown`, `credentials-unprotected`;
 *   (external): `source-refused`, `source-unavailable`.
 * @see https://docs.lakefs.io/latest/reference/api
 */
export async function atCommit(
  store: ObjectStore,
  versioned: Versioned,
  source: S3Source & { readonly endpoint: string },
  context: CredentialsContext,
): Promise<ObjectStore> {
  const [, ref = ''] = /^([^/*?[{]+)\//u.exec(versioned.key) ?? [];
  if (ref === '') {
    throw usageError('source-unknown', messages.noRef(versioned.name), messages.nameRef);
  }
  const commit = await newestCommit(versioned, ref, source, context);
  const swap = (key: string, from: string, to: string): string =>
    key.startsWith(`${from}/`) ? `${to}${key.slice(from.length)}` : key;
  return {
    scheme: store.scheme,
    object: (name, key, version) => store.object(name, swap(key, ref, commit), version),
    list: async (name, prefix) => {
      const listed = await store.list(name, swap(prefix, ref, commit));
      return listed.map((one) => ({ ...one, key: swap(one.key, commit, ref) }));
    },
    versionOf: () => `commit:${commit}`,
  };
}

async function newestCommit(
  { name, repository }: Versioned,
  ref: string,
  source: S3Source & { readonly endpoint: string },
  context: CredentialsContext,
): Promise<string> {
  const path = ['repositories', repository, 'refs', ref, 'commits'].map(encodeURIComponent);
  const url = new URL(`${source.endpoint.replace(/\/$/u, '')}/api/v1/${path.join('/')}?amount=1`);
  const request = async (): Promise<Outgoing> => {
    const keys = await s3Credentials(source, context);
    if (keys === undefined) return { url, credentials: {} };
    requireProtection(name, url);
    const basic = Buffer.from(`${keys.accessKeyId}:${keys.secretAccessKey}`).toString('base64');
    context.access.mask(basic);
    return { url, credentials: { authorization: `Basic ${basic}` } };
  };
  const refusal = ({ status }: { status: number }) =>
    status === 404 ? notFound(messages.ref(ref, repository)) : undefined;
  const asked = { name, request, refusal };
  const answer = commits.safeParse(jsonOf(await readText(asked, context.network, context.signal)));
  const id = answer.data?.results[0]?.id ?? '';
  // It becomes a part of the next address.
  if (/^[0-9a-f]{6,64}$/u.test(id)) return id;
  throw refused(name, messages.noCommit, clouds.checkAddressToo);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
