import { formatDuration } from '../../../shared/domain/duration.ts';
import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

const titles = {
  p0: '需要立即处理的漂移',
  p1: '需要查看的漂移',
  p2: '值得知道的漂移',
};

const named = (names: readonly string[]): string => `渠道 ${names.join('、')}`;

export const messages: Catalogue<typeof en.messages> = {
  title: (level, isReminder) => `${titles[level]}${isReminder ? '，仍在持续' : ''}`,
  resolved: '漂移已消失',
  digest: (entries) => `自上次摘要以来有 ${entries} 份报告`,
  digestSummary: '发生了漂移、但可以等有时间再处理的内容。',
  digestEntry: (position) => `摘要 ${position}`,
  raised: (level, code) => `${level.toUpperCase()}：策略把 ${code} 计为 ${level.toUpperCase()}。`,
  notSent: (reason) => `没有发出告警：${reason}。`,
  never: '输入 notify 为 never',
  onRequest: '本次运行属于拉取或合并请求',
  inTerminal: '这不是代码托管平台的作业；把输入 notify 设为 always 仍可发送',
  told: (names, event) => `已通知${named(names)}（${event}）。`,
  held: (names, forMs) =>
    `没有再次通知${named(names)}：之前已发过同样的告警，冷却期还有 ${formatDuration(forMs)}。`,
  waiting: (alert, runs, after) =>
    `${alert.toUpperCase()} 已连续出现在 ${runs} 次运行中；从第 ${after} 次起采取行动。`,
  stateUnreadable: (path) => `不知道之前通知过什么：${path} 已损坏，因此告警可能重复。`,
  stateUnwritable: (path) => `无法记住通知过什么：无法写入 ${path}，因此下次运行可能重复告警。`,
  rollbackStarted: (workflow) => `已以 rollback 模式启动 ${workflow}。`,
  rollbackHeld: (at) => `没有第二次回滚：${at} 已启动过一次，仍在冷却期内。`,
  rollbackUnsure: (at) =>
    `一次在 ${at} 被中止的运行可能已经启动了回滚。不会启动第二次；请检查部署。`,
  cannotDispatch: (kind, host) => `${host} 无法启动它：drift-report 不知道那里的 ${kind}。`,
  commentGone: (summary) => `漂移已消失。${summary}`,
  commentBack: (summary) => `漂移再次出现。${summary}`,
  commentWorse: (summary) => `漂移加重了。${summary}`,
  issueOpened: (url) => `已创建议题 ${url}。`,
  issueClosed: (url) => `已关闭议题 ${url}：漂移已消失。`,
  issueReopened: (url) => `已重新打开议题 ${url}：漂移再次出现。`,
  issueLeftClosed: (url) => `议题 ${url} 已被人关闭，保持关闭：漂移与之前相同。`,
  labelDropped: (label, url) =>
    `平台没有把标签 ${label} 加到 ${url} 上，因此下次运行找不到该议题。请创建该标签，或给令牌相应的权限。`,
};
