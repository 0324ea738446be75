import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { usageError } from '../../kernel/action-error.ts';
import { nearestName } from '../../kernel/nearest-name.ts';
import type {
  DataSources,
  FetchedFile,
  S3Source,
  Source,
  Sources,
  SourcesContext,
  SqlSource,
} from '../../ports/data-source.ts';
import {
  isQueryFile,
  knownScheme,
  maskSignatures,
  parseAddress,
  schemeOf,
  shownAddress,
  sourceFor,
} from './addresses.ts';
import { fetchedFiles } from './fetched-files.ts';
import { addresses } from './messages.ts';
import { type Network, patientNetwork } from './network.ts';
import type { ObjectStore, Wanted } from './object-store.ts';
import type { CredentialsContext } from './s3/credentials.ts';

const defaultLimit = 50e9;

/** What one fetch works with. */
export interface Fetch {
  /** As the user named it. */
  readonly name: string;
  readonly root: string;
  readonly context: SourcesContext;
  readonly network: Network;
  /** The most bytes. */
  readonly limit: number;
  /** A path for a new file, which keeps the endings of what is fetched: training code reads by them. */
  place(name: string): Promise<string>;
}

/**
 * Data that is not in the checkout, fetched into a temporary folder before it is read: objects of
 * S3 and Google Cloud Storage, files behind https addresses, and what a database answers.
 */
export function remoteSources(
  context: SourcesContext,
  network: Network = patientNetwork,
): DataSources {
  const { mask, tempDir } = context.host;
  maskSignatures([context.inputs, context.model], mask);
  const fetched = fetchedFiles();
  let folder: Promise<string> | undefined;
  let files = 0;
  const place = async (name: string): Promise<string> => {
    folder ??= mkdtemp(join(tempDir, 'sources-'));
    files += 1;
    const file = `${files}${endingsOf(name)}`;
    return join(await folder, file);
  };
  return {
    async locate(root, name) {
      const there = fetched.at(name);
      if (there !== undefined) return [there];
      if (schemeOf(name) === undefined && !isQueryFile(name)) return undefined;
      return fetched.of(name, () => fetchNamed({ name, root, context, network, place }));
    },
    async close() {
      if (folder !== undefined) await rm(await folder, { recursive: true, force: true });
      folder = undefined;
      fetched.clear();
    },
  };
}

/** `.csv.gz` of an address; letters and digits alone, whatever the other side calls it. */
function endingsOf(name: string): string {
  return /(?:\.[a-z][a-z0-9]{0,9}){1,2}$/iu.exec(name)?.[0].toLowerCase() ?? '.data';
}

function fetchNamed(asked: Omit<Fetch, 'limit'>): Promise<FetchedFile[]> {
  const { name, context } = asked;
  const sources = context.config.sources ?? {};
  const scheme = schemeOf(name);
  if (scheme === undefined) {
    const source: SqlSource = { type: 'sql', connection: 'DATABASE_URL', file: name };
    return fetchQuery(source, { ...asked, limit: defaultLimit });
  }
  switch (knownScheme(scheme)) {
    case 'source':
      return fetchSource(asked, sources);
    case 's3':
    case 'gs':
      return fetchObjects(asked, sources);
    default:
      return fetchAddress(asked, parseAddress(name, name), sources);
  }
}

async function fetchSource(asked: Omit<Fetch, 'limit'>, sources: Sources): Promise<FetchedFile[]> {
  const called = asked.name.replace(/^source:(?:\/\/)?/iu, '');
  const source = Object.hasOwn(sources, called) ? sources[called] : undefined;
  const limit = source?.['max-size'] ?? defaultLimit;
  if (source?.type === 'sql') return fetchQuery(source, { ...asked, limit });
  const { host } = asked.context;
  if (source?.type === 'https' && source.address !== undefined) {
    const { secretMissing } = await import('./errors.ts');
    const address = host.secret?.(source.address);
    if (address === undefined) throw secretMissing(asked.name, source.address);
    maskSignatures(address, host.mask);
    const url = parseAddress(asked.name, address);
    return fetchHttps({ ...asked, limit }, url, asked.name, source);
  }
  const names = Object.keys(sources);
  const near = nearestName(called, names);
  throw usageError(
    'source-unknown',
    source === undefined
      ? addresses.unknownSource(called, near)
      : addresses.noData(called, source.prefix),
    source === undefined ? addresses.describe : addresses.nameAddress,
  );
}

async function fetchAddress(
  asked: Omit<Fetch, 'limit'>,
  url: URL,
  sources: Sources,
): Promise<FetchedFile[]> {
  const { source } = sourceFor(url, sources) ?? {};
  const limit = source?.['max-size'] ?? defaultLimit;
  return fetchHttps({ ...asked, limit }, url, shownAddress(url), source);
}

async function fetchHttps(
  fetch: Fetch,
  url: URL,
  name: string,
  source: Source | undefined,
): Promise<FetchedFile[]> {
  const [{ httpsObject }, { fetchWanted }] = await Promise.all([
    import('./https.ts'),
    import('./fetch-wanted.ts'),
  ]);
  const credentials = source?.type === 'https' ? source : undefined;
  const object = httpsObject(name, url, credentials, accessOf(fetch.context));
  return fetchWanted([{ name, object }], fetch, () => undefined);
}

async function fetchObjects(asked: Omit<Fetch, 'limit'>, sources: Sources): Promise<FetchedFile[]> {
  const { name, context, network } = asked;
  const { partsOf, wantedObjects } = await import('./object-store.ts');
  const { bucket, ...object } = partsOf(name);
  const address = parseAddress(name, `${schemeOf(name)}://${bucket}/${encodeURI(object.key)}`);
  const { source } = sourceFor(address, sources) ?? {};
  const limit = source?.['max-size'] ?? defaultLimit;
  const access = { ...accessOf(context), mask: context.host.mask };
  const credentials = { access, network, signal: context.signal };
  const store =
    schemeOf(name) === 's3'
      ? await s3Store(name, bucket, object.key, of('s3', source), credentials)
      : (await import('./gs/bucket.ts')).gsBucket(bucket, of('gs', source), credentials);
  const wanted: Wanted[] = await wantedObjects(store, bucket, object, limit);
  const { fetchWanted } = await import('./fetch-wanted.ts');
  return fetchWanted(wanted, { ...asked, limit }, store.versionOf);
}

async function s3Store(
  name: string,
  bucket: string,
  key: string,
  source: S3Source | undefined,
  credentials: CredentialsContext,
): Promise<ObjectStore> {
  const { s3Bucket } = await import('./s3/bucket.ts');
  const store = s3Bucket(bucket, source, credentials);
  if (source?.lakefs === undefined || source.endpoint === undefined) return store;
  const { atCommit } = await import('./s3/lakefs.ts');
  const { endpoint } = source;
  return atCommit(store, { name, repository: bucket, key }, { ...source, endpoint }, credentials);
}

async function fetchQuery(source: SqlSource, fetch: Fetch): Promise<FetchedFile[]> {
  const { runQuery } = await import('./sql/run-query.ts');
  return runQuery(source, fetch);
}

function of<T extends Source['type']>(
  type: T,
  source: Source | undefined,
): Extract<Source, { type: T }> | undefined {
  return source?.type === type ? (source as Extract<Source, { type: T }>) : undefined;
}

function accessOf({ host }: SourcesContext) {
  return {
    secret: (variable: string) => host.secret?.(variable),
    variable: (name: string) => host.variable?.(name),
  };
}
