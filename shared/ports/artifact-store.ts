/** A file that goes into an artifact. */
export interface ArtifactFile {
  /** Its name inside, with forward slashes. */
  readonly name: string;
  /** Absolute, on this machine. */
  readonly path: string;
}

/** A ZIP archive that a job of this run left. */
export interface StoredArtifact {
  readonly id: number;
  readonly name: string;
  /** Bytes of the archive, as far as the store knows. */
  readonly size: number;
}

/**
 * What jobs of one run leave for each other, on whatever machines they run. Every member throws
 * ActionError (external, `artifacts-unavailable`) with the reason.
 */
export interface ArtifactStore {
  /** One of the same name that is there already is replaced. */
  upload(name: string, files: readonly ArtifactFile[]): Promise<void>;
  /** Those of this run, of all its jobs and attempts. */
  list(): Promise<readonly StoredArtifact[]>;
  /** Fetch the archive, unopened, into an empty folder. Resolves to its path. */
  download(artifact: StoredArtifact, folder: string): Promise<string>;
}
