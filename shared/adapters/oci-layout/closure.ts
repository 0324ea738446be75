import type { Digest } from '../../domain/digest.ts';
import { tagged } from './entries.ts';
import { damaged, type OciLayout } from './layout.ts';
import { type Descriptor, type Index, manifestSchema } from './manifests.ts';
import { annotations, mediaTypes } from './media-types.ts';
import { damages, listed } from './messages.ts';

/** Something the index names, directly or through a manifest. */
export interface Reached {
  readonly descriptor: Descriptor;
  /** `flights/v3 model.json`. */
  readonly what: string;
  readonly isManifest: boolean;
}

/**
 * Everything the index names.
 *
 * @param unreadable what becomes of a manifest that is damaged or of a form nobody here knows:
 *   its parts are skipped, or the walk ends in an error, where missing a part would do harm.
 */
export async function* closure(
  layout: OciLayout,
  index: Index,
  unreadable: 'skip' | 'throw',
): AsyncGenerator<Reached> {
  const seen = new Set<Digest>();
  for (const descriptor of versionsFirst(index)) {
    if (seen.has(descriptor.digest)) continue;
    seen.add(descriptor.digest);
    const owner = ownerOf(descriptor);
    yield { descriptor, what: listed.manifest(owner), isManifest: true };
    const json = await layout.readJson(descriptor.digest, owner).catch((error: unknown) => {
      if (unreadable === 'throw') throw error;
    });
    const manifest = manifestSchema.safeParse(json);
    if (!manifest.success) {
      if (unreadable === 'skip') continue;
      throw damaged(layout.directory, owner, damages.noManifest(descriptor.digest));
    }
    const { config, layers } = manifest.data;
    for (const part of [config, ...layers]) {
      if (seen.has(part.digest)) continue;
      seen.add(part.digest);
      const file = part.annotations?.[annotations.filepath];
      const role = part === config ? listed.configuration : listed.content;
      yield { descriptor: part, what: listed.part(owner, file ?? role), isManifest: false };
    }
  }
}

/** A version and its aliases name the same manifest: people know its parts by the version. */
function versionsFirst(index: Index): Descriptor[] {
  const versions = new Set<Descriptor>();
  for (const { descriptor, isVersion } of tagged(index)) if (isVersion) versions.add(descriptor);
  return [...versions, ...index.manifests.filter((descriptor) => !versions.has(descriptor))];
}

function ownerOf({ annotations: notes, artifactType, digest }: Descriptor): string {
  const step = notes?.[annotations.step];
  const ledger = notes?.[annotations.ledgerOf];
  if (step !== undefined) return listed.record(step);
  if (ledger !== undefined) return listed.ledger(ledger);
  if (artifactType === mediaTypes.predictions) return listed.predictions;
  return notes?.[annotations.refName] ?? digest;
}
