import type { ModelConfig } from '../../../shared/config/schema.ts';
import { driftSchema } from '../../../shared/config/sections/drift.ts';
import type { Table, TableReader } from '../../../shared/ports/table-reader.ts';
import type { JudgedColumn } from '../decide.ts';
import { jointTopic } from '../multivariate/conclude.ts';
import { compareTogether } from '../multivariate/run.ts';
import type { Topic } from '../topic.ts';
import { valuesTopic } from '../values/conclude.ts';
import { findInValues } from '../values/run.ts';

interface Sides {
  /** Undefined where the reference is a stored profile. */
  readonly reference: Table | undefined;
  readonly current: Table;
}

/** What the columns' distributions do not show: odd values and units, and all columns together. */
export async function lookDeeper(
  tables: TableReader,
  sides: Sides,
  columns: readonly JudgedColumn[],
  model: ModelConfig,
): Promise<Topic[]> {
  const { q, alerts, multivariate } = model.drift ?? driftSchema.parse({});
  const limits = { q, outOfRange: alerts['out-of-range'], spike: alerts.spike };
  const odd = await findInValues(tables, sides, columns, limits);
  const policy = multivariate === undefined ? undefined : { ...multivariate, q };
  const joint = await compareTogether(tables, sides, columns, policy);
  return [valuesTopic(odd, columns), jointTopic(joint)];
}
