import { parseDuration } from '../../shared/domain/duration.ts';
import type { RolloutStep } from '../../shared/domain/rollout.ts';
import { nearestName } from '../../shared/kernel/nearest-name.ts';
import { messages } from './messages.ts';

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
  const { problems } = messages;
  if (issue === undefined || typeof index !== 'number') return problems.noSteps;
  const name = problems.step(index + 1);
  const [unknown] = issue.keys ?? [];
  if (unknown !== undefined) {
    return problems.unknownKey(name, unknown, nearestName(unknown, ['weight', 'for']));
  }
  const step: unknown = Array.isArray(steps) ? steps[index] : undefined;
  const value = typeof key === 'string' ? (step as Record<string, unknown>)[key] : step;
  if (key === 'weight') return problems.weight(name, JSON.stringify(value));
  if (key === 'for') return problems.lasts(name, JSON.stringify(value));
  if (issue.code === 'custom') return `${issue.message} (${name})`;
  return problems.form(name, JSON.stringify(value));
}

/** The steps that have a stable to compare with: 100 is the promotion that follows them. */
export function rolloutSteps(
  steps: readonly { readonly weight: number; readonly for?: number | undefined }[],
): RolloutStep[] {
  return steps.flatMap(({ weight, for: forMs }) =>
    weight < 100 ? [{ weight, forMs: forMs ?? 0 }] : [],
  );
}
