import type { FetchedFile } from '../../ports/data-source.ts';
import { download } from './download.ts';
import { progress } from './messages.ts';
import type { Wanted } from './object-store.ts';
import type { Fetch } from './remote-sources.ts';

/** Fetches run beside each other: the way there takes longer than small files do. */
const atOnce = 4;
/** A server may call a state whatever it likes. */
const longestVersion = 200;

/** Fetch objects, in their order. The limit is that of all together. */
export async function fetchWanted(
  wanted: readonly Wanted[],
  { context, network, limit, place }: Fetch,
  versionOf: (headers: Headers) => string | undefined,
): Promise<FetchedFile[]> {
  const { host, signal } = context;
  const found: FetchedFile[] = [];
  const failed = new AbortController();
  const fetchOne = async ({ name, object }: Wanted, index: number): Promise<void> => {
    const path = await place(name);
    host.progress(progress.fetching(name));
    const headers = await download(object, path, {
      network,
      limit,
      signal: AbortSignal.any([signal, failed.signal]),
      progress: host.progress,
    });
    const version = versionOf(headers) ?? versionIn(headers);
    const origin = {
      source: name,
      ...(version === undefined ? {} : { version: version.slice(0, longestVersion) }),
    };
    found[index] = { path, name, origin };
  };
  const queue = wanted.entries();
  const worker = async (): Promise<void> => {
    for (const [index, one] of queue) await fetchOne(one, index);
  };
  const workers = Array.from({ length: Math.min(atOnce, wanted.length) }, worker);
  try {
    await Promise.all(workers);
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(workers);
    throw error;
  }
  return found;
}

/** What a plain web server says of the state of a file. */
function versionIn(headers: Headers): string | undefined {
  const etag = headers.get('etag');
  if (etag !== null) return `etag:${etag.replaceAll('"', '')}`;
  const modified = Date.parse(headers.get('last-modified') ?? '');
  return Number.isNaN(modified) ? undefined : `modified:${new Date(modified).toISOString()}`;
}
