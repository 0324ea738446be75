import { type Digest, isDigest } from '../../shared/domain/digest.ts';
import { type ModelContent, modelIdentity } from '../../shared/domain/model-version.ts';
import type { Artifact, Finding, StepRecord } from '../../shared/domain/record.ts';
import type { AliasMove, ModelVersion, RegistryState } from '../../shared/domain/registry.ts';
import { messages } from './messages.ts';

/** What must be there, and which aliases are guarded. */
export interface RegisterPolicy {
  readonly require: readonly ('training-record' | 'passed-gate')[];
  readonly protected: readonly string[];
}

/** What a folder is, by its bytes and by what the training step recorded about them. */
export function contentOf(files: readonly Artifact[], training: StepRecord | undefined) {
  const config = training?.inputs['config-digest'];
  const content: ModelContent = {
    files,
    config: typeof config === 'string' && isDigest(config) ? config : null,
    code: training?.subject.commit ?? null,
    data: training?.subject.data ?? null,
    environment: training?.subject.environment ?? null,
  };
  return { content, id: modelIdentity(content) };
}

/**
 * Whether the folder holds the very model the training step recorded.
 *
 * @param modelDir as the training record's artifacts name it: their paths start with it.
 */
export function judgeTraining(
  training: StepRecord | undefined,
  content: ModelContent,
  id: Digest,
  modelDir: string,
  policy: RegisterPolicy,
): Finding[] {
  if (training === undefined) {
    const required = policy.require.includes('training-record');
    return [messages.noTrainingRecord(required)];
  }
  if (training.verdict === 'fail') return [messages.trainingFailed()];
  if (training.subject.model === null) return [messages.trainingNamesNoModel()];
  if (training.subject.model === id) {
    return training.subject.dirty === true ? [messages.dirtyCode(content.code)] : [];
  }
  const differences = fileDifferences(training.artifacts, content.files, modelDir);
  return [messages.notAsTrained(training.subject.model, id, differences)];
}

/** How the files differ from those recorded: `model.json changed`, `extra.txt was added`. */
function fileDifferences(
  recorded: readonly Artifact[],
  found: readonly Artifact[],
  modelDir: string,
): string[] {
  const prefix = `${modelDir.replace(/^\.\//u, '').replace(/\/+$/u, '')}/`;
  const inFolder = recorded.filter(({ path }) => path.startsWith(prefix));
  const before = new Map(inFolder.map(({ path, sha256 }) => [path.slice(prefix.length), sha256]));
  const after = new Map(found.map(({ path, sha256 }) => [path, sha256]));
  if (before.size === 0) return [];
  const changed = [...after].flatMap(([path, sha256]) => {
    const old = before.get(path);
    if (old === undefined) return [`${path} was added`];
    return old === sha256 ? [] : [`${path} changed`];
  });
  const lost = [...before.keys()].filter((path) => !after.has(path));
  return [...changed, ...lost.map((path) => `${path} is missing`)];
}

/**
 * Whether the gate lets this model in.
 *
 * @param required whether a gate's record must be there; where it is, it must fit in any case.
 */
export function judgeGate(
  gate: StepRecord | undefined,
  id: Digest,
  required: boolean,
): Finding | undefined {
  if (gate === undefined) return required ? messages.gateMissing() : undefined;
  if (gate.subject.model === null) return required ? messages.gateNamesNoModel() : undefined;
  if (gate.subject.model !== id) return messages.gateJudgedAnother(gate.subject.model, id);
  if (gate.verdict === 'pass' || gate.verdict === 'warn') return undefined;
  return messages.gateNotPassed(gate.verdict, gate.summary);
}

/** The versions of a manifest, oldest first. */
export function versionsOf(state: RegistryState, manifest: Digest): string[] {
  return state.versions.filter((one) => one.manifest === manifest).map(({ version }) => version);
}

export function findVersion(state: RegistryState, version: string): ModelVersion | undefined {
  return state.versions.find((one) => one.version === version);
}

/** Where an alias has been: a promotion pushes, a rollback goes back to where it was. */
export function aliasTrail(state: RegistryState, alias: string): Digest[] {
  const trail: Digest[] = [];
  for (const move of movesOf(state, alias)) {
    const back = move.event === 'rolled-back' ? trail.lastIndexOf(move.to) : -1;
    if (back >= 0) trail.length = back + 1;
    else trail.push(move.to);
  }
  return trail;
}

export function movesOf(state: RegistryState, alias: string): AliasMove[] {
  return state.ledger.filter(
    (entry): entry is AliasMove => entry.event !== 'registered' && entry.alias === alias,
  );
}

export type RollbackPlan =
  | { readonly kind: 'move'; readonly to: Digest }
  /** The last promotion is undone already: running a killed rollback again must not go deeper. */
  | { readonly kind: 'done'; readonly at: Digest }
  | { readonly kind: 'refused'; readonly finding: Finding };

/**
 * Where a rollback goes: to the given version, else to where the alias was before its last
 * promotion. Repeatable: once that promotion is undone, a further rollback changes nothing.
 */
export function planRollback(
  state: RegistryState,
  alias: string,
  version: string | undefined,
): RollbackPlan {
  const current = state.aliases[alias];
  if (current === undefined) {
    return { kind: 'refused', finding: messages.aliasUnknown(alias, Object.keys(state.aliases)) };
  }
  const held = new Set(state.versions.map(({ manifest }) => manifest));
  const before = aliasTrail(state, alias).slice(0, -1);
  if (version !== undefined) {
    const target = findVersion(state, version)?.manifest;
    if (target === current) return { kind: 'done', at: current };
    if (target === undefined || !movesOf(state, alias).some(({ to }) => to === target)) {
      return { kind: 'refused', finding: messages.neverHadAlias(alias, version) };
    }
    return { kind: 'move', to: target };
  }
  if (movesOf(state, alias).at(-1)?.event === 'rolled-back') return { kind: 'done', at: current };
  const previous = before.findLast((digest) => held.has(digest) && digest !== current);
  return previous === undefined
    ? { kind: 'refused', finding: messages.noPreviousVersion(alias) }
    : { kind: 'move', to: previous };
}

/**
 * The manifests `prune` keeps: the newest versions, those an alias names, and the one each alias
 * would roll back to.
 */
export function keepOnPrune(state: RegistryState, newest: number): Set<Digest> {
  const keep = new Set(Object.values(state.aliases));
  for (const alias of Object.keys(state.aliases)) {
    const plan = planRollback(state, alias, undefined);
    if (plan.kind === 'move') keep.add(plan.to);
  }
  for (const { manifest } of state.versions.slice(-newest)) keep.add(manifest);
  return keep;
}
