import { copyFile, mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Digest } from '../../domain/digest.ts';
import type { ModelSelector } from '../../domain/model-reference.ts';
import { modelIdentity } from '../../domain/model-version.ts';
import type { StepRecord } from '../../domain/record.ts';
import type {
  AliasMove,
  ModelVersion,
  Pruned,
  RegisteredModel,
  RegistryState,
  Verification,
} from '../../domain/registry.ts';
import { digestFile } from '../../files/digest-file.ts';
import { externalError, usageError } from '../../kernel/action-error.ts';
import type { ModelRegistry, NewModel, Registration } from '../../ports/model-registry.ts';
import { findTag, tagged, withTag } from './entries.ts';
import { attachEvidence, readEvidence } from './evidence.ts';
import { damaged, OciLayout } from './layout.ts';
import { appendToLedger, readLedger } from './ledger.ts';
import {
  contentOf,
  type Descriptor,
  type Index,
  manifestSchema,
  modelManifest,
} from './manifests.ts';
import { mediaTypes } from './media-types.ts';
import { damages, parts, versions as versionMessages } from './messages.ts';
import { attachPredictions, extractPredictions } from './predictions.ts';
import { prune } from './prune.ts';
import { verify } from './verify.ts';

/**
 * A registry in a folder: an OCI image layout whose tags are `<model>/<version>` and
 * `<model>/<alias>`, as `skopeo` and `oras` read it.
 *
 * @param location as the user named it; relative to `workingDirectory`.
 */
export function ociLayoutRegistry(location: string, workingDirectory: string): ModelRegistry {
  const layout = new OciLayout(resolve(workingDirectory, location));
  return {
    location,
    state: (name) => stateOf(layout, name),
    find: (selector) => find(layout, selector),
    register: (model) => register(layout, model),
    evidence: (manifest) => evidenceOf(layout, manifest),
    predictions: async (manifest, directory) =>
      extractPredictions(layout, await layout.readIndex(), manifest, directory),
    moveAlias: (name, move) => moveAlias(layout, name, move),
    extract: (manifest, directory) => extract(layout, manifest, directory),
    verify: (): Promise<Verification> => verify(layout),
    prune: (name, keep): Promise<Pruned> => prune(layout, name, keep),
  };
}

async function stateOf(layout: OciLayout, name: string): Promise<RegistryState> {
  const index = await layout.readIndex();
  const versions: ModelVersion[] = [];
  const aliases: Record<string, Digest> = {};
  for (const entry of tagged(index).filter((one) => one.name === name)) {
    const { digest } = entry.descriptor;
    if (!entry.isVersion) {
      aliases[entry.tag] = digest;
      continue;
    }
    const { id, content } = await readModel(layout, digest);
    const size = content.files.reduce((sum, file) => sum + file.size, 0);
    versions.push({ version: entry.tag, id, manifest: digest, size });
  }
  return { versions, aliases, ledger: await readLedger(layout, index, name) };
}

async function find(layout: OciLayout, selector: ModelSelector): Promise<RegisteredModel> {
  const index = await layout.readIndex();
  const digest =
    selector.kind === 'manifest'
      ? index.manifests.find((entry) => entry.digest === selector.digest)?.digest
      : findTag(index, selector.model, selector.name)?.digest;
  if (digest !== undefined) return readModel(layout, digest);
  const known = tagged(index).map(({ name, tag }) => `${name}/${tag}`);
  const asked =
    selector.kind === 'manifest' ? selector.digest : `${selector.model}/${selector.name}`;
  throw usageError(
    'model-version-unknown',
    versionMessages.unknown(layout.directory, asked),
    versionMessages.known(known.slice(-20)),
  );
}

async function readModel(layout: OciLayout, digest: Digest): Promise<RegisteredModel> {
  const manifest = manifestSchema.safeParse(await layout.readJson(digest, parts.someModel));
  const found = manifest.success ? contentOf(manifest.data) : undefined;
  if (found === undefined) {
    throw damaged(layout.directory, parts.manifest(digest), damages.noModel);
  }
  return { ...found, manifest: digest };
}

async function register(layout: OciLayout, model: NewModel): Promise<Registration> {
  const { config, manifest } = modelManifest(model.name, model.id, model.content);
  const place = async (): Promise<void> => {
    await placeFiles(layout, model);
    await layout.putBlob(config);
    await layout.putBlob(manifest);
  };
  await layout.create();
  // The long part runs without the lock. Under it, blobs that a `prune` took meanwhile are put back.
  await place();
  return layout.commit(async (index) => {
    await place();
    const version = await chooseVersion(layout, index, model, manifest.descriptor.digest);
    const known = findTag(index, model.name, version) !== undefined;
    let next = index;
    if (!known) {
      next = withTag(next, model.name, version, manifest.descriptor);
      const { id, at, by } = model;
      const { digest } = manifest.descriptor;
      const entry = { event: 'registered', version, manifest: digest, id, at, by } as const;
      next = await appendToLedger(layout, next, model.name, [entry]);
    }
    next = await attachEvidence(layout, next, manifest.descriptor, model.evidence);
    next = await attachPredictions(layout, next, manifest.descriptor, model.predictions ?? []);
    const result = { version, manifest: manifest.descriptor.digest, created: !known };
    return next === index ? { result } : { next, result };
  });
}

async function placeFiles(layout: OciLayout, model: NewModel): Promise<void> {
  for (const { path, size, sha256 } of model.content.files) {
    const descriptor: Descriptor = { mediaType: '', digest: `sha256:${sha256}`, size };
    if (await layout.putFile(join(model.directory, path), descriptor)) continue;
    throw usageError(
      'model-changed',
      versionMessages.changed(path, model.directory),
      versionMessages.letTrainingEnd,
    );
  }
}

async function chooseVersion(
  layout: OciLayout,
  index: Index,
  model: NewModel,
  manifest: Digest,
): Promise<string> {
  const versions = tagged(index).filter((one) => one.name === model.name && one.isVersion);
  if (model.version !== undefined) {
    const taken = versions.find(({ tag }) => tag === model.version)?.descriptor.digest;
    if (taken === undefined || taken === manifest) return model.version;
    throw usageError(
      'version-taken',
      versionMessages.taken(model.name, model.version, taken),
      versionMessages.leaveOut,
    );
  }
  const same = versions.find(({ descriptor }) => descriptor.digest === manifest);
  if (same !== undefined) return same.tag;
  // Numbers of pruned versions are not given again: the ledger still knows them.
  const ledger = await readLedger(layout, index, model.name);
  const used = ledger.flatMap((entry) => (entry.event === 'registered' ? [entry.version] : []));
  const numbers = [...used, ...versions.map(({ tag }) => tag)].map((version) =>
    /^v\d+$/u.test(version) ? Number(version.slice(1)) : 0,
  );
  return `v${Math.max(0, ...numbers) + 1}`;
}

async function evidenceOf(layout: OciLayout, manifest: Digest): Promise<StepRecord[]> {
  const attached = await readEvidence(layout, await layout.readIndex(), manifest);
  return attached.map(({ record }) => record);
}

async function moveAlias(layout: OciLayout, name: string, move: AliasMove): Promise<void> {
  await layout.commit(async (index) => {
    const current = findTag(index, name, move.alias)?.digest ?? null;
    const target = index.manifests.find(
      ({ digest, artifactType }) => digest === move.to && artifactType === mediaTypes.model,
    );
    if (target === undefined) {
      throw damaged(layout.directory, `${name}/${move.alias}`, damages.notThere(move.to));
    }
    if (current !== move.from) {
      throw externalError(
        'alias-moved-meanwhile',
        versionMessages.aliasMoved(`${name}/${move.alias}`, move.from, current),
        versionMessages.lookAgain,
      );
    }
    const next = withTag(index, name, move.alias, target);
    return { next: await appendToLedger(layout, next, name, [move]), result: undefined };
  });
}

async function extract(layout: OciLayout, digest: Digest, directory: string): Promise<void> {
  const { name, id, content } = await readModel(layout, digest);
  if (modelIdentity(content) !== id) {
    throw damaged(layout.directory, parts.manifestOf(name, digest), damages.otherModel(id));
  }
  for (const { path, sha256 } of content.files) {
    const target = safeJoin(layout, directory, path);
    await mkdir(dirname(target), { recursive: true });
    await rm(target, { force: true });
    const source = layout.blobPath(`sha256:${sha256}`);
    await copyFile(source, target).catch(() => undefined);
    const found = await digestFile(target).catch(() => undefined);
    if (found === sha256) continue;
    const problem = found === undefined ? damages.missing : damages.notTheBytes;
    throw damaged(layout.directory, parts.fileOf(path, name, `sha256:${sha256}`), problem);
  }
}

/** A path out of a manifest is untrusted: it must stay inside the folder. */
function safeJoin(layout: OciLayout, directory: string, path: string): string {
  const isPlain = path.split('/').every((part) => !['', '.', '..'].includes(part));
  if (isPlain && !/[\\\0]/u.test(path)) return join(directory, ...path.split('/'));
  throw damaged(layout.directory, parts.fileName(JSON.stringify(path)), damages.leavesFolder);
}
