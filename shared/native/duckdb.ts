import type * as DuckDb from '@duckdb/node-api';
import { type LoadOptions, loadNative, type NativePackage } from './load.ts';

export type {
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBValue,
} from '@duckdb/node-api';

export type DuckDbModule = typeof DuckDb;

export const duckdbPackage: NativePackage = {
  folder: 'duckdb',
  title: 'DuckDB',
  module: '@duckdb/node-api',
};

/**
 * DuckDB, loaded on first use: a step that only parses its inputs must not pay for it.
 *
 * @throws ActionError (external, `native-package-missing`).
 */
export function loadDuckdb(options?: LoadOptions): Promise<DuckDbModule> {
  return loadNative<DuckDbModule>(duckdbPackage, options);
}
