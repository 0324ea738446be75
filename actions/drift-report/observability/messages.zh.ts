import type { Catalogue } from '../../../shared/kernel/language.ts';
import * as en from './messages.en.ts';

export const observabilityMessages: Catalogue<typeof en.observabilityMessages> = {
  histogram: (column) => `${column} 的分布`,
  share: '行的占比',
  missingLabel: '缺失',
  present: '有值',
  others: '其余全部',
  fresh: '新取值',
  upTo: en.observabilityMessages.upTo,
  above: en.observabilityMessages.above,
  notPushed: (reason) => `未能把指标推送到 Pushgateway：${reason}`,
  notWritten: (path, reason) => `未能把指标写入 ${path}：${reason}`,
};
