import { rm, stat } from 'node:fs/promises';
import type { Digest } from '../../domain/digest.ts';
import type { Pruned } from '../../domain/registry.ts';
import { closure } from './closure.ts';
import { predictionsEntries, recordEntries, tagged, withoutEntries } from './entries.ts';
import type { OciLayout } from './layout.ts';
import { type Index, manifestSchema } from './manifests.ts';

/** A copy that takes longer than this has been abandoned by a killed process. */
const abandonedMs = 60 * 60_000;

/**
 * Drop versions, then what nothing names any more. The index is replaced first: killed between,
 * blobs are left over, which the next run removes, and never a name without its blob. All of it
 * happens under the lock, because a registration puts blobs in place before it names them.
 */
export async function prune(
  layout: OciLayout,
  name: string,
  keep: ReadonlySet<Digest>,
): Promise<Pruned> {
  return layout.commit(async (index) => {
    const dropped = tagged(index).filter(
      (entry) => entry.name === name && entry.isVersion && !keep.has(entry.descriptor.digest),
    );
    const gone = new Set(dropped.map(({ descriptor }) => descriptor));
    const next = await withoutOrphans(
      layout,
      withoutEntries(index, (descriptor) => gone.has(descriptor)),
    );
    const versions = dropped.map(({ tag }) => tag);
    const unnamed = await sizesOfUnnamed(layout, next);
    const bytes = [...unnamed.values()].reduce((sum, size) => sum + size, 0);
    const after = async (): Promise<void> => {
      for (const digest of unnamed.keys()) await rm(layout.blobPath(digest), { force: true });
      await layout.sweepTemporaries(abandonedMs);
    };
    return { next, result: { versions, blobs: unnamed.size, bytes }, after };
  });
}

/** Records and predictions whose model has gone go with it. */
async function withoutOrphans(layout: OciLayout, index: Index): Promise<Index> {
  const models = new Set(tagged(index).map(({ descriptor }) => descriptor.digest));
  const orphans = new Set<Digest>();
  for (const { digest } of [...recordEntries(index), ...predictionsEntries(index)]) {
    const manifest = manifestSchema.safeParse(await layout.readJson(digest, 'a record'));
    const subject = manifest.data?.subject?.digest;
    if (subject !== undefined && !models.has(subject)) orphans.add(digest);
  }
  return withoutEntries(index, ({ digest }) => orphans.has(digest));
}

async function sizesOfUnnamed(layout: OciLayout, index: Index): Promise<Map<Digest, number>> {
  const named = new Set<Digest>();
  for await (const { descriptor } of closure(layout, index, 'throw')) named.add(descriptor.digest);
  const sizes = new Map<Digest, number>();
  for (const digest of await layout.listBlobs()) {
    if (!named.has(digest)) sizes.set(digest, (await stat(layout.blobPath(digest))).size);
  }
  return sizes;
}
