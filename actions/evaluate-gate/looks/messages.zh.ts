import { count, percent } from '../messages.zh.ts';
import type * as en from './messages.en.ts';

export const looksText: typeof en.looksText = (looks, chance, isMany, unit) => {
  const what = unit === 'cases' ? '用例' : '行';
  const said = `到目前为止，已有 ${count(looks)} 个模型在这些${what}上评判过：一个变差超限的模型侥幸通过的概率至多为 ${percent(chance)}。`;
  return isMany ? `${said}请在没有模型见过的${what}上评判最终的模型。` : said;
};
