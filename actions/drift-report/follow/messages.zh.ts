import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count } from '../messages.zh.ts';
import type * as en from './messages.en.ts';

export const followMessages: Catalogue<typeof en.followMessages> = {
  started: (source, unit, reference) =>
    `正在按 ${unit} 跟踪${source === '-' ? '标准输入' : ` ${source}`}，与 ${reference} 比较。按 Ctrl-C 停止。`,
  window: (window, rows, summary) => `${window}（${count(rows)} 行）：${summary}`,
  late: (rows) => `${count(rows)} 行在其窗口关闭之后才到，已略去。`,
  timeless: (rows) => `${count(rows)} 行没有时间，已略去。`,
  cut: (lines) => `文件被替换时有 ${count(lines)} 行被截断，已略去。`,
  unfinished: (window) => `运行停止时窗口 ${window} 尚未结束；按当时的内容评判。`,
  nothing: '没有收到任何行，因此无可比较。',
};
