import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count } from '../messages.en.ts';
import type * as en from './messages.en.ts';

export const followMessages: Catalogue<typeof en.followMessages> = {
  started: (source, unit, reference) =>
    `按 ${unit} 跟踪${source === '-' ? '标准输入' : ` ${source}`}，对照 ${reference}。按 Ctrl-C 停止。`,
  window: (window, rows, summary) => `${window}（${count(rows)} 行）：${summary}`,
  late: (rows) => `${count(rows)} 行在其窗口关闭后才到达，已略过。`,
  timeless: (rows) => `${count(rows)} 行没有时间，已略过。`,
  cut: (lines) => `${count(lines)} 行在文件被替换时被截断，已略过。`,
  unfinished: (window) => `运行停止时窗口 ${window} 尚未结束；已按当时的内容评判。`,
  nothing: '没有收到任何行，因此没有可比较的内容。',
};
