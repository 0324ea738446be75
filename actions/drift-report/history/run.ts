import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { driftSchema } from '../../../shared/config/sections/drift.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import { writeAtomically } from '../../../shared/files/write-atomically.ts';
import type { Host } from '../../../shared/ports/host.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { Sample } from '../counts.ts';
import type { CountedColumn, JudgedColumn } from '../decide.ts';
import type { definition } from '../definition.ts';
import { type Baseline, baselinesOf, pastColumn } from './baseline.ts';
import { calibrate, type History } from './calibrate.ts';
import { type Entry, historyText, parseHistory, runUnit, withWindows } from './history.ts';
import { historyMessages } from './messages.ts';
import { trendFindings } from './trend.ts';

type Context = StepContext<typeof definition>;

/** Where earlier windows are kept between runs, and what was found there. */
interface Kept {
  /** undefined: no history is kept. */
  readonly path: string | undefined;
  readonly entries: readonly Entry[];
  readonly findings: readonly Finding[];
  /** It could not be read, so it must not be written. */
  readonly isForeign: boolean;
}

/**
 * Read what is known of earlier windows: from the file the input "history" names, or from the
 * report directory, which on a host with a cache is filled from there first.
 */
async function readHistory(context: Context): Promise<Kept> {
  const { inputs, workingDirectory } = context;
  const nothing = { entries: [], findings: [], isForeign: false };
  if (inputs.history === 'off') return { ...nothing, path: undefined };
  const isOwn = inputs.history === 'auto';
  const path = isOwn ? ownPath(context) : resolve(workingDirectory, inputs.history);
  if (isOwn) await context.host.cache?.restore([path], cacheKey(context), [cachePrefix(context)]);
  const isThere = (await stat(path).catch(() => undefined)) !== undefined;
  if (!isThere) return { ...nothing, path };
  try {
    return { ...nothing, path, entries: parseHistory(await readFile(path, 'utf8')) };
  } catch {
    const message = historyMessages.unreadable(isOwn ? path : inputs.history);
    const finding: Finding = { code: 'history-unreadable', severity: 'warning', message };
    return { path, entries: [], findings: [finding], isForeign: true };
  }
}

function ownPath({ reportDir, modelName }: Context): string {
  return join(reportDir, 'drift-history', `${encodeURIComponent(modelName)}.jsonl`);
}

function cachePrefix({ modelName }: Context): string {
  return `mlops-drift-history-${modelName}-`;
}

/** Entries of a cache are immutable: each run saves its own, and the newest is restored. */
function cacheKey(context: Context): string {
  const { runId, attempt } = context.host.context;
  return `${cachePrefix(context)}${runId ?? 'run'}-${attempt}`;
}

interface Counted {
  readonly counts: readonly CountedColumn[];
  /** undefined: the current data is one window, this run. */
  readonly unit: string | undefined;
  readonly data: string;
}

/** The history with the windows of this run, before they are judged. */
function historyWith(
  { entries }: Kept,
  { counts, unit, data }: Counted,
  { now, baseline, keep }: { now: Date; baseline: Baseline; keep: number },
): History {
  const labels = [...new Set(counts.flatMap(({ current }) => [...current.windows.keys()]))].sort();
  const runLabel = now.toISOString().slice(0, 16).replace('T', ' ');
  const isSplit = unit !== undefined && labels.length > 0;
  const added = (isSplit ? labels : [runLabel]).map((window) => ({
    ...{ window, unit: unit ?? runUnit, data, baseline },
    columns: Object.fromEntries(
      counts.flatMap((column) => {
        const sample = isSplit ? column.current.windows.get(window) : column.current.all;
        return sample === undefined ? [] : [[column.column.name, pastColumn(column, sample)]];
      }),
    ),
  }));
  const all = withWindows(entries, added, keep);
  const mine = isSplit ? labels : all.filter((each) => each.data === data).map((e) => e.window);
  return { entries: all, unit: unit ?? runUnit, windows: mine.slice(isSplit ? 0 : -1) };
}

/** Columns with what their windows are compared with, and the windows that have nothing. */
function withBaselines(
  counts: readonly CountedColumn[],
  { entries, unit, windows }: History,
  baseline: Baseline,
): { counts: CountedColumn[]; findings: Finding[] } {
  const based = counts.map((column) => {
    const found = baselinesOf(column, entries, unit, windows, baseline);
    return { ...column, baselines: unit === runUnit ? asWhole(found) : found };
  });
  if (baseline === 'reference') return { counts: based, findings: [] };
  const without = windows.filter((window) =>
    based.every(({ baselines }) => !baselines.has(unit === runUnit ? '' : window)),
  );
  const message = historyMessages.noBaseline(without, baseline);
  const finding: Finding = { code: 'no-baseline', severity: 'info', message };
  return { counts: based, findings: without.length === 0 ? [] : [finding] };
}

/** A run without a time column is judged as a whole only. */
function asWhole(found: ReadonlyMap<string, Sample>): ReadonlyMap<string, Sample> {
  return new Map([...found].filter(([window]) => window === ''));
}

/**
 * Judge columns with what is known of earlier windows: what they are compared with, which drift is
 * usual, and where a column is heading.
 *
 * @param judge compares the columns, each with its baselines.
 */
export async function judgeWithHistory(
  context: Context,
  counted: Counted,
  judge: (counts: readonly CountedColumn[]) => readonly JudgedColumn[],
) {
  const { baseline, history: settings } = context.model.drift ?? driftSchema.parse({});
  const kept = await readHistory(context);
  const { keep, limits, trend } = settings;
  const history = historyWith(kept, counted, { now: context.now(), baseline, keep });
  const based = withBaselines(counted.counts, history, baseline);
  const judged = judge(based.counts);
  const calibrated = calibrate(judged, history, limits);
  const complete = withEffects(history, judged);
  const unwritten = await keepHistory(context, kept, complete.entries);
  return {
    columns: calibrated.columns,
    history: complete,
    findings: [
      ...trendFindings(calibrated.columns, complete, trend),
      ...calibrated.findings,
      ...based.findings,
      ...kept.findings,
      ...unwritten,
    ],
  };
}

/** The history with what was found in the windows of this run. */
function withEffects(history: History, columns: readonly JudgedColumn[]): History {
  const isRun = history.unit === runUnit;
  const entries = history.entries.map((entry) => {
    if (entry.unit !== history.unit || !history.windows.includes(entry.window)) return entry;
    const judged = columns.flatMap((column) => {
      const { name } = column.column;
      const past = entry.columns[name];
      const effect = (isRun ? column.whole : column.windows.get(entry.window))?.effect;
      if (past === undefined || effect === undefined) return [];
      const { method, value, low, high } = effect;
      return [[name, { ...past, method, value, low, high }] as const];
    });
    return { ...entry, columns: { ...entry.columns, ...Object.fromEntries(judged) } };
  });
  return { ...history, entries };
}

/**
 * Keep the history for the next run. A change under review is not the world: its run reads the
 * host's history and leaves it as it was.
 */
async function keepHistory(
  context: Context,
  { path, isForeign }: Kept,
  entries: readonly Entry[],
): Promise<Finding[]> {
  if (path === undefined || isForeign) return [];
  try {
    await writeAtomically(path, historyText(entries));
    if (context.inputs.history === 'auto') await save(context.host, path, cacheKey(context));
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = historyMessages.unwritable(path, reason);
    return [{ code: 'history-unwritable', severity: 'warning', message }];
  }
}

async function save({ cache, context }: Host, path: string, key: string): Promise<void> {
  if (cache !== undefined && context.targetBranch === undefined) await cache.save([path], key);
}
