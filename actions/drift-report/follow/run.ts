import { join } from 'node:path';
import { canonicalDigest } from '../../../shared/domain/canonical-digest.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import type { MetricsPush } from '../../../shared/ports/metrics-push.ts';
import type { RowFeed } from '../../../shared/ports/row-feed.ts';
import type { StepContext, StepResult } from '../../../shared/ports/step.ts';
import type { TableReader } from '../../../shared/ports/table-reader.ts';
import { type AlertPorts, actOn } from '../alerts/run.ts';
import { conclude } from '../conclude.ts';
import { countReference, countSamples } from '../counting/run.ts';
import type { Samples } from '../counts.ts';
import { judgeColumns } from '../decide.ts';
import type { definition } from '../definition.ts';
import { errors } from '../error-messages.ts';
import { judgeWithHistory } from '../history/run.ts';
import { timeline } from '../history/timeline.ts';
import { figuresOf } from '../observability/figures.ts';
import { histograms } from '../observability/histograms.ts';
import { publishFigures } from '../observability/run.ts';
import type { WatchedColumn } from '../plan.ts';
import type { Profile } from '../profile/profile.ts';
import { columnsOf, countable, countedLike, knownFromProfile, profileOf } from '../profile/run.ts';
import { policyOf, settingsOf } from '../settings/run.ts';
import { choose, digestOf, openReference } from '../sides/run.ts';
import { labelAt, oneWindow, type WindowUnit, windowCut } from '../windows/calendar.ts';
import { followMessages } from './messages.ts';
import { type ClosedWindow, OpenWindows } from './windows.ts';

type Context = StepContext<typeof definition>;
type Result = StepResult<typeof definition>;

export interface FollowPorts extends AlertPorts {
  readonly tables: TableReader;
  readonly metricsPush: MetricsPush;
  readonly rowFeed: RowFeed;
}

/** What is being followed: fixed once the first rows have shown which columns there are. */
interface Following {
  readonly profile: Profile;
  readonly unit: WindowUnit;
  columns: readonly WatchedColumn[] | undefined;
  findings: readonly Finding[];
  readonly open: OpenWindows;
  cut: number;
  last: Result | undefined;
}

/**
 * Compare rows with the reference as they come: only counts are kept, and each window that is over
 * is a line in the log, the record, the history and the figures. Ends when it is stopped, or with
 * the end of standard input.
 */
export async function follow(
  context: Context,
  ports: FollowPorts,
  names: { readonly reference: readonly string[]; readonly current: readonly string[] },
): Promise<Result> {
  const [source, ...others] = names.current;
  if (source === undefined || others.length > 0) {
    const hint = errors.nameSource;
    throw usageError('not-followable', errors.oneSource, hint);
  }
  const { inputs, host, signal, workingDirectory } = context;
  const following: Following = {
    profile: await referenceProfile(context, ports.tables, names.reference),
    unit: inputs.window === 'auto' ? 'hour' : inputs.window,
    columns: undefined,
    findings: [],
    open: new OpenWindows(),
    cut: 0,
    last: undefined,
  };
  host.log('info', followMessages.started(source, following.unit, names.reference.join(', ')));
  const tempDir = join(host.tempDir, 'follow');
  const feed = ports.rowFeed.batches({ root: workingDirectory, source, tempDir, signal });
  for await (const { files, cut } of feed) {
    following.cut = Math.max(following.cut, cut);
    const closed = await closedBy(context, ports.tables, following, files);
    for (const window of closed) await report(context, ports, following, window);
  }
  return finish(context, ports, following);
}

/** The reference in counts: it is read once, however long the rows are followed. */
async function referenceProfile(
  { workingDirectory }: Context,
  tables: TableReader,
  files: readonly string[],
): Promise<Profile> {
  const { profile, table, columns } = await openReference(tables, workingDirectory, files);
  if (profile !== undefined || table === undefined) return profile ?? missingReference(files);
  const known = await countReference(tables, table.relation, countable(columns));
  const counted = await profileOf(tables, known, await digestOf(table));
  await tables.close();
  return counted;
}

function missingReference(files: readonly string[]): never {
  throw usageError('no-reference', errors.referenceUnreadable(files));
}

/** Count a batch, and the windows it shows to be over. Without rows, only the clock can do that. */
async function closedBy(
  context: Context,
  tables: TableReader,
  following: Following,
  files: readonly string[],
): Promise<ClosedWindow[]> {
  const time = timeOf(context);
  const { open, unit } = following;
  if (files.length === 0) return time === undefined ? open.close(labelAt(unit, context.now())) : [];
  try {
    return open.add(await countBatch(context, tables, following, files));
  } finally {
    // Each batch is a table of its own; what it held is in the counts now.
    await tables.close();
  }
}

async function countBatch(
  context: Context,
  tables: TableReader,
  following: Following,
  files: readonly string[],
): Promise<readonly Samples[]> {
  const { profile, unit } = following;
  const types = Object.fromEntries(profile.columns.map(({ name, type }) => [name, type]));
  const batch = await tables.open(context.workingDirectory, files, { types });
  const reference = { columns: columnsOf(profile), table: undefined, profile };
  if (following.columns === undefined) {
    const choice = await choose(context, tables, { reference, current: batch });
    // What cuts the windows moves with them by nature.
    following.columns = choice.columns.filter(({ name }) => name !== timeOf(context));
    following.findings = choice.findings;
  }
  const time = timeOf(context);
  const isTimed = batch.columns.some(
    ({ name, type }) => name === time && (type === 'timestamp' || type === 'date'),
  );
  if (time !== undefined && !isTimed) throw notTimed(time);
  const window =
    time === undefined
      ? oneWindow(labelAt(unit, context.now()))
      : windowCut(tables.identifier(time), unit);
  const here = new Set(batch.columns.map(({ name }) => name));
  // A key that no row of a batch has is a column of missing values there.
  const absent = following.columns.filter(({ name }) => !here.has(name));
  const select = ['*', ...absent.map(({ name }) => `NULL AS ${tables.identifier(name)}`)];
  const relation =
    absent.length === 0 ? batch.relation : `(SELECT ${select.join(', ')} FROM ${batch.relation})`;
  const known = await knownFromProfile(tables, profile, following.columns, relation);
  return countSamples(tables, relation, window, known);
}

function timeOf({ inputs, model }: Context): string | undefined {
  return inputs.time ?? model.time;
}

function notTimed(time: string) {
  return usageError('time-not-usable', errors.timeOfRows(time), errors.timeOrArrival);
}

/** Judge one window and tell everyone. */
async function report(
  context: Context,
  { metricsPush, openNotifier }: FollowPorts,
  following: Following,
  { window, samples }: ClosedWindow,
): Promise<void> {
  const { columns: watched = [], profile, unit, findings: schema } = following;
  const policy = policyOf(context);
  const counts = watched.flatMap((column, i) => {
    const [all, kept] = [samples[i], profile.columns.find(({ name }) => name === column.name)];
    if (all === undefined || kept === undefined) return [];
    const windows = new Map([[window, all]]);
    return [settingsOf(context)({ ...countedLike(kept, column), current: { all, windows } })];
  });
  const judged = await judgeWithHistory(
    context,
    { counts, unit, data: canonicalDigest({ window, samples: samples.map(({ cells }) => cells) }) },
    (based) => judgeColumns(based, policy),
  );
  const { columns, history } = judged;
  const last = timeline(columns, history, policy);
  const result = conclude(columns, schema, policy, unit, last);
  const metrics = [
    ...result.metrics,
    ...figuresOf({ columns, alert: result.outputs.alert, labelLag: undefined }),
  ];
  const measured = { verdict: result.verdict, metrics, started: context.now() };
  const unpublished = await publishFigures(context, metricsPush, measured);
  const found = {
    ...result,
    metrics,
    series: [...result.series, ...histograms(columns)],
    findings: [...result.findings, ...judged.findings, ...unpublished, ...left(following)],
    inputs: { reference: profile.digest, method: policy.method, q: policy.q, follow: true, window },
    endsWhenStopped: true,
  };
  const name = context.inputs.label ?? context.model.label;
  const labels = columns.find(({ column }) => column.name === name)?.current.all.present ?? 0;
  following.last = await actOn(context, { openNotifier }, found, labels);
  await context.interim(following.last);
  const rows = columns[0]?.current.all.rows ?? 0;
  context.host.log('info', followMessages.window(window, rows, result.summary));
}

/** What did not make it into a window. */
function left({ open: { late, timeless }, cut }: Following): Finding[] {
  const said = (code: string, many: number, message: (many: number) => string): Finding[] =>
    many === 0 ? [] : [{ code, severity: 'warning', message: message(many) }];
  return [
    ...said('late-rows', late, followMessages.late),
    ...said('rows-without-time', timeless, followMessages.timeless),
    ...said('lines-cut', cut, followMessages.cut),
  ];
}

/** The last word: the last window that was over, or what there is where none was. */
async function finish(context: Context, ports: FollowPorts, following: Following): Promise<Result> {
  if (following.last === undefined) {
    for (const window of following.open.finish()) {
      await report(context, ports, following, window);
      const message = followMessages.unfinished(window.window);
      withFinding(following, { code: 'window-not-over', severity: 'info', message });
    }
  }
  for (const finding of left(following)) withFinding(following, finding);
  return following.last ?? nothing(following);
}

function withFinding(following: Following, finding: Finding): void {
  if (following.last === undefined) return;
  const others = (following.last.findings ?? []).filter(({ code }) => code !== finding.code);
  following.last = { ...following.last, findings: [...others, finding] };
}

function nothing({ profile }: Following): Result {
  return {
    verdict: 'inconclusive',
    summary: followMessages.nothing,
    inputs: { reference: profile.digest, follow: true },
    outputs: {
      alert: 'none',
      'drifted-columns': '[]',
      retrain: 'false',
      rollback: 'false',
      'issue-url': '',
    },
    endsWhenStopped: true,
  };
}
