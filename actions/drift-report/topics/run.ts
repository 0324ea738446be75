import type { Finding } from '../../../shared/domain/record.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { TableReader } from '../../../shared/ports/table-reader.ts';
import { conceptTopic } from '../concept/run.ts';
import type { definition } from '../definition.ts';
import { findLabelled, type Sides } from '../performance/roles/run.ts';
import { performanceTopics } from '../performance/run.ts';
import { skewTopic } from '../skew/run.ts';
import { silentTopic, type Topic } from '../topic.ts';

type Context = Pick<
  StepContext<typeof definition>,
  'inputs' | 'model' | 'now' | 'workingDirectory'
>;

/** What labels, predictions and served features say, beside the columns. */
export async function readTopics(
  context: Context,
  tables: TableReader,
  sides: Sides,
): Promise<Topic[]> {
  const labelled = await findLabelled(context, tables, sides);
  const skew = await skewTopic(context, tables);
  if (labelled === undefined) return [skew];
  if (!('subject' in labelled)) return [withFindings(labelled), skew];
  return [
    ...(await performanceTopics(context, tables, sides, labelled)),
    await conceptTopic(context, tables, sides.current, labelled),
    skew,
  ];
}

function withFindings(findings: readonly Finding[]): Topic {
  return { ...silentTopic, findings };
}
