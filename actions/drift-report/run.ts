import { driftSchema } from '../../shared/config/sections/drift.ts';
import type { StepContext, StepResult } from '../../shared/ports/step.ts';
import { type TableReader, whileOpen } from '../../shared/ports/table-reader.ts';
import { conclude } from './conclude.ts';
import { type ColumnCounts, countColumns } from './counting/run.ts';
import { type CountedColumn, type Importance, judgeColumns, type Policy } from './decide.ts';
import type { definition } from './definition.ts';
import { castFindings } from './findings.ts';
import { choose, digestOf, filesOf, placedFailures } from './sides/run.ts';
import { timeWindows } from './windows/run.ts';

type Context = StepContext<typeof definition>;

export interface Ports {
  readonly tables: TableReader;
}

/** Compare current data with the reference, column by column and window by window. */
export function run(context: Context, { tables }: Ports): Promise<StepResult<typeof definition>> {
  return whileOpen(tables, context.signal, () => report(context, tables));
}

async function report(
  context: Context,
  tables: TableReader,
): Promise<StepResult<typeof definition>> {
  const { workingDirectory, model } = context;
  const names = {
    reference: filesOf(context, 'reference', [model.data?.reference, model.data?.train]),
    current: filesOf(context, 'current', [model.data?.current]),
  };
  const reference = await tables.open(workingDirectory, names.reference);
  const current = await tables.open(workingDirectory, names.current);
  const digest = digestOf(current);
  // Awaited after the scans: until then a failure must not count as unhandled.
  digest.catch(() => undefined);
  const choice = await choose(context, tables, { reference, current });
  const time = await timeWindows(
    { input: context.inputs.time, configured: model.time },
    tables,
    current,
  );
  const policy = policyOf(context);
  context.host.progress(`Counting ${choice.columns.length} columns`);
  const counts = await countColumns(tables, { reference, current, time }, choice.columns);
  const columns = judgeColumns(counts.map(settingsOf(context)), policy);
  const result = conclude(columns, choice.findings, policy, time.unit);
  return {
    ...result,
    findings: [
      ...result.findings,
      ...castFindings(await placedFailures(reference, choice.columns), 'reference'),
      ...castFindings(await placedFailures(current, choice.columns), 'current'),
      ...(time.note === undefined ? [] : [time.note]),
    ],
    subject: { data: await digest },
    inputs: {
      ...names,
      method: policy.method,
      q: policy.q,
      ...(policy.threshold === undefined ? {} : { threshold: policy.threshold }),
      ...(time.column === undefined ? {} : { time: time.column, window: time.unit }),
    },
  };
}

function policyOf({ inputs, model }: Context): Policy {
  const drift = model.drift ?? driftSchema.parse({});
  return {
    method: inputs.method,
    threshold: drift.threshold,
    q: drift.q,
    missingIncrease: drift.alerts['missing-increase'],
    newCategories: drift.alerts['new-categories'],
    failFrom: drift.alerts.fail,
  };
}

/** What the configuration says of a column: its importance and its own limit. */
function settingsOf({ inputs, model }: Context) {
  const high = [inputs.label ?? model.label, inputs.prediction ?? model.prediction];
  return (counts: ColumnCounts): CountedColumn => {
    const { name } = counts.column;
    const settings = model.drift?.columns[name];
    const byRole: Importance = high.includes(name) ? 'high' : 'normal';
    return {
      ...counts,
      importance: settings?.importance ?? byRole,
      threshold: settings?.threshold,
    };
  };
}
