import type { Finding } from '../../../shared/domain/record.ts';
import type { JudgedRule, MetricRule } from './judge.ts';

const short = (value: number): string => String(Number(value.toPrecision(4)));

/** Why a canary broke a rule of the gate's policy, with the numbers. */
export function ruleBroken({ rule, value, baseline, difference, broken }: JudgedRule): Finding {
  const { name, min, max, maxRegression, isRequired } = rule;
  const between = `${short(value.estimate)} (from ${short(value.low)} to ${short(value.high)})`;
  const against = baseline === undefined ? '' : ` against stable's ${short(baseline.estimate)}`;
  const limit = {
    floor: `the policy asks for ${min} or more`,
    ceiling: `the policy allows ${max} at most`,
    regression: `the policy allows it to be worse by ${regressionText(maxRegression)}`,
  }[broken ?? 'regression'];
  return {
    code: 'policy-broken-live',
    severity: isRequired ? 'error' : 'warning',
    message: `Under live traffic the canary's ${name} is ${between}${against}, and ${limit} (evaluate.metrics).`,
    column: name,
    evidence: { metric: name, value, baseline, difference },
  };
}

function regressionText(allowed: MetricRule['maxRegression']): string {
  const parts = [
    ...(allowed?.absolute === undefined ? [] : [String(allowed.absolute)]),
    ...(allowed?.relative === undefined ? [] : [`${short(allowed.relative * 100)} %`]),
  ];
  return parts.join(' and ');
}

/** Rules that neither live traffic nor these rows can tell. */
export function rulesNotJudged(names: readonly string[], hasLabels: boolean): Finding {
  const why = hasLabels
    ? 'they are not told by single answers; the gate judged them'
    : 'the rows that were sent have no labels; name rows with the label column in deploy.replay.data';
  return {
    code: 'policy-not-judged-live',
    severity: 'info',
    message: `Of the policy (evaluate.metrics), ${names.join(', ')} could not be judged under live traffic: ${why}.`,
    evidence: { metrics: names },
  };
}
