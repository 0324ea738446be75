import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../../domain/digest.ts';
import type { Artifact } from '../../domain/record.ts';
import { digestFile } from '../../files/digest-file.ts';
import { fitsKeeping, keptName } from '../kept-predictions.ts';
import { predictionsEntries, withoutEntries } from './entries.ts';
import type { OciLayout } from './layout.ts';
import {
  bare,
  type Descriptor,
  emptyConfig,
  type Index,
  jsonBlob,
  manifestSchema,
} from './manifests.ts';
import { annotations, mediaTypes } from './media-types.ts';

/**
 * The index with the predictions that the gate judged attached to a model's manifest as an OCI
 * referrer, in place of older ones. Files that are too large, or no longer those recorded, are not
 * kept: a later gate then runs the model, or says that only its numbers are known.
 *
 * @param files with absolute paths.
 */
export async function attachPredictions(
  layout: OciLayout,
  index: Index,
  subject: Descriptor,
  files: readonly Artifact[],
): Promise<Index> {
  if (files.length === 0 || !fitsKeeping(files)) return index;
  const layers = files.map(layerOf);
  for (const [i, { path }] of files.entries()) {
    const layer = layers[i];
    if (layer === undefined || !(await layout.putFile(path, layer))) return index;
  }
  const manifest = jsonBlob(mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType: mediaTypes.predictions,
    config: emptyConfig.descriptor,
    layers,
    subject: bare(subject),
  });
  for (const part of [emptyConfig, manifest]) await layout.putBlob(part);
  const older = await entriesOf(layout, index, subject.digest);
  if (older.some(({ digest }) => digest === manifest.descriptor.digest)) return index;
  const replaced = new Set(older.map(({ digest }) => digest));
  const entry: Descriptor = { ...manifest.descriptor, artifactType: mediaTypes.predictions };
  const kept = withoutEntries(index, ({ digest }) => replaced.has(digest));
  return { ...kept, manifests: [...kept.manifests, entry] };
}

function layerOf({ path, size, sha256 }: Artifact, index: number): Descriptor {
  const name = keptName(path, index);
  const about = { [annotations.title]: name, [annotations.filepath]: name };
  const mediaType = 'application/octet-stream';
  return { mediaType, digest: `sha256:${sha256}`, size, annotations: about };
}

async function entriesOf(layout: OciLayout, index: Index, subject: Digest): Promise<Descriptor[]> {
  const entries: Descriptor[] = [];
  for (const entry of predictionsEntries(index)) {
    const manifest = manifestSchema.safeParse(await layout.readJson(entry.digest, 'predictions'));
    if (manifest.data?.subject?.digest === subject) entries.push(entry);
  }
  return entries;
}

/**
 * Write the predictions kept with a model into an existing folder, each checked against its digest.
 * Resolves to their absolute paths; to none where there are none, or one is damaged, since they
 * only spare a run of the model.
 */
export async function extractPredictions(
  layout: OciLayout,
  index: Index,
  subject: Digest,
  directory: string,
): Promise<string[]> {
  const [entry] = await entriesOf(layout, index, subject);
  if (entry === undefined) return [];
  const manifest = manifestSchema.parse(await layout.readJson(entry.digest, 'predictions'));
  await mkdir(directory, { recursive: true });
  const paths: string[] = [];
  for (const [i, { digest, annotations: about }] of manifest.layers.entries()) {
    // Never the name itself: it is read from a manifest.
    const target = join(directory, keptName(about?.[annotations.title] ?? '', i));
    await copyFile(layout.blobPath(digest), target).catch(() => undefined);
    const found = await digestFile(target).catch(() => undefined);
    if (`sha256:${found}` !== digest) return [];
    paths.push(target);
  }
  return paths;
}
