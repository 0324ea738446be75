import type { TableInput } from '../../../shared/domain/cell.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import type { Verdict } from '../../../shared/domain/verdict.ts';
import type { Decision } from '../decide.ts';
import { compressionSentence, compressionTable } from './compression.ts';

/** What of a result is said differently of a compressed variant. */
interface Said {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly findings: readonly Finding[];
  readonly tables: readonly TableInput[];
}

/**
 * Say a comparison as one of a variant with its parent: what was gained and what it cost in one
 * sentence, which is the summary unless something holds the variant up.
 */
export function withCompression<R extends Said>(
  isCompression: boolean,
  decision: Decision,
  result: R,
): R {
  if (!isCompression || !decision.hasChampion) return result;
  const message = compressionSentence(decision);
  const isClear = result.verdict === 'pass' || result.verdict === 'warn';
  const finding: Finding = { code: 'compression', severity: 'info', message };
  return {
    ...result,
    summary: isClear ? message.replace(/[.。]$/u, '') : result.summary,
    findings: [finding, ...result.findings],
    tables: result.tables.map((table) =>
      table.id === 'metrics' ? compressionTable(table, decision) : table,
    ),
  };
}

/** What a record keeps about the models that were asked. */
export function askedModels(
  sides: readonly {
    readonly name: string;
    readonly features: readonly string[];
    readonly predictor: { readonly source: string; readonly runtime: string };
  }[],
): Record<string, unknown> {
  if (sides.length === 0) return {};
  const models = sides.map(({ name, features, predictor: { source, runtime } }) => [
    name,
    { source, runtime, features },
  ]);
  return { models: Object.fromEntries(models) };
}
