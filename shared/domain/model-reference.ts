import { z } from 'zod';
import { type Digest, isDigest } from './digest.ts';

/** A model's name: it becomes part of file names, comment markers and registry references. */
export const modelNameSchema = z
  .string()
  .regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/u, 'lower-case letters and digits, joined by . _ or -')
  .max(64);

/** `v3`, or a semantic version without build metadata (OCI tags have no `+`). */
const versionPattern =
  /^(?:v[1-9]\d{0,8}|(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){2}(?:-[0-9a-z]+(?:[.-][0-9a-z]+)*)?)$/u;
export const versionSchema = z
  .string()
  .regex(versionPattern, 'v and a number as v3, or a semantic version as 1.4.0')
  .max(64);

/** Never the form of a version, and not `latest`, which elsewhere moves by itself. */
export const aliasSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u, 'lower-case letters and digits, joined by -')
  .max(64)
  .refine((alias) => !versionPattern.test(alias), 'an alias must not look like a version')
  .refine((alias) => alias !== 'latest', '"latest" is not an alias: it promises what nobody moves');

/** What a reference points at: exact bytes, or a version or alias of a named model. */
export type ModelSelector =
  | { readonly kind: 'manifest'; readonly digest: Digest }
  | { readonly kind: 'version' | 'alias'; readonly model: string; readonly name: string };

export interface ModelReference {
  /** A folder as the user wrote it. Never built from the rest of the reference. */
  readonly registry: string;
  readonly selector: ModelSelector;
}

/** The two forms of a reference, in words. */
export const referenceForms =
  '<registry>@sha256:<64 hex digits> or <registry>:<model>/<version or alias>';

/**
 * Parse `<registry>@sha256:…` (exact bytes) or `<registry>:<model>/<version or alias>`, the forms
 * `skopeo` and `oras` take for an OCI image layout. Names are checked strictly, so that no part of
 * a reference ever becomes a path beside the registry itself.
 *
 * @returns undefined where the text is no reference.
 */
export function parseModelReference(text: string): ModelReference | undefined {
  const [, byDigest, digest = ''] = /^([^\0]+)@(sha256:[^@]*)$/u.exec(text) ?? [];
  if (byDigest !== undefined) {
    return isDigest(digest)
      ? { registry: byDigest, selector: { kind: 'manifest', digest } }
      : undefined;
  }
  const [, registry, model = '', name = ''] = /^([^\0]+):([^:/]+)\/([^:/]+)$/u.exec(text) ?? [];
  if (registry === undefined || !modelNameSchema.safeParse(model).success) return undefined;
  const selector = selectorOf(model, name);
  return selector === undefined ? undefined : { registry, selector };
}

/** A version or alias of a model by its short name (`v3`, `champion`), or undefined. */
export function selectorOf(model: string, name: string): ModelSelector | undefined {
  if (versionSchema.safeParse(name).success) return { kind: 'version', model, name };
  if (aliasSchema.safeParse(name).success) return { kind: 'alias', model, name };
  return undefined;
}

/** The reference that always means the same bytes. */
export function immutableReference(registry: string, manifest: Digest): string {
  return `${registry}@${manifest}`;
}
