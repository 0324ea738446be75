import { driftSchema } from '../../shared/config/sections/drift.ts';
import type { MetricsPush } from '../../shared/ports/metrics-push.ts';
import type { StepContext, StepResult } from '../../shared/ports/step.ts';
import { type Table, type TableReader, whileOpen } from '../../shared/ports/table-reader.ts';
import { type AlertPorts, actOn } from './alerts/run.ts';
import { methodOf, ownMethod } from './compatibility/names.ts';
import { withPeers } from './compatibility/run.ts';
import { conclude } from './conclude.ts';
import type { ReferenceColumn } from './counting/reference-column.ts';
import { type ColumnCounts, countColumns } from './counting/run.ts';
import { type CountedColumn, type Importance, judgeColumns, type Policy } from './decide.ts';
import type { definition } from './definition.ts';
import { castFindings } from './findings.ts';
import { judgeWithHistory } from './history/run.ts';
import { timeline } from './history/timeline.ts';
import { withJoint } from './multivariate/conclude.ts';
import type { MultivariatePolicy } from './multivariate/judge.ts';
import { compareTogether } from './multivariate/run.ts';
import { figuresOf } from './observability/figures.ts';
import { histograms } from './observability/histograms.ts';
import { labelLag, publishFigures } from './observability/run.ts';
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
import { withTopics } from './topic.ts';
import { readTopics } from './topics/run.ts';
import { timeWindows } from './windows/run.ts';

type Context = StepContext<typeof definition>;

export interface Ports extends AlertPorts {
  readonly tables: TableReader;
  readonly metricsPush: MetricsPush;
}

/** Compare current data with the reference, column by column and window by window. */
export function run(context: Context, ports: Ports): Promise<StepResult<typeof definition>> {
  const { tables } = ports;
  return whileOpen(tables, context.signal, () => report(context, ports));
}

async function report(
  context: Context,
  { tables, metricsPush, openNotifier }: Ports,
): Promise<StepResult<typeof definition>> {
  const started = context.now();
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
  const judged = await judgeWithHistory(
    context,
    { counts: counted, unit: time.unit, data: await digest },
    (based) => judgeColumns(based, policy),
  );
  const { columns } = judged;
  const last = timeline(columns, judged.history, policy);
  const together = withJoint(
    conclude(columns, choice.findings, policy, time.unit, last),
    await compareTogether(
      tables,
      { reference: reference.table, current },
      columns,
      jointOf(context),
    ),
    columns,
    policy,
  );
  const sides = { reference: reference.table, current, window: time.label, time: time.column };
  const topics = await readTopics(context, tables, sides);
  const result = withTopics(together, topics, policy.failFrom);
  const metrics = [
    ...result.metrics,
    ...figuresOf({
      columns,
      alert: result.outputs.alert,
      labelLag: await labelLag(tables, current, time.column, context.inputs.label ?? model.label),
    }),
  ];
  const measured = { verdict: result.verdict, metrics, started };
  const unpublished = await publishFigures(context, metricsPush, measured);
  const reported = {
    ...result,
    metrics,
    series: [...result.series, ...histograms(columns)],
    artifacts: known.artifacts,
    findings: [
      ...result.findings,
      ...judged.findings,
      ...unpublished,
      ...castFindings(await placedFailures(reference.table, choice.columns), 'reference'),
      ...castFindings(await placedFailures(current, choice.columns), 'current'),
      ...(time.note === undefined ? [] : [time.note]),
    ],
    subject: { data: await digest },
    inputs: {
      ...result.inputs,
      ...names,
      method: policy.peer ?? policy.method,
      q: policy.q,
      ...(policy.threshold === undefined ? {} : { threshold: policy.threshold }),
      ...(time.column === undefined ? {} : { time: time.column, window: time.unit }),
    },
  };
  const label = context.inputs.label ?? model.label;
  const labels = columns.find(({ column }) => column.name === label)?.current.all.present ?? 0;
  return actOn(context, { openNotifier }, reported, labels);
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

/** What all columns together are held against, where the configuration asks for it. */
function jointOf({ model }: Context): MultivariatePolicy | undefined {
  const { multivariate, q } = model.drift ?? driftSchema.parse({});
  return multivariate === undefined ? undefined : { ...multivariate, q };
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
