import type { Catalogue } from '../../../shared/kernel/language.ts';
import type { MetricRule } from './judge.ts';
import type * as en from './messages.en.ts';

const short = (value: number): string => String(Number(value.toPrecision(4)));

export const messages: Catalogue<typeof en> = {
  ruleBroken: ({ rule, value, baseline, difference, broken }) => {
    const { name, min, max, maxRegression, isRequired } = rule;
    const between = `${short(value.estimate)}（${short(value.low)} 至 ${short(value.high)}）`;
    const against = baseline === undefined ? '' : `，稳定版为 ${short(baseline.estimate)}`;
    const limit = {
      floor: `策略要求不低于 ${min}`,
      ceiling: `策略要求不高于 ${max}`,
      regression: `策略只允许比稳定版差 ${regressionText(maxRegression)}`,
    }[broken ?? 'regression'];
    return {
      code: 'policy-broken-live',
      severity: isRequired ? 'error' : 'warning',
      message: `在线上流量中，灰度版的 ${name} 为 ${between}${against}；${limit}（evaluate.metrics）。`,
      column: name,
      evidence: { metric: name, value, baseline, difference },
    };
  },
  rulesNotJudged: (names, hasLabels) => {
    const why = hasLabels
      ? '单条应答无法得出这些指标；它们已由门禁评判'
      : '所发送的行没有标签；请在 deploy.replay.data 中给出带标签列的数据';
    return {
      code: 'policy-not-judged-live',
      severity: 'info',
      message: `策略（evaluate.metrics）中的 ${names.join('、')} 无法在线上流量中评判：${why}。`,
      evidence: { metrics: names },
    };
  },
};

function regressionText(allowed: MetricRule['maxRegression']): string {
  const parts = [
    ...(allowed?.absolute === undefined ? [] : [String(allowed.absolute)]),
    ...(allowed?.relative === undefined ? [] : [`${short(allowed.relative * 100)} %`]),
  ];
  return parts.join(' 且 ');
}
