import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

export const historyMessages: Catalogue<typeof en.historyMessages> = {
  unreadable: (path) =>
    `历史文件 ${path} 不是由本版本写入的，因此不使用更早的窗口，文件保持不变。请删除它，或用输入 "history" 指定另一个。`,
  unwritable: (path, reason) => `无法写入历史文件 ${path}（${reason}）；下次运行不会知道本次。`,
  noBaseline: (windows, baseline) =>
    `历史中没有 ${listed(windows)} 的${baseline === 'previous' ? '更早窗口' : '同一季节的更早窗口'}：改为与参考数据比较。`,
  usual: (name, windows) => `${name} 超出限值，但没有超过最近 ${windows} 个窗口的水平。`,
  uncalibrated: (known, needed) =>
    `还无法学习限值：需要 ${needed} 个更早的窗口，现有 ${known} 个。在此之前，漂移至多报告为 P2。`,
  mean: '均值',
  shareOfTrue: 'true 的占比',
  trend: (name, windows, what, from, to) =>
    `${name} 已连续 ${windows} 个窗口朝同一方向变化：${what} ${from} → ${to}。`,
};

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join('、');
  return names.length > 5 ? `${shown} 及另外 ${names.length - 5} 个` : shown;
}
