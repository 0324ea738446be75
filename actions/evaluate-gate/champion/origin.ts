import type { Digest } from '../../../shared/domain/digest.ts';
import type { PastGate } from '../../../shared/domain/past-gate.ts';

/** The alias that names the model in use. */
export const championAlias = 'champion';

/** Whom the challenger is measured by, and how that is known. */
export interface ChampionOrigin {
  /** `flights/v3`, `commit 1a2b3c4`. */
  readonly name: string;
  /** How it was found: `alias champion`, `git:main`. undefined: by the name itself. */
  readonly found: string | undefined;
  readonly commit: string | null;
  /** Identity of the model. null: not known. */
  readonly digest: Digest | null;
  /** When it was registered, or judged. undefined: not known. */
  readonly at: string | undefined;
  /** Commits gone back, where the one asked for was never judged. */
  readonly back: number;
  /** Where its record was found. */
  readonly place: string;
  /** The forge's number of the run whose artifacts these are; undefined: found elsewhere. */
  readonly run?: string;
}

/** Something that can stand for the champion. */
export interface Candidate {
  readonly kind: 'model' | 'predictions';
  /** What the input `champion` would have been: files, or a model's folder. */
  readonly champion: readonly string[];
  /** What kept predictions are about: they serve for these rows only. */
  readonly about?: Pick<PastGate, 'testSet' | 'data'>;
}

export type FoundChampion =
  /** Named by the user as files, a folder or an address. */
  | { readonly kind: 'given'; readonly champion: readonly string[] }
  | {
      readonly kind: 'found';
      readonly origin: ChampionOrigin;
      /** The best first. */
      readonly candidates: readonly Candidate[];
      /** What the gate said of it once. */
      readonly recorded: PastGate | undefined;
    }
  /** There is none yet. */
  | {
      readonly kind: 'none';
      /** Why, for people. undefined: nothing was named and no registry has one. */
      readonly reason: string | undefined;
      /** `warning` where something was asked for and not found. */
      readonly severity: 'info' | 'warning';
    };

/** How the champion's numbers came about. */
export type Standing =
  | 'model'
  | 'predictions'
  /** Only what was recorded of it is known: shown, never compared. */
  | 'numbers';
