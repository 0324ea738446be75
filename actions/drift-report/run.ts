import type { MetricsPush } from '../../shared/ports/metrics-push.ts';
import type { RowFeed } from '../../shared/ports/row-feed.ts';
import type { StepContext, StepResult } from '../../shared/ports/step.ts';
import { type Table, type TableReader, whileOpen } from '../../shared/ports/table-reader.ts';
import { type AlertPorts, actOn } from './alerts/run.ts';
import { withPeers } from './compatibility/run.ts';
import { conclude } from './conclude.ts';
import type { ReferenceColumn } from './counting/reference-column.ts';
import { countColumns } from './counting/run.ts';
import { judgeColumns } from './decide.ts';
import { lookDeeper } from './deeper/run.ts';
import type { definition } from './definition.ts';
import { castFindings } from './findings.ts';
import { follow } from './follow/run.ts';
import { judgeWithHistory } from './history/run.ts';
import { timeline } from './history/timeline.ts';
import { figuresOf } from './observability/figures.ts';
import { histograms } from './observability/histograms.ts';
import { labelLag, publishFigures } from './observability/run.ts';
import type { WatchedColumn } from './plan.ts';
import { countable, writeProfile } from './profile/run.ts';
import { awaitLabels, policyOf, settingsOf } from './settings/run.ts';
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

/** The files of both sides, as the user named them. */
interface Names {
  readonly reference: readonly string[];
  readonly current: readonly string[];
}

export interface Ports extends AlertPorts {
  readonly tables: TableReader;
  readonly metricsPush: MetricsPush;
  readonly rowFeed: RowFeed;
}

/** Compare current data with the reference, column by column and window by window. */
export function run(context: Context, ports: Ports): Promise<StepResult<typeof definition>> {
  const { tables } = ports;
  const { data } = context.model;
  const names = {
    reference: filesOf(context, 'reference', [data?.reference, data?.train]),
    current: filesOf(context, 'current', [data?.current]),
  };
  if (context.inputs.follow) return follow(context, ports, names);
  return whileOpen(tables, context.signal, () => report(context, ports, names));
}

async function report(
  context: Context,
  { tables, metricsPush, openNotifier }: Ports,
  names: Names,
): Promise<StepResult<typeof definition>> {
  const started = context.now();
  const { workingDirectory, model } = context;
  const reference = await openReference(tables, workingDirectory, names.reference);
  const current = await tables.open(workingDirectory, names.current);
  const digest = digestOf(current);
  // Awaited after the scans: until then a failure must not count as unhandled.
  digest.catch(() => undefined);
  const choice = await choose(context, tables, { reference, current });
  const time = await timeWindows(
    { input: context.inputs.time, configured: model.time, unit: context.inputs.window },
    tables,
    current,
  );
  const policy = policyOf(context);
  context.host.progress(`Counting ${choice.columns.length} columns`);
  const known = await countedReference(context, tables, { reference, current }, choice.columns);
  const counts = await countColumns(
    tables,
    { relation: current.relation, window: time.label, time: time.column },
    known.columns,
  );
  const counted = await withPeers(
    tables,
    { reference: reference.table, current, time },
    awaitLabels(context, counts).map(settingsOf(context)),
    { peer: policy.peer, threshold: policy.threshold, settings: model.drift?.columns ?? {} },
  );
  const judged = await judgeWithHistory(
    context,
    { counts: counted, unit: time.unit, data: await digest },
    (based) => judgeColumns(based, policy),
  );
  const { columns } = judged;
  const last = timeline(columns, judged.history, policy);
  const concluded = conclude(columns, choice.findings, policy, time.unit, last);
  const sides = { reference: reference.table, current, window: time.label, time: time.column };
  const deeper = await lookDeeper(tables, sides, columns, model);
  const topics = [...deeper, ...(await readTopics(context, tables, sides))];
  const result = withTopics(concluded, topics, policy.failFrom);
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
