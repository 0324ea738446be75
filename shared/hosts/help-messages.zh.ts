import type { Catalogue } from '../kernel/language.ts';
import type * as en from './help-messages.en.ts';

const questions: Readonly<Record<string, string>> = {
  'data-validate': '这些数据适合用来训练吗？',
  'train-on-gpu-runner': '这份代码和数据会得到什么模型？',
  'evaluate-gate': '它是否确实比冠军模型更好，而且对所有群体都是如此？',
  'register-model': '这究竟是哪个模型，它从何而来？',
  'deploy-canary': '它在真实流量下站得住吗？',
  'drift-report': '现实世界是否仍与模型训练时相同？',
};

export const helpTexts: Catalogue<typeof en.helpTexts> = {
  question: (step, own) => questions[step] ?? own,
  title: (step, question) => `mlops ${step}：${question}`,
  usage: (step) => `用法：mlops ${step} [--名称 值] [--名称=值] [--选项] [--no-选项]`,
  inputs: '输入：',
  commonInputs: '每个步骤都有的输入：',
  outputs: '输出：',
  exitCodes: [
    '退出码：0 已完成且未失败，1 判定使运行失败，2 输入有误，',
    '3 外部服务没有响应或拒绝，70 本工具自身的错误。',
  ].join('\n'),
  atLeast: (least) => `至少为 ${least}。`,
  atMost: (most) => `至多为 ${most}。`,
  required: '必填。',
  otherwise: (value) => `[默认值：${value}]`,
  example: (value) => `[示例：${value}]`,
};
