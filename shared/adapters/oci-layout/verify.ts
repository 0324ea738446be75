import type { Digest } from '../../domain/digest.ts';
import { modelIdentity } from '../../domain/model-version.ts';
import type { Damage, StrayAlias, Verification } from '../../domain/registry.ts';
import { closure, type Reached } from './closure.ts';
import { findTag, tagged } from './entries.ts';
import type { OciLayout } from './layout.ts';
import { readLedger } from './ledger.ts';
import { contentOf, type Index, manifestSchema } from './manifests.ts';

/**
 * Read and hash everything the index names, recompute the identity of each model, and hold the
 * aliases against the ledger.
 */
export async function verify(layout: OciLayout): Promise<Verification> {
  const damages: Damage[] = [];
  let blobs = 0;
  let bytes = 0;
  const index = await layout.readIndex();
  for await (const reached of closure(layout, index, 'skip')) {
    blobs++;
    bytes += reached.descriptor.size;
    const problem =
      (await layout.damageOf(reached.descriptor)) ??
      (reached.isManifest ? await manifestProblem(layout, reached) : undefined);
    if (problem !== undefined) {
      damages.push({ what: reached.what, digest: reached.descriptor.digest, problem });
    }
  }
  return { blobs, bytes, damages, strays: await straysOf(layout, index) };
}

/** Any OCI client can move a tag; only our own moves stand in the ledger. */
async function straysOf(layout: OciLayout, index: Index): Promise<StrayAlias[]> {
  const strays: StrayAlias[] = [];
  for (const name of new Set(tagged(index).map((entry) => entry.name))) {
    // A ledger that cannot be read is among the damages already.
    const ledger = await readLedger(layout, index, name).catch(() => []);
    const recorded = new Map<string, Digest>();
    for (const entry of ledger) {
      if (entry.event !== 'registered') recorded.set(entry.alias, entry.to);
    }
    for (const [alias, to] of recorded) {
      const at = findTag(index, name, alias)?.digest;
      if (at === to) continue;
      strays.push({
        alias: `${name}/${alias}`,
        at: at === undefined ? null : labelOf(index, name, at),
        recorded: labelOf(index, name, to),
      });
    }
  }
  return strays;
}

function labelOf(index: Index, name: string, digest: Digest): string {
  const version = tagged(index).find(
    (entry) => entry.name === name && entry.isVersion && entry.descriptor.digest === digest,
  );
  return version === undefined ? digest : `${name}/${version.tag}`;
}

async function manifestProblem(
  layout: OciLayout,
  { descriptor, what }: Reached,
): Promise<Damage['problem'] | undefined> {
  const json = await layout.readJson(descriptor.digest, what).catch(() => undefined);
  const manifest = manifestSchema.safeParse(json);
  if (!manifest.success) return 'unreadable';
  const model = contentOf(manifest.data);
  return model === undefined || modelIdentity(model.content) === model.id
    ? undefined
    : 'wrong-identity';
}
