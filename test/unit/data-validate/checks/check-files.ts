import { step } from '../../../../actions/data-validate/main.ts';
import type { StepRecord } from '../../../../shared/domain/record.ts';
import { runStep, type StepRun } from '../../../support/run-step.ts';
import { tempDir } from '../../../support/temp-dir.ts';

/** Weather of Seattle, 1461 days of 2012 to 2015: date, precipitation, temp_max, temp_min, wind, weather. */
export const weather = vega('seattle-weather.csv');

export function vega(file: string): string {
  return new URL(`../../../../node_modules/vega-datasets/data/${file}`, import.meta.url).pathname;
}

/** Check a file with a suite given as its lines: `{ check: ... }`. */
export async function check(
  data: string,
  lines: readonly string[],
  inputs: Readonly<Record<string, string>> = {},
): Promise<StepRun> {
  const suite = `checks:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
  const isPath = data.startsWith('/');
  const root = tempDir({ 'suite.yml': suite, ...(isPath ? {} : { 'data.csv': data }) });
  return runStep(step, root, {
    data: isPath ? data : 'data.csv',
    checks: 'suite.yml',
    ...inputs,
  });
}

/** What failed, a sentence each. */
export function failures(record: StepRecord | undefined): string[] {
  return (record?.findings ?? [])
    .filter(({ severity }) => severity !== 'info')
    .map(({ message }) => message);
}
