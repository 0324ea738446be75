import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const number = (value: number): string =>
  value.toLocaleString('en-US', { maximumSignificantDigits: 6 });

export const messages: Catalogue<typeof en.messages> = {
  unit: (name, words, before, after) =>
    `${name} 的单位似乎已改变（${words}）：换算回去后与参考数据一致（PSI ${after.toFixed(3)}，换算前为 ${before.toFixed(3)}）。`,
  outside: (name, share, low, high) =>
    `${name}：${percent(share)} 的值超出参考数据的范围（${number(low)} 至 ${number(high)}）。`,
  spike: (name, value, before, after) =>
    `${name}：单个取值 ${number(value)} 占全部值的 ${percent(after)}，在参考数据中为 ${percent(before)}；它可能代表缺失值。`,
};
