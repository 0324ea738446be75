import type { MetricsPush } from '../../shared/ports/metrics-push.ts';
import type { RowFeed } from '../../shared/ports/row-feed.ts';
import type { StepContext, StepResult } from '../../shared/ports/step.ts';
import { type Table, type TableReader, whileOpen } from '../../shared/ports/table-reader.ts';
import { loadCharts } from '../../shared/report/html-charts.ts';
import { type AlertPorts, actOn } from './alerts/run.ts';
import { withPeers } from './compatibility/run.ts';
import { conclude } from './conclude.ts';
import type { ReferenceColumn } from './counting/reference-column.ts';
import { countColumns } from './counting/run.ts';
import { type CountedColumn, judgeColumns, type Policy } from './decide.ts';
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
  filesOf,
  knownColumns,
  type OpenedSides,
  openSides,
  placedFailures,
  profileOfReference,
  type Reference,
} from './sides/run.ts';
import { withTopics } from './topic.ts';
import { readTopics } from './topics/run.ts';

type Context = StepContext<typeof definition>;
type Result = StepResult<typeof definition>;
type JudgedWithHistory = Awaited<ReturnType<typeof judgeWithHistory>>;

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
export function run(context: Context, ports: Ports): Promise<Result> {
  const { tables } = ports;
  const { data } = context.model;
  const names = {
    reference: filesOf(context, 'reference', [data?.reference, data?.train]),
    current: filesOf(context, 'current', [data?.current]),
  };
  if (context.inputs.follow) return follow(context, ports, names);
  return whileOpen(tables, context.signal, () => report(context, ports, names));
}

async function report(context: Context, ports: Ports, names: Names): Promise<Result> {
  const { tables } = ports;
  const started = context.now();
  const opened = await openSides(context, tables, names);
  const { columns } = opened.choice;
  context.host.progress(`Counting ${columns.length} columns`);
  // The queries run beside this thread: the chart library loads in the meantime.
  loadCharts().catch(() => undefined);
  const known = await countedReference(context, tables, opened, columns);
  const counts = await countSides(context, tables, opened, known.columns);
  const data = await opened.digest;
  const judged = await judgeWithHistory(
    context,
    { counts, unit: opened.time.unit, data },
    (based) => judgeColumns(based, policyOf(context)),
  );
  const result = await concludeAll(context, tables, opened, judged);
  const figures = await withFigures(context, ports, opened, { judged, result, started });
  const found = [...result.findings, ...judged.findings, ...figures.findings];
  const reported = {
    ...result,
    ...figures,
    artifacts: known.artifacts,
    findings: [...found, ...(await readingFindings(opened))],
    subject: { data },
    inputs: { ...result.inputs, ...names, ...inputsOf(policyOf(context), opened.time) },
  };
  const label = context.inputs.label ?? context.model.label;
  const labelled = judged.columns.find(({ column }) => column.name === label);
  return actOn(context, ports, reported, labelled?.current.all.present ?? 0);
}

/** What of both sides could not be read as it should be. */
async function readingFindings({ reference, current, choice, time }: OpenedSides) {
  return [
    ...castFindings(await placedFailures(reference.table, choice.columns), 'reference'),
    ...castFindings(await placedFailures(current, choice.columns), 'current'),
    ...(time.note === undefined ? [] : [time.note]),
  ];
}

/** Count the current data in the cells of the reference. */
async function countSides(
  context: Context,
  tables: TableReader,
  { reference, current, time }: OpenedSides,
  known: readonly ReferenceColumn[],
): Promise<CountedColumn[]> {
  const { peer, threshold } = policyOf(context);
  const named = time.column ?? context.inputs.time ?? context.model.time;
  const side = { relation: current.relation, window: time.cut, time: named };
  const counts = await countColumns(tables, side, known);
  return withPeers(
    tables,
    { reference: reference.table, current, time },
    awaitLabels(context, counts).map(settingsOf(context)),
    { peer, threshold, settings: context.model.drift?.columns ?? {} },
  );
}

/** What the columns say, and what is asked of them together. */
async function concludeAll(
  context: Context,
  tables: TableReader,
  { reference, current, choice, time }: OpenedSides,
  { columns, history }: Pick<JudgedWithHistory, 'columns' | 'history'>,
) {
  const policy = policyOf(context);
  const last = timeline(columns, history, policy);
  const concluded = conclude(columns, choice.findings, policy, time.unit, last);
  const sides = { reference: reference.table, current, window: time.label, time: time.column };
  const deeper = await lookDeeper(tables, sides, columns, context.model);
  const topics = [...deeper, ...(await readTopics(context, tables, sides))];
  return withTopics(concluded, topics, policy.failFrom);
}

/** The figures for those who watch them over time, published, and the pages of the columns. */
async function withFigures(
  context: Context,
  { tables, metricsPush }: Ports,
  { current, time }: OpenedSides,
  {
    judged: { columns },
    result,
    started,
  }: {
    judged: Pick<JudgedWithHistory, 'columns'>;
    result: Awaited<ReturnType<typeof concludeAll>>;
    started: Date;
  },
) {
  const label = context.inputs.label ?? context.model.label;
  const lag = await labelLag(tables, current, time.column, label);
  const { alert } = result.outputs;
  const metrics = [...result.metrics, ...figuresOf({ columns, alert, labelLag: lag })];
  const measured = { verdict: result.verdict, metrics, started };
  return {
    metrics,
    series: [...result.series, ...histograms(columns)],
    findings: await publishFigures(context, metricsPush, measured),
  };
}

/** The settings that mattered, for the record. */
function inputsOf(policy: Policy, time: OpenedSides['time']) {
  return {
    method: policy.peer ?? policy.method,
    q: policy.q,
    ...(policy.threshold === undefined ? {} : { threshold: policy.threshold }),
    ...(time.column === undefined ? {} : { time: time.column, window: time.unit }),
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
