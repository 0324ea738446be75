import type { StepContext } from '../../../shared/ports/step.ts';
import type { definition } from '../definition.ts';
import { hints } from '../messages.ts';
import { type Suite, settingsOf } from '../suite/run.ts';
import { applying, chooseEnvironment } from './choose.ts';
import { messages } from './messages.ts';

/** The suites of all tables, each with the checks of this run's environment only. */
export function forEnvironment(
  context: StepContext<typeof definition>,
  main: Suite,
  others: readonly Suite[],
): Suite[] {
  const suites = [main, ...others];
  const lists = suites.map(({ checks, file, place }) => ({
    checks,
    where: (index: number): string => {
      const found = place(index);
      return found === undefined ? (file ?? hints.theChecks) : `${found.file}:${found.line}`;
    },
  }));
  const { environments } = settingsOf(context, main);
  const environment = chooseEnvironment(lists, environments, context.inputs.environment);
  if (environment === undefined) return suites;
  const all = suites.reduce((sum, { checks }) => sum + checks.length, 0);
  const kept = suites.map((suite) => only(suite, applying(suite.checks, environment)));
  const left = all - kept.reduce((sum, { checks }) => sum + checks.length, 0);
  const message = messages.skipped(environment, left, all);
  const [first = main, ...rest] = kept;
  const note = { code: 'environment', severity: 'info' as const, message };
  return [{ ...first, notes: [...(first.notes ?? []), note] }, ...rest];
}

function only(suite: Suite, indices: readonly number[]): Suite {
  return {
    ...suite,
    checks: indices.flatMap((index) => suite.checks[index] ?? []),
    place: (index) => suite.place(indices[index] ?? index),
  };
}
