import { posix } from 'node:path';
import { usageError } from '../../kernel/action-error.ts';
import { nearestName } from '../../kernel/nearest-name.ts';
import { addresses, answers } from './messages.ts';
import type { RemoteObject } from './network.ts';

export interface Listed {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

/** A bucket of a cloud. */
export interface ObjectStore {
  readonly scheme: 's3' | 'gs';
  /** @param version - one state of it; without one, the newest. */
  object(name: string, key: string, version: string | undefined): RemoteObject;
  /** All objects whose keys begin with `prefix`. */
  list(name: string, prefix: string): Promise<Listed[]>;
  /** What the store itself calls the state that an answer gave. */
  versionOf(headers: Headers): string | undefined;
}

/** An object to fetch. */
export interface Wanted {
  /** As the user knows it. */
  readonly name: string;
  readonly object: RemoteObject;
}

const mostObjects = 10_000;

/** The parts of `s3://bucket/key`, and of `s3://bucket/key?version=…`. */
export function partsOf(name: string): { bucket: string; key: string; version?: string } {
  const [, bucket = '', rest = ''] = /^[^:]+:\/\/([^/]*)\/?([\s\S]*)$/u.exec(name) ?? [];
  const [, key = rest, version] =
    /^([\s\S]*)\?(?:versionId|version|generation)=([\w.~+/=-]+)$/u.exec(rest) ?? [];
  if (key === '' || key.endsWith('/')) {
    throw usageError('is-directory', addresses.folder(name), addresses.nameFiles(name));
  }
  return { bucket, key, ...(version === undefined ? {} : { version }) };
}

/**
 * The objects an address or glob stands for, sorted by key.
 *
 * @throws ActionError (usage): `file-not-found`, `data-too-large`.
 */
export async function wantedObjects(
  store: ObjectStore,
  bucket: string,
  { key, version }: { readonly key: string; readonly version?: string },
  limit: number,
): Promise<Wanted[]> {
  const nameOf = (one: string): string => `${store.scheme}://${bucket}/${one}`;
  const name = nameOf(key);
  if (!/[*?[{]/u.test(key)) return [{ name, object: store.object(name, key, version) }];
  const fixed = key.slice(0, key.search(/[*?[{]/u));
  const listed = await store.list(name, fixed);
  const found = listed.filter((one) => !one.key.endsWith('/') && posix.matchesGlob(one.key, key));
  if (found.length === 0) throw nothingMatches(name, key, listed);
  const size = found.reduce((sum, one) => sum + one.size, 0);
  if (found.length > mostObjects || size > limit) {
    throw usageError(
      'data-too-large',
      answers.tooMany(name, found.length, Math.ceil(size / 1e6)),
      answers.narrow,
    );
  }
  return found
    .map((one) => one.key)
    .sort()
    .map((one) => ({ name: nameOf(one), object: store.object(nameOf(one), one, undefined) }));
}

function nothingMatches(name: string, key: string, listed: readonly Listed[]): Error {
  const near = nearestName(
    key,
    listed.slice(0, 1_000).map((one) => one.key),
  );
  return usageError('file-not-found', addresses.nothingMatches(name, near), addresses.checkPattern);
}
