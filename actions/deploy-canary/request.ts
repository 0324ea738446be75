import { parseDuration } from '../../shared/domain/duration.ts';
import type { RolloutStep } from '../../shared/domain/rollout.ts';

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
    const [, weight, lasts] = /^\s*(\d{1,3})\s*%?\s*(?::\s*(\S+)\s*)?$/u.exec(part) ?? [];
    if (weight === undefined) return undefined;
    if (lasts !== undefined && parseDuration(lasts) === undefined) return undefined;
    steps.push({ weight: Number(weight), ...(lasts === undefined ? {} : { for: lasts }) });
  }
  return steps;
}

/** The steps that have a stable to compare with: 100 is the promotion that follows them. */
export function rolloutSteps(
  steps: readonly { readonly weight: number; readonly for?: number | undefined }[],
): RolloutStep[] {
  return steps.flatMap(({ weight, for: forMs }) =>
    weight < 100 ? [{ weight, forMs: forMs ?? 0 }] : [],
  );
}
