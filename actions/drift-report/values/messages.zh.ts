import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
}

export const messages: Catalogue<typeof en.messages> = {
  unit: (name, words, before, after) =>
    `${name} 的单位似乎变了（${words}）：换算回去后，其取值与参考数据一致（PSI 为 ${after.toFixed(3)}，而不是 ${before.toFixed(3)}）。`,
  outside: (name, share, low, high) =>
    `${name}：${percent(share)} 的值落在参考数据的范围 ${number(low)} 至 ${number(high)} 之外。`,
  spike: (name, value, before, after) =>
    `${name}：单个值 ${number(value)} 占全部值的 ${percent(after)}，在参考数据中占 ${percent(before)}；它可能代表缺失值。`,
};
