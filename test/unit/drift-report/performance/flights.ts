import { vi } from 'vitest';
import { worstAlert } from '../../../../actions/drift-report/decide.ts';
import { definition } from '../../../../actions/drift-report/definition.ts';
import { step } from '../../../../actions/drift-report/main.ts';
import { readTopics } from '../../../../actions/drift-report/topics/run.ts';
import { windowOf } from '../../../../actions/drift-report/windows/calendar.ts';
import { duckdbTableReader } from '../../../../shared/adapters/duckdb.ts';
import { modelSchema } from '../../../../shared/config/schema.ts';
import { tableSchema } from '../../../../shared/domain/cell.ts';
import {
  findingSchema,
  metricSchema,
  type StepRecord,
  seriesSchema,
} from '../../../../shared/domain/record.ts';
import { worstVerdict } from '../../../../shared/domain/verdict.ts';
import { parseInputs } from '../../../../shared/kernel/parse-inputs.ts';
import { createRandom, type Random } from '../../../../shared/stats/random.ts';
import { runStep } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

/** One row a made-up model has answered. */
export interface Answered {
  readonly day: string;
  readonly x: number;
  readonly score: number | string;
  /** Empty: it has not arrived. */
  readonly late: number | string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A day of 2026 as text, from 0 on. */
export function day(number: number): string {
  return new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10);
}

/**
 * Rows of a model whose probabilities are right: `x` moves the score, and `chance` of the score says
 * how likely the label is.
 */
export function rowsOf(
  rows: number,
  options: {
    readonly seed?: number;
    readonly shift?: number;
    readonly chance?: (score: number, i: number, random: Random) => number;
    readonly dayOf?: (i: number) => number;
  } = {},
): Answered[] {
  const { seed = 1, shift = 0, chance = (score) => score } = options;
  const dayOf = options.dayOf ?? ((i: number) => Math.floor((i * 90) / rows));
  const random = createRandom(seed);
  return Array.from({ length: rows }, (_, i) => {
    const x = random.normal() + shift;
    const score = Number((1 / (1 + Math.exp(-1.5 * x))).toFixed(4));
    const late = random.uniform() < chance(score, i, random) ? 1 : 0;
    return { day: day(dayOf(i)), x: Number(x.toFixed(4)), score, late };
  });
}

export function csvOf(rows: readonly Answered[], leave: readonly string[] = []): string {
  const all = rows.map(({ more, ...row }) => ({ ...row, ...more }));
  const names = Object.keys(all[0] ?? {}).filter((name) => !leave.includes(name));
  const lines = all.map((row) =>
    names.map((name) => (row as Record<string, unknown>)[name]).join(','),
  );
  return `${names.join(',')}\n${lines.join('\n')}\n`;
}

/** Run the step on both sides; `model` and `drift` are lines of mlops.yml. */
export async function report(
  reference: string,
  current: string,
  model = '    task: binary\n',
  drift = '',
  files: Readonly<Record<string, string>> = {},
) {
  const columns = '    label: late\n    prediction: score\n    time: day\n';
  const config = `version: 1\nmodels:\n  flights:\n${columns}${model}    drift:\n      alerts: { fail: p0 }\n${drift}`;
  const root = tempDir({ 'r.csv': reference, 'c.csv': current, 'mlops.yml': config, ...files });
  // The age of labels counts from now: the first of April, 90 days after the first row.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 3, 1) });
  try {
    return await runStep(step, root, { reference: 'r.csv', current: 'c.csv' });
  } finally {
    vi.useRealTimers();
  }
}

/** The part of a record that the topics write. */
export type Seen = Pick<StepRecord, 'findings' | 'tables' | 'metrics' | 'series'>;

/** What the topics alone say: the columns, which other tests compare, are left out. */
export async function look(
  files: Readonly<Record<string, string>>,
  model: Readonly<Record<string, unknown>> = {},
  now = Date.UTC(2026, 3, 1),
): Promise<Seen & { alert: string; verdict: string; headlines: string[] }> {
  const root = tempDir({ ...files });
  const tables = duckdbTableReader();
  const named = { task: 'binary', label: 'late', prediction: 'score', time: 'day', drift: {} };
  const context = {
    inputs: noInputs,
    model: modelSchema.parse({ ...named, ...model }),
    now: () => new Date(now),
    workingDirectory: root,
  };
  try {
    const reference = await tables.open(root, ['r.csv']);
    const current = await tables.open(root, ['c.csv']);
    const { time } = context.model;
    const timed = time !== undefined && current.columns.some(({ name }) => name === time);
    const window = timed ? windowOf(tables.identifier(time), 'month') : "''";
    const sides = { reference, current, window, time: timed ? time : undefined };
    const topics = await readTopics(context, tables, sides);
    const all = <K extends 'findings' | 'metrics' | 'tables' | 'series'>(key: K) =>
      topics.flatMap((topic) => [...topic[key]]);
    return {
      alert: worstAlert(topics.map(({ alert }) => alert)),
      verdict: worstVerdict(topics.map(({ verdict }) => verdict)),
      headlines: topics.flatMap(({ headline }) => headline ?? []),
      findings: all('findings').map((entry) => findingSchema.parse(entry)),
      metrics: all('metrics').map((entry) => metricSchema.parse(entry)),
      tables: all('tables').map((entry) => tableSchema.parse(entry)),
      series: all('series').map((entry) => seriesSchema.parse(entry)),
    };
  } finally {
    await tables.close();
  }
}

const noInputs = parseInputs(definition, () => '');

export function codes(record: Seen | undefined): string[] {
  return (record?.findings ?? []).map(({ code }) => code);
}

export function messageOf(record: Seen | undefined, code: string): string | undefined {
  return record?.findings.find((finding) => finding.code === code)?.message;
}

/** Rows of a table as text, a cell each. */
export function tableOf(record: Seen | undefined, id: string): string[][] {
  const table = record?.tables.find((entry) => entry.id === id);
  return (table?.rows ?? []).map((row) =>
    row.map((cell) => {
      if (cell === null || typeof cell !== 'object') return String(cell ?? '');
      if (cell.kind === 'verdict') return `${cell.verdict}: ${cell.text ?? ''}`;
      if (cell.kind === 'share') return `${((cell.value ?? 0) * 100).toFixed(0)} %`;
      if (cell.kind === 'code') return cell.text;
      return cell.kind;
    }),
  );
}
