import { type Answers, type Judged, type Plan, whole } from './kind.ts';
import { messages } from './messages.ts';

/** What a check of single rows has to say. */
export interface RowCheck {
  /** The share that must pass. */
  readonly mostly: number;
  /** SQL aggregate: how many rows or values are judged. */
  readonly judged: string;
  /** SQL condition that holds for a failing row. */
  readonly condition: string;
  readonly shown?: string;
  /** What is said of so many failures. */
  found(failing: number): string;
}

/** Count the failing rows, and name the first of them. */
export function countRows({ mostly, judged, condition, shown, found }: RowCheck): Plan {
  return {
    aggregates: { judged, failing: `count_if(${condition})` },
    condition,
    ...(shown === undefined ? {} : { shown }),
    judge: (answers) => judgeCounts(answers, mostly, found),
  };
}

/** Whether as many pass as must. A check that looked at nothing has shown nothing: it fails. */
export function judgeCounts(
  { values }: Answers,
  mostly: number,
  found: (failing: number) => string,
): Judged {
  const [judged, failing] = [Number(values.judged ?? 0), Number(values.failing ?? 0)];
  if (judged === 0) return whole(false, messages.nothingToCheck);
  const passed = failing <= toleratedFailures(mostly, judged);
  return { passed, observed: found(failing), failing, judged, rows: [] };
}

/** `mostly` as whole rows; 1e-9 keeps 0.95 of 100 rows at 5 despite binary fractions. */
function toleratedFailures(mostly: number, judged: number): number {
  return Math.floor((1 - mostly) * judged + 1e-9);
}
