import type { Digest } from '../domain/digest.ts';
import type { ModelSelector } from '../domain/model-reference.ts';
import type { ModelContent } from '../domain/model-version.ts';
import type { Artifact, StepRecord } from '../domain/record.ts';
import type {
  AliasMove,
  Pruned,
  RegisteredModel,
  RegistryState,
  Verification,
} from '../domain/registry.ts';

export interface NewModel {
  readonly name: string;
  readonly id: Digest;
  readonly content: ModelContent;
  /** Absolute folder that holds the content's files. */
  readonly directory: string;
  /** The version asked for. undefined: the next number. */
  readonly version: string | undefined;
  /** Records of the steps that led here. A newer record of a step takes the older one's place. */
  readonly evidence: readonly StepRecord[];
  /** The predictions the gate judged, with absolute paths, to be kept beside the evidence. */
  readonly predictions?: readonly Artifact[];
  readonly at: string;
  readonly by: string | null;
}

export interface Registration {
  readonly version: string;
  readonly manifest: Digest;
  /** false: the model was there already and nothing was written but new evidence, if any. */
  readonly created: boolean;
}

/**
 * Keeps models by content, with versions, movable aliases and the evidence they came with. Every
 * write is atomic: a process killed at any moment leaves the state before or after it, and running
 * it again converges.
 */
export interface ModelRegistry {
  /** As the user named it: the first part of references. */
  readonly location: string;
  /** Everything known about one model; empty where there is none. */
  state(name: string): Promise<RegistryState>;
  /** @throws ActionError (usage): `model-version-unknown`; (external): `registry-damaged`. */
  find(selector: ModelSelector): Promise<RegisteredModel>;
  /**
   * Store a model and give it a version. The same model again gives the version it has.
   *
   * @throws ActionError (usage): `version-taken`, `model-changed` (a file changed while read).
   */
  register(model: NewModel): Promise<Registration>;
  /** Records kept with a model. */
  evidence(manifest: Digest): Promise<readonly StepRecord[]>;
  /**
   * Write the predictions kept with a model into a folder. Resolves to their absolute paths, to none
   * where there are none. Absent: this registry keeps none.
   */
  predictions?(manifest: Digest, directory: string): Promise<readonly string[]>;
  /**
   * Compare and swap: fails where the alias no longer names `move.from`.
   *
   * @throws ActionError (external): `alias-moved-meanwhile`.
   */
  moveAlias(name: string, move: AliasMove): Promise<void>;
  /**
   * Write a model's files into an existing empty folder, each checked against its digest.
   *
   * @throws ActionError (external): `registry-damaged` that names the file and the blob.
   */
  extract(manifest: Digest, directory: string): Promise<void>;
  /** Read and hash everything. */
  verify(): Promise<Verification>;
  /** Drop the versions of a model that `keep` does not name, and every blob nothing names. */
  prune(name: string, keep: ReadonlySet<Digest>): Promise<Pruned>;
}
