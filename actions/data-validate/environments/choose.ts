import type { Check } from '../../../shared/domain/check.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import { didYouMean } from '../../../shared/kernel/nearest-name.ts';
import { hints } from '../messages.ts';
import { messages } from './messages.ts';

/** A list of checks, and how each is found again. */
export interface CheckList {
  readonly checks: readonly Check[];
  /** `suite.yml:3`, or as near as can be said. */
  where(index: number): string;
}

/**
 * The environment of a run, after every `when` was found to name one that is declared: a check for
 * an environment that does not exist would never run, and nobody would know.
 *
 * @param declared the environments the suite lists
 * @param asked the one this run is in
 * @throws ActionError (usage): `environment-unknown`, `environment-needed`
 */
export function chooseEnvironment(
  lists: readonly CheckList[],
  declared: readonly string[] | undefined,
  asked: string | undefined,
): string | undefined {
  const problems = lists.flatMap((list) => listProblems(list, declared));
  if (problems.length > 0) {
    throw usageError('environment-unknown', problems.join('\n'), hints.correctChecks);
  }
  if (asked !== undefined && !(declared ?? []).includes(asked)) {
    throw usageError(
      'environment-unknown',
      messages.askedUnknown(asked),
      declared === undefined ? hints.declareEnvironments : didYouMean(asked, [...declared]),
    );
  }
  const isNeeded = lists.some(({ checks }) => checks.some(({ when }) => when !== undefined));
  if (asked === undefined && isNeeded) {
    throw usageError('environment-needed', messages.unasked(declared ?? []), hints.sayEnvironment);
  }
  return asked;
}

function listProblems(
  { checks, where }: CheckList,
  declared: readonly string[] | undefined,
): string[] {
  return checks.flatMap(({ when = [] }, index) => {
    if (when.length > 0 && declared === undefined) return [messages.undeclared(where(index))];
    const unknown = when.filter((name) => !declared?.includes(name));
    return unknown.map((name) =>
      messages.unknownName(where(index), name, didYouMean(name, [...(declared ?? [])])),
    );
  });
}

/** Places of the checks that apply, in the list they are declared in. */
export function applying(checks: readonly Check[], environment: string | undefined): number[] {
  return checks.flatMap(({ when }, index) => {
    const applies = when === undefined || (environment !== undefined && when.includes(environment));
    return applies ? [index] : [];
  });
}
