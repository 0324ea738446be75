import { parseDuration } from '../../shared/domain/duration.ts';
import type { RolloutStep } from '../../shared/domain/rollout.ts';
import { nearestName } from '../../shared/kernel/nearest-name.ts';

/** A step as configuration has it: durations in milliseconds. */
export interface AskedStep {
  readonly weight: number;
  readonly for?: string;
}

/**
 * The short form of steps, `5:30s,50:30s,100`.
 *
 * @returns undefined where a part has another form.
 */
export function parseShortSteps(text: string): AskedStep[] | undefined {
  const steps: AskedStep[] = [];
  for (const part of text.split(',')) {
    const [, weight, lasts] =
      /^\s*(\d{1,9}(?:\.\d{1,9})?)\s*%?\s*(?::\s*(\S+)\s*)?$/u.exec(part) ?? [];
    if (weight === undefined) return undefined;
    if (lasts !== undefined && parseDuration(lasts) === undefined) return undefined;
    steps.push({ weight: Number(weight), ...(lasts === undefined ? {} : { for: lasts }) });
  }
  return steps;
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Of `unrecognized_keys`. */
  readonly keys?: readonly string[];
}

/**
 * What is wrong with steps given as an input, to follow `input "steps" is …, but`.
 *
 * @param issues what the schema of steps found; an unknown key is told before what it left out.
 */
export function stepProblem(issues: readonly Issue[], steps: unknown): string {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  const [index, key] = issue?.path ?? [];
  if (issue === undefined || typeof index !== 'number') return 'at least one step is expected';
  const name = `step ${index + 1}`;
  const [unknown] = issue.keys ?? [];
  if (unknown !== undefined) {
    const near = nearestName(unknown, ['weight', 'for']);
    const guess = near === undefined ? 'known: weight, for' : `did you mean "${near}"?`;
    return `${name} has the unknown key "${unknown}"; ${guess}`;
  }
  const step: unknown = Array.isArray(steps) ? steps[index] : undefined;
  const value = typeof key === 'string' ? (step as Record<string, unknown>)[key] : step;
  if (key === 'weight') {
    const found = value === undefined ? 'no weight' : `the weight ${JSON.stringify(value)}`;
    return `${name} has ${found}: a whole number from 1 to 100 (percent) is accepted`;
  }
  if (key === 'for') return `${name} lasts ${JSON.stringify(value)}: a duration as 30s is accepted`;
  if (issue.code === 'custom') return `${issue.message} (${name})`;
  return `${name} is ${JSON.stringify(value)}: { weight: 5, for: 30s } is the form of a step`;
}

/** The steps that have a stable to compare with: 100 is the promotion that follows them. */
export function rolloutSteps(
  steps: readonly { readonly weight: number; readonly for?: number | undefined }[],
): RolloutStep[] {
  return steps.flatMap(({ weight, for: forMs }) =>
    weight < 100 ? [{ weight, forMs: forMs ?? 0 }] : [],
  );
}
