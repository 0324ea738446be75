import type { Catalogue } from '../../../shared/kernel/language.ts';
import { nearestName } from '../../../shared/kernel/nearest-name.ts';
import type * as en from './across-messages.en.ts';

export const messages: Catalogue<typeof en.messages> = {
  noTable: (name) => `没有名为 "${name}" 的表；请在 tables 下声明`,
  emptyTable: (name) => `${name} 没有行`,
  otherColumnsMissing: (table, missing, there) => {
    const names = missing.map((name) => {
      const near = nearestName(name, there);
      return near === undefined ? `"${name}"` : `"${name}"（您是想写 "${near}" 吗？）`;
    });
    return `${table} 没有列 ${names.join('、')}`;
  },
  withoutRow: (values, table) => `${values}在 ${table} 中没有对应的行`,
};
