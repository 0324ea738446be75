import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

export const messages: Catalogue<typeof en.messages> = {
  inTable: (table, text) => `${table}：${text}`,
  title: (count) => `另有 ${count} 个表`,
  note: '每个表都有自己的指纹；本次运行的指纹是主数据的。',
};
