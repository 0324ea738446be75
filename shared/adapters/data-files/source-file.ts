import type { DataOrigin } from '../../domain/data-origin.ts';
import type { DataVersion } from '../../domain/data-version.ts';
import type { OpenedFile, Table } from '../../ports/table-reader.ts';

/** Files that are read as one table. */
export interface DataSource {
  readonly format: Table['format'];
  readonly files: readonly SourceFile[];
}

export interface SourceFile extends OpenedFile {
  /** What the engine reads: the file itself, or a copy it was unpacked or converted into. */
  readonly readFrom: string;
  /** The first bytes of what the engine reads. */
  readonly head: Buffer;
}

/** A file that stands for what the user named. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  readonly version?: DataVersion;
  readonly origin?: DataOrigin;
}
