import { driftSchema } from '../../shared/config/sections/drift.ts';
import type { StepContext, StepResult } from '../../shared/ports/step.ts';
import type { Table } from '../../shared/ports/table-reader.ts';
import { type TableReader, whileOpen } from '../../shared/ports/table-reader.ts';
import { methodOf, ownMethod } from './compatibility/names.ts';
import { withPeers } from './compatibility/run.ts';
import { conclude } from './conclude.ts';
import type { ReferenceColumn } from './counting/reference-column.ts';
import { type ColumnCounts, countColumns } from './counting/run.ts';
import { type CountedColumn, type Importance, judgeColumns, type Policy } from './decide.ts';
import type { definition } from './definition.ts';
import { castFindings } from './findings.ts';
import type { WatchedColumn } from './plan.ts';
import { countable, writeProfile } from './profile/run.ts';
import {
  choose,
  digestOf,
  filesOf,
  knownColumns,
  openReference,
  placedFailures,
  profileOfReference,
  type Reference,
} from './sides/run.ts';
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
  const reference = await openReference(tables, workingDirectory, names.reference);
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
  const known = await countedReference(context, tables, { reference, current }, choice.columns);
  const counts = await countColumns(
    tables,
    { relation: current.relation, window: time.label },
    known.columns,
  );
  const counted = await withPeers(
    tables,
    { reference: reference.table, current, time },
    counts.map(settingsOf(context)),
    { peer: policy.peer, threshold: policy.threshold, settings: model.drift?.columns ?? {} },
  );
  const columns = judgeColumns(counted, policy);
  const result = conclude(columns, choice.findings, policy, time.unit);
  return {
    ...result,
    artifacts: known.artifacts,
    findings: [
      ...result.findings,
      ...castFindings(await placedFailures(reference.table, choice.columns), 'reference'),
      ...castFindings(await placedFailures(current, choice.columns), 'current'),
      ...(time.note === undefined ? [] : [time.note]),
    ],
    subject: { data: await digest },
    inputs: {
      ...names,
      method: policy.peer ?? policy.method,
      q: policy.q,
      ...(policy.threshold === undefined ? {} : { threshold: policy.threshold }),
      ...(time.column === undefined ? {} : { time: time.column, window: time.unit }),
    },
  };
}

/** The watched columns of the reference; with the input "profile", all of them go into a file. */
async function countedReference(
  { inputs, workingDirectory }: Context,
  tables: TableReader,
  sides: { readonly reference: Reference; readonly current: Table },
  watched: readonly WatchedColumn[],
) {
  const { reference } = sides;
  if (inputs.profile === undefined) {
    return { columns: await knownColumns(tables, sides, watched), artifacts: [] };
  }
  const isRows = reference.profile === undefined;
  const all = isRows ? countable(reference.columns) : watched;
  const known = await knownColumns(tables, sides, all);
  const profile = await profileOfReference(tables, reference, known);
  const artifacts =
    profile === undefined ? [] : [await writeProfile(workingDirectory, inputs.profile, profile)];
  const isWatched = ({ column }: ReferenceColumn): boolean =>
    watched.some(({ name }) => name === column.name);
  return { columns: known.filter(isWatched), artifacts };
}

function policyOf({ inputs, model }: Context): Policy {
  const drift = model.drift ?? driftSchema.parse({});
  return {
    ...methodOf(inputs.method ?? drift.method),
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
      ...ownMethod(settings?.method),
    };
  };
}
