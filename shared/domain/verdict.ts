import { z } from 'zod';

/** What a step, a metric or a check concludes. Whatever is missing is a `fail` that says so. */
export const verdictSchema = z.enum(['pass', 'warn', 'inconclusive', 'fail']);
export type Verdict = z.infer<typeof verdictSchema>;

/** From best to worst. */
export const verdicts = verdictSchema.options;

/** The worst of several verdicts; `pass` when there is none. */
export function worstVerdict(all: Iterable<Verdict>): Verdict {
  let worst: Verdict = 'pass';
  for (const verdict of all) {
    if (verdicts.indexOf(verdict) > verdicts.indexOf(worst)) worst = verdict;
  }
  return worst;
}

/** Which verdicts fail the run. */
export type FailOn = 'fail' | 'inconclusive' | 'never';

/** Whether this verdict fails the run under the policy the user chose. */
export function failsRun(verdict: Verdict, failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  return verdict === 'fail' || (failOn === 'inconclusive' && verdict === 'inconclusive');
}
