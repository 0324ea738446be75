import { duckdbTableReader } from '../../shared/adapters/duckdb.ts';
import type { Start } from '../../shared/hosts/start.ts';
import { definition } from './definition.ts';
import { run } from './run.ts';

export const step = {
  definition,
  run: (context) => run(context, { tables: duckdbTableReader() }),
} satisfies Start<typeof definition>;
