import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import { remoteSources } from '../../shared/adapters/remote/remote-sources.ts';
import type { Start } from '../../shared/hosts/start.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

/** For `mlops migrate-checks`. */
export { rewriteForeign } from './migration/run.ts';

export const step = {
  definition,
  run: (context) =>
    run(context, { tables: duckdbTableReader({ sources: remoteSources(context) }) }),
} satisfies Start<typeof definition>;
