import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { step } from '../../../actions/evaluate-gate/main.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { runStep, type StepRun } from '../../support/run-step.ts';

export type Cell = string | number | boolean | null;
export type TableRow = Readonly<Record<string, Cell>>;

export function csv(rows: readonly TableRow[]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => names.map((name) => row[name] ?? '').join(','));
  return `${[names.join(','), ...lines].join('\n')}\n`;
}

export interface SimulatedRow {
  id: string;
  label: 0 | 1;
  /** What both models see of the label. */
  signal: number;
  /** What each model gets wrong by itself. */
  noise: readonly [number, number];
  origin: string;
}

/** Rows of a world in which a model's answer is the signal and its own noise. */
export function simulate(rows: number, seed: number): SimulatedRow[] {
  const random = createRandom(seed);
  return Array.from({ length: rows }, (_, i) => {
    const label = random.uniform() < 0.4 ? 1 : 0;
    const signal = (label === 1 ? 1 : -1) + 1.5 * random.normal();
    const origin = ['ATL', 'BOS', 'DCA'][random.below(3)] ?? 'ATL';
    return { id: `r${i}`, label, signal, noise: [random.normal(), random.normal()], origin };
  });
}

/** One model's predictions; `blur` is how much its own noise weighs. */
export function predict(rows: readonly SimulatedRow[], model: 0 | 1, blur: number): TableRow[] {
  return rows.map(({ id, label, signal, noise, origin }) => ({
    id,
    prediction: Number((1 / (1 + Math.exp(-(signal + blur * noise[model])))).toFixed(6)),
    label,
    origin,
  }));
}

export type Files = Readonly<Record<string, string>>;

/** A new directory that holds these files. */
export function directoryOf(files: Files): string {
  const directory = mkdtempSync(join(tmpdir(), 'gate-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

/** Run the gate in a new directory that holds `files`. */
export function gate(files: Files, inputs: Readonly<Record<string, string>>): Promise<StepRun> {
  return runStep(step, directoryOf(files), inputs);
}

/** Run the gate on two models' predictions of the same rows. */
export function gateBoth(
  challenger: readonly TableRow[],
  champion: readonly TableRow[],
  policy = '',
  inputs: Readonly<Record<string, string>> = {},
): Promise<StepRun> {
  const files = { 'new.csv': csv(challenger), 'old.csv': csv(champion), 'policy.yml': policy };
  const asked = policy === '' ? {} : { policy: 'policy.yml' };
  return gate(files, { challenger: 'new.csv', champion: 'old.csv', ...asked, ...inputs });
}
