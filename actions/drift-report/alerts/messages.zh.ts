import { formatDuration } from '../../../shared/domain/duration.ts';
import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';
import type { Level } from './plan.ts';

const titles: Readonly<Record<Level, string>> = {
  p0: '漂移需要立即处理',
  p1: '漂移需要查看',
  p2: '漂移值得了解',
};

const named = (names: readonly string[]): string => `渠道 ${names.join('、')}`;

export const messages: Catalogue<typeof en.messages> = {
  title: (level, isReminder) => `${titles[level]}${isReminder ? '（仍在持续）' : ''}`,
  resolved: '漂移已消失',
  digest: (entries) => `自上次摘要以来有 ${entries} 份报告`,
  digestSummary: '发生了哪些漂移，可在有空时处理。',
  digestEntry: (position) => `摘要 ${position}`,
  raised: (level, code) => `${level.toUpperCase()}：策略将 ${code} 计为 ${level.toUpperCase()}。`,
  notSent: (reason) => `没有通知任何人：${reason}。`,
  onRequest: '本次运行属于拉取请求或合并请求',
  inTerminal: '这不是代码平台的作业；若仍要发送，请把输入 notify 设为 always',
  told: (names, event) => `已通知${named(names)}（${event}）。`,
  held: (names, forMs) =>
    `未再次通知${named(names)}：相同的告警此前已通知过，冷却期还剩 ${formatDuration(forMs)}。`,
  waiting: (alert, runs, after) =>
    `${alert.toUpperCase()} 已连续出现在 ${runs} 次运行中；从第 ${after} 次起采取行动。`,
  stateUnreadable: (path) => `不知道此前通知过什么：${path} 已损坏，因此告警可能重复。`,
  stateUnwritable: (path) => `无法记住已通知的内容：${path} 无法写入，因此下次运行可能重复告警。`,
  rollbackStarted: (workflow) => `已以 rollback 模式启动 ${workflow}。`,
  rollbackHeld: (at) => `不再次回滚：${at} 已启动过一次，仍在冷却期内。`,
  rollbackUnsure: (at) => `${at} 被停止的一次运行可能已启动回滚。不会再次启动；请检查部署。`,
  cannotDispatch: (kind, host) => `${host} 无法启动：drift-report 在那里没有 ${kind}。`,
  issueOpened: (url) => `已创建议题 ${url}。`,
  issueClosed: (url) => `已关闭议题 ${url}：漂移已消失。`,
  issueReopened: (url) => `已重新打开议题 ${url}：漂移再次出现。`,
  issueLeftClosed: (url) => `议题 ${url} 已被人关闭，保持关闭：漂移与之前相同。`,
  labelDropped: (label, url) =>
    `代码平台没有给 ${url} 加上标签 ${label}，因此下次运行找不到该议题。请创建该标签，或给予令牌相应权限。`,
};
