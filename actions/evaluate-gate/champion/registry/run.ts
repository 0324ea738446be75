import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../../../../shared/domain/digest.ts';
import type { ModelSelector } from '../../../../shared/domain/model-reference.ts';
import { type PastGate, pastGateOf } from '../../../../shared/domain/past-gate.ts';
import type { RegisteredModel, RegistryState } from '../../../../shared/domain/registry.ts';
import { ActionError } from '../../../../shared/kernel/action-error.ts';
import type { ModelRegistry } from '../../../../shared/ports/model-registry.ts';
import { aliasUnknown, said } from '../messages.ts';
import { type Candidate, championAlias, type FoundChampion } from '../origin.ts';
import { isRunnable } from '../runnable.ts';

interface Asked {
  readonly selector: ModelSelector;
  /** As the user wrote it; undefined: nobody named it, the registry's champion is the default. */
  readonly said: string | undefined;
}

/**
 * A model of the registry by alias, version or digest, ready to be judged on other rows.
 *
 * @param workFolder where its files may be written; removed by who made it
 * @throws ActionError (usage): `champion-unknown`, `model-version-unknown`; (external):
 *   `registry-damaged`
 */
export async function registeredChampion(
  registry: ModelRegistry,
  { selector, said: named }: Asked,
  workFolder: string,
): Promise<FoundChampion> {
  if (selector.kind === 'alias') {
    const state = await registry.state(selector.model);
    if (state.aliases[selector.name] === undefined)
      return withoutAlias(registry, selector, state, named);
  }
  const model = await registry.find(selector);
  const state = await registry.state(model.name);
  return describe(registry, model, state, {
    found: selector.kind === 'alias' ? `alias ${selector.name}` : undefined,
    workFolder,
  });
}

function withoutAlias(
  { location }: ModelRegistry,
  { model, name }: { readonly model: string; readonly name: string },
  { versions, aliases }: RegistryState,
  named: string | undefined,
): FoundChampion {
  if (named === undefined) return { kind: 'none', reason: undefined, severity: 'info' };
  // A registry that holds nothing yet, or has never had a champion, is a first run, not a typo.
  if (versions.length === 0 || name === championAlias) {
    return { kind: 'none', reason: said.noSuchAlias(name, location), severity: 'info' };
  }
  throw aliasUnknown(`${model}@${name}`, location, Object.keys(aliases));
}

/** The registered models by the commit they were built from; of several the newest. */
export async function modelsByCommit(
  registry: ModelRegistry,
  name: string,
): Promise<ReadonlyMap<string, RegisteredModel>> {
  const { versions } = await registry.state(name);
  const models = new Map<string, RegisteredModel>();
  for (const { manifest } of versions) {
    const model = await registry.find({ kind: 'manifest', digest: manifest });
    if (model.content.code !== null) models.set(model.content.code, model);
  }
  return models;
}

interface Found {
  readonly found: string | undefined;
  readonly workFolder: string;
  readonly back?: number;
}

export async function describe(
  registry: ModelRegistry,
  model: RegisteredModel,
  state: RegistryState,
  { found, workFolder, back = 0 }: Found,
): Promise<FoundChampion> {
  const version = state.versions.find(({ manifest }) => manifest === model.manifest)?.version;
  const at = registeredAt(state, model.manifest);
  const gate = (await registry.evidence(model.manifest)).find(
    ({ step }) => step === 'evaluate-gate',
  );
  const recordedGate = gate === undefined ? undefined : pastGateOf(gate, gate.finished);
  return {
    kind: 'found',
    origin: {
      name: version === undefined ? model.name : `${model.name}/${version}`,
      found,
      commit: model.content.code,
      digest: model.id,
      at: at ?? recordedGate?.at,
      back,
      place: 'registry',
    },
    candidates: await candidatesOf(registry, model, recordedGate, workFolder),
    recorded: recordedGate,
  };
}

function registeredAt({ ledger }: RegistryState, manifest: Digest): string | undefined {
  return ledger.find((entry) => entry.event === 'registered' && entry.manifest === manifest)?.at;
}

async function candidatesOf(
  registry: ModelRegistry,
  { content, manifest }: RegisteredModel,
  recordedGate: PastGate | undefined,
  workFolder: string,
): Promise<Candidate[]> {
  const folder = await mkdtemp(join(workFolder, 'model-'));
  const candidates: Candidate[] = [];
  if (isRunnable(content.files)) {
    const directory = join(folder, 'files');
    await mkdir(directory);
    await registry.extract(manifest, directory);
    candidates.push({ kind: 'model', champion: [directory] });
  }
  const kept = await keptPredictions(registry, manifest, join(folder, 'predictions'));
  if (kept.length > 0 && recordedGate !== undefined) {
    candidates.push({ kind: 'predictions', champion: kept, about: recordedGate });
  }
  return candidates;
}

/** They only spare work: predictions that cannot be had are as good as none. */
async function keptPredictions(
  registry: ModelRegistry,
  manifest: Digest,
  directory: string,
): Promise<readonly string[]> {
  try {
    return (await registry.predictions?.(manifest, directory)) ?? [];
  } catch (error) {
    if (error instanceof ActionError) return [];
    throw error;
  }
}
