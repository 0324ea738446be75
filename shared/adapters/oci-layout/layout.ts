import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import {
  copyFile,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../../domain/digest.ts';
import { digestFile } from '../../files/digest-file.ts';
import { withFileLock } from '../../files/file-lock.ts';
import { externalError, usageError } from '../../kernel/action-error.ts';
import { type Blob, type Descriptor, type Index, indexSchema } from './manifests.ts';
import { mediaTypes } from './media-types.ts';
import { damages, folders } from './messages.ts';

const layoutFile = 'oci-layout';
const layoutVersion = '{"imageLayoutVersion":"1.0.0"}\n';

/**
 * An OCI image layout in a folder. `index.json` is the only file that ever changes, and it is
 * replaced by a rename, so one commit publishes everything it names. Blobs are placed before the
 * index that names them, also by a rename.
 */
export class OciLayout {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  blobPath(digest: Digest): string {
    return join(this.directory, 'blobs', 'sha256', digest.slice('sha256:'.length));
  }

  /** The index, empty where the folder is no registry yet. */
  async readIndex(): Promise<Index> {
    const text = await readIfThere(join(this.directory, 'index.json'));
    if (text !== undefined) return parseIndex(text, this.directory);
    if ((await readIfThere(join(this.directory, layoutFile))) !== undefined) {
      throw damaged(this.directory, 'index.json', damages.missing);
    }
    await this.#refuseForeignFolder();
    return { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [] };
  }

  /**
   * Change the index under the registry's lock. `change` sees the newest index and returns the next
   * one; it may be run again, and every blob the result names must be in place when it returns.
   */
  async commit<T>(
    change: (index: Index) => Promise<{ next?: Index; result: T; after?: () => Promise<void> }>,
  ): Promise<T> {
    await this.create();
    return withFileLock(join(this.directory, '.lock'), async (lock) => {
      const { next, result, after } = await change(await this.readIndex());
      if (next !== undefined) {
        if (!(await lock.isHeld())) throw lockLost(this.directory);
        await this.#place(join(this.directory, 'index.json'), indexText(next));
      }
      await after?.();
      return result;
    });
  }

  /** Place JSON. Content that is there and sound is left alone. */
  async putBlob({ bytes, descriptor }: Blob): Promise<void> {
    if (await this.isSound(descriptor)) return;
    await this.#place(this.blobPath(descriptor.digest), bytes);
  }

  /** Place a copy of a file. Resolves to false where its bytes are not those expected. */
  async putFile(source: string, expected: Descriptor): Promise<boolean> {
    if (await this.isSound(expected)) return true;
    const temporary = await this.#temporary();
    // Where the file system can share blocks, a copy of a large model costs nothing.
    await copyFile(source, temporary, constants.COPYFILE_FICLONE);
    const matches = `sha256:${await digestFile(temporary)}` === expected.digest;
    if (matches) await rename(temporary, this.blobPath(expected.digest));
    else await rm(temporary, { force: true });
    return matches;
  }

  /** Whether a blob is there with the right bytes. */
  async isSound(descriptor: Descriptor): Promise<boolean> {
    return (await this.damageOf(descriptor)) === undefined;
  }

  async damageOf({
    digest,
    size,
  }: Descriptor): Promise<'missing' | 'wrong-size' | 'wrong-digest' | undefined> {
    const path = this.blobPath(digest);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || !found.isFile()) return 'missing';
    if (found.size !== size) return 'wrong-size';
    return `sha256:${await digestFile(path)}` === digest ? undefined : 'wrong-digest';
  }

  /** A JSON blob, checked against its digest. @throws ActionError (external): registry-damaged. */
  async readJson(digest: Digest, what: string): Promise<unknown> {
    const bytes = await readFile(this.blobPath(digest)).catch(() => undefined);
    if (bytes === undefined) throw damaged(this.directory, what, damages.blobMissing(digest));
    if (`sha256:${createHash('sha256').update(bytes).digest('hex')}` !== digest) {
      throw damaged(this.directory, what, damages.otherBytes(digest));
    }
    try {
      return JSON.parse(bytes.toString('utf8'));
    } catch {
      throw damaged(this.directory, what, damages.notJson(digest));
    }
  }

  async listBlobs(): Promise<Digest[]> {
    const names = await readdir(join(this.directory, 'blobs', 'sha256')).catch(() => []);
    return names.filter((name) => /^[0-9a-f]{64}$/u.test(name)).map((hex) => `sha256:${hex}`);
  }

  /** Remove what killed processes left behind. Call only while holding the lock. */
  async sweepTemporaries(olderThanMs: number): Promise<void> {
    const folder = join(this.directory, '.incoming');
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const found = await stat(path).catch(() => undefined);
      if (found !== undefined && Date.now() - found.mtimeMs > olderThanMs) {
        await rm(path, { force: true });
      }
    }
  }

  /** Make the folder a layout. The index comes before the marker, so a marked folder has one. */
  async create(): Promise<void> {
    const marker = await readIfThere(join(this.directory, layoutFile));
    if (marker !== undefined) return requireLayoutVersion(marker, this.directory);
    await this.#refuseForeignFolder();
    await mkdir(join(this.directory, 'blobs', 'sha256'), { recursive: true });
    const empty: Index = { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [] };
    await this.#placeFirst(join(this.directory, 'index.json'), indexText(empty));
    await this.#placeFirst(join(this.directory, layoutFile), layoutVersion);
  }

  /** A typo in `registry` must not scatter blobs over someone's folder. */
  async #refuseForeignFolder(): Promise<void> {
    const names = await readdir(this.directory).catch(noNamesUnlessFile(this.directory));
    const foreign = names.find((name) => !isOurs(name));
    if (foreign === undefined) return;
    throw usageError(
      'not-a-registry',
      folders.foreign(this.directory, foreign, layoutFile),
      folders.nameAnother,
    );
  }

  async #temporary(): Promise<string> {
    const folder = join(this.directory, '.incoming');
    await mkdir(folder, { recursive: true });
    return join(folder, randomUUID());
  }

  /** Replace a file, or create it, in one step. */
  async #place(path: string, content: string | Uint8Array): Promise<void> {
    const temporary = await this.#temporary();
    await writeFile(temporary, content, { flush: true });
    await rename(temporary, path);
  }

  /** Create a file in one step, unless it is there. */
  async #placeFirst(path: string, content: string): Promise<void> {
    const temporary = await this.#temporary();
    await writeFile(temporary, content, { flush: true });
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rm(temporary);
  }
}

function isOurs(name: string): boolean {
  return ['index.json', layoutFile, 'blobs', '.incoming'].includes(name) || /^\.lock/u.test(name);
}

function indexText(index: Index): string {
  return `${JSON.stringify(index, null, 2)}\n`;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw externalError('registry-unreadable', folders.unreadable(path), undefined, error);
  }
}

function noNamesUnlessFile(directory: string) {
  return (error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw usageError('not-a-registry', folders.notAFolder(directory), folders.nameAnother, error);
  };
}

function requireLayoutVersion(text: string, directory: string): void {
  let version: unknown;
  try {
    version = (JSON.parse(text) as { imageLayoutVersion?: unknown } | null)?.imageLayoutVersion;
  } catch {
    version = undefined;
  }
  if (version === '1.0.0') return;
  throw usageError(
    'not-a-registry',
    folders.otherVersion(layoutFile, directory),
    folders.nameAnother,
  );
}

function parseIndex(text: string, directory: string): Index {
  try {
    return indexSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(directory, 'index.json', damages.noIndex, cause);
  }
}

/** A registry that cannot be trusted as it stands. */
export function damaged(directory: string, what: string, problem: string, cause?: unknown): Error {
  return externalError(
    'registry-damaged',
    damages.is(directory, what, problem),
    damages.restore,
    cause,
  );
}

function lockLost(directory: string): Error {
  return externalError('registry-busy', folders.lockLost(directory), folders.runAgain);
}
