import { versionSchema } from '../../domain/model-reference.ts';
import { bare, type Descriptor, type Index } from './manifests.ts';
import { annotations, mediaTypes } from './media-types.ts';

/** `flights/v3` and `flights/champion` are tags of the index: `org.opencontainers.image.ref.name`. */
export interface TaggedEntry {
  readonly name: string;
  readonly tag: string;
  readonly isVersion: boolean;
  readonly descriptor: Descriptor;
}

export function tagged(index: Index): TaggedEntry[] {
  return index.manifests.flatMap((descriptor) => {
    const refName = descriptor.annotations?.[annotations.refName] ?? '';
    const [name, tag, ...rest] = refName.split('/');
    if (name === undefined || tag === undefined || rest.length > 0) return [];
    return [{ name, tag, isVersion: versionSchema.safeParse(tag).success, descriptor }];
  });
}

export function findTag(index: Index, name: string, tag: string): Descriptor | undefined {
  return tagged(index).find((entry) => entry.name === name && entry.tag === tag)?.descriptor;
}

/** The index with this tag naming that manifest, whatever it named before. */
export function withTag(index: Index, name: string, tag: string, manifest: Descriptor): Index {
  const refName = `${name}/${tag}`;
  const others = index.manifests.filter(
    ({ annotations: notes }) => notes?.[annotations.refName] !== refName,
  );
  const entry: Descriptor = {
    ...bare(manifest),
    artifactType: mediaTypes.model,
    annotations: { [annotations.refName]: refName },
  };
  return { ...index, manifests: [...others, entry] };
}

export function withoutEntries(index: Index, drop: (descriptor: Descriptor) => boolean): Index {
  return { ...index, manifests: index.manifests.filter((descriptor) => !drop(descriptor)) };
}

export function ledgerEntry(index: Index, name: string): Descriptor | undefined {
  return index.manifests.find(
    ({ artifactType, annotations: notes }) =>
      artifactType === mediaTypes.ledger && notes?.[annotations.ledgerOf] === name,
  );
}

export function recordEntries(index: Index): Descriptor[] {
  return index.manifests.filter(({ artifactType }) => artifactType === mediaTypes.record);
}

export function predictionsEntries(index: Index): Descriptor[] {
  return index.manifests.filter(({ artifactType }) => artifactType === mediaTypes.predictions);
}
