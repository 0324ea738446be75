import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

export const messages: Catalogue<typeof en.messages> = {
  inTable: (table, text) => `${table}：${text}`,
  title: (count) => `另有 ${count} 个表`,
  setTitle: (count) => `${count} 个表`,
  setNote: '每个表都有自己的指纹；本次运行的指纹是全部表的文件的。',
  needsMain: (name, place) =>
    `${place === undefined ? '' : `${place}：`}"${name}" 针对主数据，但没有指定数据。`,
  moveChecks:
    '请把每项检查写在它的表下（tables.<表名>.checks），或给出输入 "data" 或配置文件中的 data.train。',
  giveMain: '请去掉它，或给出输入 "data" 或配置文件中的 data.train；其他表便与主数据并列。',
  note: '每个表都有自己的指纹；本次运行的指纹是主数据的。',
};
