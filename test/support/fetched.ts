import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import type { Network } from '../../shared/adapters/remote/network.ts';
import { remoteSources } from '../../shared/adapters/remote/remote-sources.ts';
import { sourcesSchema } from '../../shared/config/sections/sources.ts';
import { type MemoryHost, memoryHost } from '../../shared/hosts/memory.ts';
import type { DataSources, FetchedFile } from '../../shared/ports/data-source.ts';
import { tempDir } from './temp-dir.ts';

export interface FetchSetting {
  /** The section of the configuration, as it is written. */
  readonly sources?: unknown;
  readonly environment?: Readonly<Record<string, string>>;
  readonly network?: Partial<Network>;
  readonly inputs?: unknown;
  readonly signal?: AbortSignal;
}

export interface Fetching {
  readonly sources: DataSources;
  readonly host: MemoryHost;
  /** Where what is fetched goes. */
  readonly folder: string;
  /** How long each rest between tries was to be, in milliseconds. */
  readonly rests: number[];
  /** Contents by name. */
  fetch(name: string): Promise<Record<string, string>>;
  files(name: string): Promise<readonly FetchedFile[]>;
}

/** Sources that do not really wait, removed when the test ends. */
export function fetching(setting: FetchSetting = {}): Fetching {
  const folder = tempDir();
  const rests: number[] = [];
  const host: MemoryHost = {
    ...memoryHost({ environment: setting.environment ?? {} }),
    tempDir: folder,
  };
  const network: Network = {
    ...{ answerMs: 2_000, stallMs: 2_000, retries: 2, longestRestS: 30 },
    wait: async (ms) => void rests.push(ms),
    ...setting.network,
  };
  const context = {
    config: { sources: sourcesSchema.parse(setting.sources ?? {}) },
    host,
    signal: setting.signal ?? new AbortController().signal,
    inputs: setting.inputs,
    model: {},
  };
  const sources = remoteSources(context, network);
  onTestFinished(() => sources.close());
  const files = async (name: string): Promise<readonly FetchedFile[]> =>
    (await sources.locate(folder, name)) ?? [];
  return {
    sources,
    host,
    folder,
    rests,
    files,
    async fetch(name) {
      const found = await files(name);
      return Object.fromEntries(found.map((file) => [file.name, readFileSync(file.path, 'utf8')]));
    },
  };
}
