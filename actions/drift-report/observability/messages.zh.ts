import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

export const observabilityMessages: Catalogue<typeof en.observabilityMessages> = {
  histogram: (column) => `${column} 的分布`,
  share: '行的占比',
  missingLabel: '缺失',
  present: '有值',
  others: '所有其他',
  fresh: '新取值',
  upTo: (edge) => `≤ ${edge}`,
  above: (edge) => `> ${edge}`,
  notPushed: (reason) => `数值没有推送到 Pushgateway：${reason}`,
  notWritten: (path, reason) => `数值没有写入 ${path}：${reason}`,
};
