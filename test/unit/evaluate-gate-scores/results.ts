import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { step } from '../../../actions/evaluate-gate/main.ts';
import type { Cell } from '../../../shared/domain/cell.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';

export type Content = string | Buffer;

export function fixture(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`../../fixtures/scores/${name}`, import.meta.url)));
}

/** Run the gate with `task: scores` in a new directory that holds `files`. */
export async function gateScores(
  files: Readonly<Record<string, Content>>,
  inputs: Readonly<Record<string, string>>,
  policy = '{}',
  evaluate = '',
): Promise<StepRun> {
  const directory = mkdtempSync(join(tmpdir(), 'gate-scores-'));
  const config = [
    'version: 1',
    'models:',
    '  assistant:',
    '    task: scores',
    `    evaluate: { scores: ${policy}${evaluate === '' ? '' : `, ${evaluate}`} }`,
  ].join('\n');
  for (const [name, content] of Object.entries({ 'mlops.yml': `${config}\n`, ...files })) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  return runStep(step, directory, inputs);
}

/** Both sides under the names `new<extension>` and `old<extension>`. */
export function gateBoth(
  challenger: Content,
  champion: Content,
  extension: string,
  policy = '{}',
): Promise<StepRun> {
  const [own, old] = [`new${extension}`, `old${extension}`];
  return gateScores(
    { [own]: challenger, [old]: champion },
    { challenger: own, champion: old },
    policy,
  );
}

export type Row = Readonly<Record<string, string | number | boolean | null>>;

export function csv(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const cell = (value: Row[string] | undefined) => {
    const text = String(value ?? '');
    return /[",\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = rows.map((row) => names.map((name) => cell(row[name])).join(','));
  return `${[names.join(','), ...lines].join('\n')}\n`;
}

/** A row a repeat; `scoreOf` answers for case and repeat, both from 1. */
export function scoreRows(
  cases: number,
  repeats: number,
  scoreOf: (number: number, repeat: number) => number,
): { case: string; repeat: number; score: number }[] {
  return Array.from({ length: cases * repeats }, (_, i) => {
    const number = Math.floor(i / repeats) + 1;
    const repeat = (i % repeats) + 1;
    const name = `case-${String(number).padStart(2, '0')}`;
    return { case: name, repeat, score: scoreOf(number, repeat) };
  });
}

export function tableRows(run: StepRun, id: string): readonly (readonly Cell[])[] {
  return run.record?.tables.find((table) => table.id === id)?.rows ?? [];
}

export function finding(run: StepRun, code: string): string | undefined {
  return run.record?.findings.find((found) => found.code === code)?.message;
}
