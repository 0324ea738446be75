import type { Catalogue } from '../../kernel/language.ts';
import type * as en from './messages.en.ts';

export const channels: Catalogue<typeof en.channels> = {
  notSet: (variable, channel) => `通道 "${channel}" 的环境变量 ${variable} 未设置。`,
  handOver: '请把它交给该步骤：在 GitHub 上用 "env:" 取自 secret，在 GitLab 上用掩码变量。',
  notHttps: (variable, channel) => `通道 "${channel}" 的环境变量 ${variable} 不是 https 地址。`,
  copyAddress: '请把 webhook 的完整地址复制到该 secret 中。',
  theWebhook: '该 webhook',
  refused: (receiver, channel, reason) =>
    `${receiver} 拒绝了通道 "${channel}" 的消息（${reason}）。`,
  checkSecret: '请检查该通道所指定的环境变量中的地址和密钥。',
  unavailable: (receiver, channel, tries, reason) =>
    `${receiver} 在 ${tries} 次尝试中都没有接收通道 "${channel}" 的消息（${reason}）。`,
  nextRun: '下一次运行会再次尝试。',
  noAnswer: '未及时应答',
  brokeOff: '连接中断',
};

export const wording: Catalogue<typeof en.wording> = {
  openReport: '打开报告',
  report: '报告',
  digest: '摘要',
  more: (count) => `另有 ${count} 项见报告`,
};
