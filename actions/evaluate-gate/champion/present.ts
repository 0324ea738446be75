import { z } from 'zod';
import type { TableInput } from '../../../shared/domain/cell.ts';
import { describeMetric, isMetric } from '../../../shared/domain/metric.ts';
import type { PastGate } from '../../../shared/domain/past-gate.ts';
import { artifactSchema, type Finding, type StepRecord } from '../../../shared/domain/record.ts';
import { type Verdict, worstVerdict } from '../../../shared/domain/verdict.ts';
import { columnTitles as titles } from '../column-titles.ts';
import type { Attempted, Concluded } from './attempt.ts';
import { championLine, notComparedSummary, recorded, said } from './messages.ts';
import { type ChampionOrigin, championAlias, type FoundChampion } from './origin.ts';

/** What a result says of the champion, and what is changed here. */
interface Presented extends Concluded {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly metrics?: StepRecord['metrics'];
  readonly findings?: readonly Finding[];
  readonly tables?: readonly TableInput[];
  readonly outputs: { readonly promote: unknown };
}

/** The result with the champion named in it: who it is, how old, and what its numbers rest on. */
export function withChampion<R extends Presented>(
  found: FoundChampion,
  { result, standing, reasons }: Attempted<R>,
  now: Date,
): R {
  if (found.kind === 'given') return result;
  if (found.kind === 'none') return firstRun(result, found);
  const { origin, recorded: past } = found;
  const line = championLine(origin, standing ?? 'numbers', now);
  const named = {
    ...result,
    inputs: {
      ...result.inputs,
      champion: filesByName(result.inputs?.champion),
      'champion-origin': { ...origin, standing },
    },
    findings: [
      ...(result.findings ?? []).filter(({ code }) => code !== 'no-champion'),
      ...walkedBack(origin),
    ],
    tables: withLine(result.tables ?? [], line),
  };
  return standing === 'numbers' ? notCompared(named, origin, past, reasons, now) : named;
}

function firstRun<R extends Presented>(
  result: R,
  { reason, severity }: Extract<FoundChampion, { kind: 'none' }>,
): R {
  const message = reason ?? said.firstRun(championAlias);
  const findings = (result.findings ?? []).map(
    (finding): Finding =>
      finding.code === 'no-champion' ? { ...finding, severity, message } : finding,
  );
  const verdict = severity === 'info' ? result.verdict : worstVerdict([result.verdict, 'warn']);
  return { ...result, findings, verdict };
}

/** Files that were fetched to a folder of this run: only their names mean anything later. */
function filesByName(files: unknown): unknown {
  const parsed = z.array(artifactSchema).safeParse(files).data;
  return parsed?.map((file) => ({ ...file, path: file.path.split('/').at(-1) ?? '' })) ?? null;
}

function walkedBack(origin: ChampionOrigin): Finding[] {
  const { back, found = '' } = origin;
  if (back === 0) return [];
  const message = said.walkedBack(found, origin);
  return [{ code: 'champion-is-older', severity: 'info', message }];
}

/** The line stands above the first table, which is the one of the metrics. */
function withLine(tables: readonly TableInput[], line: string): TableInput[] {
  const [first, ...others] = tables;
  if (first === undefined) return [];
  const note = first.note === undefined ? line : `${line} ${first.note}`;
  return [{ ...first, note }, ...others];
}

/** Whether it got worse is not known: that is no pass. */
function notCompared<R extends Presented>(
  result: R,
  origin: ChampionOrigin,
  past: PastGate | undefined,
  reasons: readonly string[],
  now: Date,
): R {
  const message = said.notComparable(origin, reasons);
  const finding: Finding = { code: 'champion-not-comparable', severity: 'warning', message };
  const failed = result.verdict === 'fail';
  return {
    ...result,
    verdict: worstVerdict([result.verdict, 'inconclusive']),
    outputs: { ...result.outputs, promote: 'false' },
    summary: failed ? result.summary : notComparedSummary(origin, result.summary),
    findings: [finding, ...(result.findings ?? [])],
    tables: [
      ...(result.tables ?? []),
      ...(past === undefined ? [] : [recordedTable(origin, past, result.metrics ?? [], now)]),
    ],
  };
}

function recordedTable(
  origin: ChampionOrigin,
  past: PastGate,
  metrics: StepRecord['metrics'],
  now: Date,
): TableInput {
  const own = new Map(
    metrics
      .filter(({ slice, column }) => slice === undefined && column === undefined)
      .map(({ name, value }) => [name, value]),
  );
  return {
    id: 'champion-recorded',
    title: recorded.title(origin),
    note: recorded.note(past.at, now),
    columns: [
      { title: titles.metric },
      { title: titles['champion, then'], align: 'right' },
      { title: titles['challenger, now'], align: 'right' },
    ],
    rows: past.metrics.map(({ name, value }) => [titleOf(name), value, own.get(name) ?? null]),
  };
}

function titleOf(name: string): string {
  const known = isMetric(name) ? name : undefined;
  return known === undefined ? name : describeMetric(known).title;
}
