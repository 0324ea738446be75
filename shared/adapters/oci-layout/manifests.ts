import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { type Digest, digestSchema } from '../../domain/digest.ts';
import type { ModelContent } from '../../domain/model-version.ts';
import type { Artifact } from '../../domain/record.ts';
import { annotations, layerType, mediaTypes } from './media-types.ts';

// Other tools add fields of their own: they are kept, so that rewriting an index loses nothing.
export const descriptorSchema = z.looseObject({
  mediaType: z.string(),
  digest: digestSchema,
  size: z.number().int().min(0),
  artifactType: z.string().optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Descriptor = z.infer<typeof descriptorSchema>;

export const manifestSchema = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  config: descriptorSchema,
  layers: z.array(descriptorSchema),
  subject: descriptorSchema.optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const indexSchema = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  manifests: z.array(descriptorSchema),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Index = z.infer<typeof indexSchema>;

/** JSON content with its address. */
export interface Blob {
  readonly bytes: Buffer;
  readonly descriptor: Descriptor;
}

/** Canonical JSON, so that equal content has one digest. */
export function jsonBlob(mediaType: string, value: unknown): Blob {
  const bytes = Buffer.from(canonicalize(value) ?? 'null');
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  return { bytes, descriptor: { mediaType, digest, size: bytes.length } };
}

export const emptyConfig = jsonBlob(mediaTypes.empty, {});

/** A model's manifest and configuration. Deterministic: no times, no version. */
export function modelManifest(name: string, id: Digest, content: ModelContent) {
  const layers = content.files.map(fileLayer);
  const config = jsonBlob(mediaTypes.modelConfig, {
    descriptor: { name, ...(content.code === null ? {} : { revision: content.code }) },
    modelfs: { type: 'layers', diffIds: layers.map(({ digest }) => digest) },
    config: {},
  });
  const manifest = jsonBlob(mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType: mediaTypes.model,
    config: config.descriptor,
    layers,
    annotations: modelAnnotations(name, id, content),
  });
  return { config, manifest };
}

function fileLayer({ path, size, sha256 }: Artifact): Descriptor {
  return {
    mediaType: layerType(path),
    digest: `sha256:${sha256}`,
    size,
    // The title lets `oras pull` write the file under its name.
    annotations: { [annotations.filepath]: path, [annotations.title]: path },
  };
}

function modelAnnotations(name: string, id: Digest, content: ModelContent) {
  const known = {
    [annotations.title]: name,
    [annotations.revision]: content.code,
    [annotations.modelId]: id,
    [annotations.config]: content.config,
    [annotations.code]: content.code,
    [annotations.data]: content.data,
    [annotations.environment]: content.environment,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
}

/** An artifact that is one JSON document, attached to a manifest where `subject` is given. */
export function documentManifest(
  type: string,
  document: Blob,
  about: Readonly<Record<string, string>>,
  subject?: Descriptor,
): Blob {
  const manifest = jsonBlob(mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType: type,
    config: emptyConfig.descriptor,
    layers: [document.descriptor],
    annotations: about,
    ...(subject === undefined ? {} : { subject: bare(subject) }),
  });
  const descriptor = { ...manifest.descriptor, artifactType: type, annotations: { ...about } };
  return { bytes: manifest.bytes, descriptor };
}

/** Only the address: annotations of an index entry are no part of what it points at. */
export function bare({ mediaType, digest, size }: Descriptor): Descriptor {
  return { mediaType, digest, size };
}

/** What a model's manifest says the model is; undefined where it is not a model of ours. */
export function contentOf(
  manifest: Manifest,
): { name: string; id: Digest; content: ModelContent } | undefined {
  const notes = manifest.annotations ?? {};
  const name = notes[annotations.title];
  const id = notes[annotations.modelId];
  if (manifest.artifactType !== mediaTypes.model || name === undefined || id === undefined) {
    return undefined;
  }
  const files = manifest.layers.map(({ digest, size, annotations: of }) => ({
    path: of?.[annotations.filepath] ?? '',
    size,
    sha256: digest.slice('sha256:'.length),
  }));
  const content = {
    files,
    config: notes[annotations.config] ?? null,
    code: notes[annotations.code] ?? null,
    data: notes[annotations.data] ?? null,
    environment: notes[annotations.environment] ?? null,
  };
  return { name, id, content };
}
