/** A system that versions data, and what it says of a file. */
export interface DataVersion {
  readonly system: 'dvc' | 'git-lfs' | 'lakefs';
  /** The file that says so, from the working directory. */
  readonly pointer: string;
  /** The digest of the file's content as `md5:<hex>` or `sha256:<hex>`, or a commit. */
  readonly version: string;
  /** Where the data is from, as `lakefs://repository/branch/path`. */
  readonly source?: string;
  /** Whether the bytes are from the system's own store, because only a pointer was in place. */
  readonly followed: boolean;
}
