import { ActionError } from '../../../../shared/kernel/action-error.ts';
import type { LeftGate, PastRuns } from '../../../../shared/ports/past-runs.ts';
import type { StepContext } from '../../../../shared/ports/step.ts';
import type { definition } from '../../definition.ts';
import { said } from '../messages.ts';

type Context = StepContext<typeof definition>;

/** The forge's side of the search for what the gate said of a commit. */
export interface RunSearch {
  find(model: string, commit: string): Promise<LeftGate | undefined>;
  /** Whether the host has such a place at all. */
  readonly hasForge: boolean;
  /** What stood in the way so far, for people. */
  readonly problems: readonly string[];
}

/** A commit is a request or more, and GitHub's tokens have a thousand an hour for the repository. */
const mostCommits = 20;

/**
 * What earlier runs left as artifacts on the forge. A forge that refuses, or does not answer, is not
 * asked again: the search goes on without it, and says so.
 *
 * @param workFolder where predictions may be written; removed by who made it
 */
export function searchRuns({ host, inputs, reportDir }: Context, workFolder: string): RunSearch {
  const problems: string[] = [];
  let source: Promise<PastRuns | undefined> | undefined;
  let remaining = mostCommits;
  const tell = (problem: string): void => {
    problems.push(problem);
    host.log('warning', said.runsProblem(problem));
  };
  return {
    hasForge: host.pastRuns !== undefined,
    problems,
    async find(model, commit) {
      if (remaining <= 0) return undefined;
      remaining -= 1;
      try {
        source ??= host.pastRuns?.(inputs.token, reportDir) ?? Promise.resolve(undefined);
        const answer = await (await source)?.find({ model, commit }, workFolder);
        answer?.problems.forEach(tell);
        return answer?.left;
      } catch (error) {
        if (!(error instanceof ActionError) || error.kind === 'bug') throw error;
        remaining = 0;
        tell([error.message, error.hint ?? ''].join(' ').trim());
        return undefined;
      }
    },
  };
}
