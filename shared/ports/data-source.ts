import type { ProjectConfig } from '../config/schema.ts';
import type { DataOrigin } from '../domain/data-origin.ts';
import type { Host } from './host.ts';

export type {
  GsSource,
  HttpsSource,
  S3Source,
  Source,
  Sources,
  SqlSource,
} from '../config/sections/sources.ts';

/** Data that was fetched, and stands in a file of this machine. */
export interface FetchedFile {
  /** Absolute. */
  readonly path: string;
  /** As the user knows it. */
  readonly name: string;
  readonly origin: DataOrigin;
}

/** Fetches what a name stands for that is no path of this machine. */
export interface DataSources {
  /**
   * The files a name stands for, fetched once, in the order of their names; undefined where it is a
   * path, unless one that something was fetched to.
   *
   * @throws ActionError (usage): `source-unknown`, `file-not-found`, `data-too-large`,
   *   `query-invalid`, `secret-missing`; (external): `source-refused`, `source-unavailable`,
   *   `disk-full`.
   */
  locate(root: string, name: string): Promise<readonly FetchedFile[] | undefined>;
  /** Removes what was fetched. */
  close(): Promise<void>;
}

/** What fetching needs of the step it is for. */
export interface SourcesContext {
  readonly config: Partial<Pick<ProjectConfig, 'sources'>>;
  readonly host: Pick<Host, 'secret' | 'variable' | 'mask' | 'progress' | 'log' | 'tempDir'>;
  readonly signal: AbortSignal;
  /** Where addresses may stand that are signed, and so secret. */
  readonly inputs: unknown;
  readonly model: unknown;
}
