import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { usageError } from '../../kernel/action-error.ts';
import type { FeedOptions, RowBatch, RowFeed } from '../../ports/row-feed.ts';
import { GrowingFile } from './growing-file.ts';
import { LineSplitter } from './line-splitter.ts';
import { messages } from './messages.ts';

export interface FeedWorld {
  readonly stdin: AsyncIterable<Buffer>;
  /** Rest before the next look; ends early when the feed is stopped. */
  rest(signal: AbortSignal): Promise<void>;
}

const lookEveryMs = 1_000;
/** What a folder may get, and a file may be. */
const dataFile = /\.(?:csv|tsv|jsonl|ndjson|json|parquet)(?:\.gz)?$/iu;

/** Follows what is still being written by looking at it once a second. */
export function rowFeed(world: FeedWorld = realWorld): RowFeed {
  return {
    async *batches(options) {
      if (options.source === '-') return yield* standardInput(options, world);
      const path = resolve(options.root, options.source);
      const info = await stat(path).catch(() => undefined);
      if (info?.isDirectory()) return yield* folder(path, options, world);
      if (info === undefined ? /\.(?:csv|jsonl|ndjson)$/iu.test(path) : info.isFile()) {
        return yield* growingFile(path, options, world);
      }
      throw usageError('not-followable', messages.notFollowable(options.source), messages.nameOne);
    },
  };
}

const realWorld: FeedWorld = {
  stdin: process.stdin,
  rest: (signal) =>
    new Promise((resolveRest) => {
      const timer = setTimeout(done, lookEveryMs);
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolveRest();
      }
      signal.addEventListener('abort', done);
    }),
};

async function* growingFile(
  path: string,
  { tempDir, signal }: FeedOptions,
  world: FeedWorld,
): AsyncIterable<RowBatch> {
  const extension = extname(path).toLowerCase();
  const file = new GrowingFile(path, extension === '.csv' || extension === '.tsv');
  try {
    while (!signal.aborted) {
      const lines = await file.read();
      if (lines.length > 0) yield* asFile(lines, extension, tempDir, file.cut);
      else {
        yield { files: [], cut: file.cut };
        await world.rest(signal);
      }
    }
  } finally {
    await file.close();
  }
}

async function* folder(
  path: string,
  { signal }: FeedOptions,
  world: FeedWorld,
): AsyncIterable<RowBatch> {
  const seen = new Set<string>();
  /** Files as large as they were at the last look are taken to be whole. */
  let sizes = new Map<string, number>();
  while (!signal.aborted) {
    const names = (await readdir(path)).filter((name) => dataFile.test(name) && !seen.has(name));
    const now = new Map<string, number>();
    for (const name of names.sort()) {
      const size = (await stat(join(path, name)).catch(() => undefined))?.size ?? 0;
      now.set(name, size);
      if (size === 0 || sizes.get(name) !== size) continue;
      seen.add(name);
      yield { files: [join(path, name)], cut: 0 };
    }
    sizes = now;
    yield { files: [], cut: 0 };
    await world.rest(signal);
  }
}

async function* standardInput(
  { tempDir, signal }: FeedOptions,
  { stdin }: FeedWorld,
): AsyncIterable<RowBatch> {
  const lines = new LineSplitter();
  const chunks = stdin[Symbol.asyncIterator]();
  const stopped = new Promise<IteratorResult<Buffer>>((done) => {
    const end = (): void => done({ done: true, value: undefined });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  while (!signal.aborted) {
    const next = await Promise.race([chunks.next(), stopped]);
    if (next.done === true) break;
    const whole = lines.push(Buffer.from(next.value));
    if (whole.length > 0) yield* asFile(whole, '.jsonl', tempDir, 0);
  }
  // The last line of a stream may lack its line break, unless it was cut off.
  const rest = lines.take();
  const isWhole = isJson(rest.toString('utf8'));
  if (isWhole) yield* asFile(rest, '.jsonl', tempDir, 0);
  else if (rest.length > 0) yield { files: [], cut: 1 };
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

async function* asFile(
  lines: Buffer,
  extension: string,
  tempDir: string,
  cut: number,
): AsyncIterable<RowBatch> {
  await mkdir(tempDir, { recursive: true });
  const path = join(tempDir, `batch${extension}`);
  try {
    await writeFile(path, lines);
    yield { files: [path], cut };
  } finally {
    await rm(path, { force: true });
  }
}
