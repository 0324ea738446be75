import type { Digest } from './digest.ts';
import type { ModelContent } from './model-version.ts';

/** One registered model, by content. */
export interface RegisteredModel {
  readonly name: string;
  /** Identity of the model: `modelIdentity` of its content. */
  readonly id: Digest;
  /** Digest of the manifest: what an immutable reference names. */
  readonly manifest: Digest;
  readonly content: ModelContent;
}

export interface ModelVersion {
  readonly version: string;
  readonly id: Digest;
  readonly manifest: Digest;
  /** Bytes of all files. */
  readonly size: number;
}

/** Something that happened to a model's entry, kept for good. */
export type LedgerEntry =
  | {
      readonly event: 'registered';
      readonly version: string;
      readonly manifest: Digest;
      readonly id: Digest;
      readonly at: string;
      readonly by: string | null;
    }
  | AliasMove;

export interface AliasMove {
  readonly event: 'promoted' | 'rolled-back';
  readonly alias: string;
  /** The manifest the alias named before. null: it did not exist. */
  readonly from: Digest | null;
  readonly to: Digest;
  /** ISO 8601. */
  readonly at: string;
  /** null: the host does not say who runs this. */
  readonly by: string | null;
  readonly reason: string;
}

/** All that a registry knows about one model, oldest first. */
export interface RegistryState {
  readonly versions: readonly ModelVersion[];
  readonly aliases: Readonly<Record<string, Digest>>;
  readonly ledger: readonly LedgerEntry[];
}

/** One damaged or missing part of a registry. */
export interface Damage {
  /** `flights/v3 model.json`: what a person calls it. */
  readonly what: string;
  /** The blob, where it is one. */
  readonly digest: Digest | null;
  readonly problem: 'missing' | 'wrong-size' | 'wrong-digest' | 'unreadable' | 'wrong-identity';
}

/** An alias that something else than this registry's own moves has put where it is. */
export interface StrayAlias {
  /** `flights/champion`. */
  readonly alias: string;
  /** What its tag names: `flights/v2`, or a digest where no version has it. null: it has no tag. */
  readonly at: string | null;
  /** What the last entry of the ledger says it names. */
  readonly recorded: string;
}

export interface Verification {
  readonly blobs: number;
  readonly bytes: number;
  readonly damages: readonly Damage[];
  readonly strays: readonly StrayAlias[];
}

export interface Pruned {
  readonly versions: readonly string[];
  readonly blobs: number;
  readonly bytes: number;
}
