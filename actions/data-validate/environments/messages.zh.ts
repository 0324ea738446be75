import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count } from '../wording.zh.ts';
import type * as en from './messages.en.ts';

export const messages: Catalogue<typeof en.messages> = {
  unknownName: (where, name, near) =>
    `${where}：when 指定了环境 "${name}"，而 environments 中没有列出；${near}`,
  undeclared: (where) =>
    `${where}：使用了 when，但没有声明 environments；请加上列表，例如 environments: [train, serve]`,
  unasked: (names) =>
    `有些检查只适用于某些环境（${names.join('、')}），而本次运行没有说明处于哪个环境。`,
  askedUnknown: (name) => `检查中没有环境 "${name}"。`,
  skipped: (environment, left, all) =>
    left === 0
      ? `按环境 ${environment} 检查：全部 ${count(all)} 项检查都适用。`
      : `按环境 ${environment} 检查：${count(all)} 项检查中有 ${count(all - left)} 项适用，${count(left)} 项属于其他环境。`,
};
