import { step } from '../../../../actions/drift-report/main.ts';
import type { StepRecord } from '../../../../shared/domain/record.ts';
import { createRandom, type Random } from '../../../../shared/stats/random.ts';
import { runStep, type StepRun } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

/** A CSV with one line for each row of a seeded generator. */
export function csv(
  header: string,
  rows: number,
  row: (random: Random, i: number) => readonly unknown[],
  seed = 1,
): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: rows }, (_, i) => row(random, i).join(','));
  return `${header}\n${lines.join('\n')}\n`;
}

/** One column of normal numbers, moved by so many standard deviations. */
export const normals = (rows: number, shift = 0, seed = 1): string =>
  csv('x', rows, (random) => [(random.normal() + shift).toFixed(4)], seed);

export async function compare(
  reference: string,
  current: string,
  inputs: Readonly<Record<string, string>> = {},
  drift?: string,
): Promise<StepRun> {
  const config =
    drift === undefined
      ? {}
      : { 'mlops.yml': `version: 1\nmodels: { m: { drift: { ${drift} } } }\n` };
  const root = tempDir({ 'r.csv': reference, 'c.csv': current, ...config });
  return runStep(step, root, { reference: 'r.csv', current: 'c.csv', ...inputs });
}

export function codes({ record }: StepRun): string[] {
  return (record?.findings ?? []).map(({ severity, code }) => `${severity} ${code}`);
}

export function messagesOf({ record }: StepRun): string {
  return (record?.findings ?? []).map(({ message }) => message).join('\n');
}

/** What the drift table says of a column. */
export function stateOf({ record }: StepRun, column: string): string | undefined {
  const table = record?.tables.find(({ id }) => id === 'drift');
  const row = table?.rows.find((cells) => JSON.stringify(cells[0]).includes(`"${column}"`));
  const cell = row?.[1];
  return typeof cell === 'object' && cell?.kind === 'verdict' ? cell.text : undefined;
}

export function metricOf(
  record: StepRecord | undefined,
  column: string,
): { value: number | null | undefined; low: number | null | undefined } {
  const metric = record?.metrics.find((one) => one.column === column && one.slice === undefined);
  return { value: metric?.value, low: metric?.low };
}

export const drifted = ({ host }: StepRun): string | undefined =>
  host.outputs.get('drifted-columns');
