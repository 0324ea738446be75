import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

export const historyMessages: Catalogue<typeof en.historyMessages> = {
  unreadable: (path) =>
    `历史文件 ${path} 不是本版本写入的，因此不使用更早的窗口，文件保持不变。请删除它，或用输入 "history" 指明另一个文件。`,
  unwritable: (path, reason) =>
    `历史文件 ${path} 无法写入（${reason}）；下次运行将不知道本次的结果。`,
  noBaseline: (windows, baseline) =>
    `历史中没有 ${listed(windows)} 的${baseline === 'previous' ? '更早窗口' : '同季节更早窗口'}：改与参考数据比较。`,
  usual: (name, windows) => `${name} 超出限值，但没有超过最近 ${windows} 个窗口的范围。`,
  uncalibrated: (known, needed) =>
    `尚无法学习限值：需要 ${needed} 个更早的窗口，现有 ${known} 个。在此之前漂移最多报告为 P2。`,
  trend: (name, windows, what, from, to) =>
    `${name} 已连续 ${windows} 个窗口朝同一方向移动：${what} ${from} → ${to}。`,
};

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join('、');
  return names.length > 5 ? `${shown} 等 ${names.length} 个` : shown;
}
