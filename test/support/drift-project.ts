import { type DriftRun, driftRuns } from './drift-runs.ts';
import type { StepRun } from './run-step.ts';
import { tempDir } from './temp-dir.ts';

export type { Current, RunOptions } from './drift-runs.ts';

export interface DriftProject {
  readonly root: string;
  readonly run: DriftRun;
}

/** `mlops.yml` of a model with this `drift:`, indented by six spaces. */
export function driftConfig(drift: string): string {
  return `version: 1\nmodels:\n  flights:\n    drift:\n      q: 0.05\n${drift}`;
}

/**
 * A project whose drift report runs on a schedule, see `driftRuns`.
 *
 * @param drift - `drift:` of mlops.yml, indented by six spaces.
 */
export function driftProject(
  drift: string,
  environment: Readonly<Record<string, string>> = {},
): DriftProject {
  const root = tempDir({ 'mlops.yml': driftConfig(drift) });
  return { root, run: driftRuns(root, environment) };
}

/** Findings as `severity code: message`. */
export function findings(ran: StepRun): string[] {
  return (ran.record?.findings ?? []).map(
    ({ severity, code, message }) => `${severity} ${code}: ${message}`,
  );
}
