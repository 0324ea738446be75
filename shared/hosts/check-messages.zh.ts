import type { Catalogue } from '../kernel/language.ts';
import type * as en from './check-messages.en.ts';

export const checkMessages: Catalogue<typeof en.checkMessages> = {
  running: '正在运行。',
  runningSummary: '该步骤正在运行；完成后，其报告将替换本行。',
  notWritten: (reason: string) => `未能写入检查：${reason} 结论不变。`,
};
