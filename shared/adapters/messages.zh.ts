import type { Catalogue } from '../kernel/language.ts';
import type * as en from './messages.en.ts';

export const records: Catalogue<typeof en.records> = {
  unreadable: (path) => `无法读取记录 ${path}。`,
  checkFile: '请检查它是否为当前用户可读的文件，或将其删除并重新运行该步骤。',
  notJson: (path) => `记录 ${path} 不是 JSON。`,
  wrongForm: (path, where) => `记录 ${path} 的格式不正确${where}。`,
  runAgain: '请删除该文件并重新运行该步骤；记录只由各步骤写出。',
  ofOther: (path, step, model, askedStep, askedModel) =>
    `记录 ${path} 属于模型 "${model}" 的 ${step}，而不是 "${askedModel}" 的 ${askedStep}。`,
  ownDirectory: '请给每个模型设置自己的 report-dir，或删除该文件。',
  otherVersion: (path, version, read) =>
    `记录 ${path} 属于另一个版本：其中写的是 ${version}，而当前版本读取 "${read}"。`,
  oneVersion: '请用同一版本运行所有步骤，或删除该文件并重新运行该步骤。',
};

export const gateway: Catalogue<typeof en.gateway> = {
  noAnswer: (host) => `${host} 上的 Pushgateway 没有应答。`,
  checkAddress: '请检查其地址。',
  refused: (host, status, answer) =>
    `${host} 上的 Pushgateway 拒绝了这些数值（${status}）：${answer}`,
  seeLog: '详情见其日志。',
  notHttp: 'Pushgateway 的地址不是 http 或 https 地址。',
  giveAddress: '请在输入 "pushgateway" 中按 http://pushgateway:9091 的形式给出。',
};

export const replays: Catalogue<typeof en.replays> = {
  noRequests: (rows, data) =>
    `从 ${data.join('、')} 读取的 ${rows} 行中，没有一行能构成对该模型的请求。`,
  checkColumns: '请检查 deploy.replay：每一列的值须为模型所接受的类型。',
  columnMissing: (column, data) => `模型需要 "${column}"，而 ${data.join('、')} 中没有这一列。`,
  nameColumns: (known) => `现有的列：${known.join('、')}。请用 deploy.replay.columns 指定各列。`,
};

const entry =
  '它是加载模型以应答请求的模块：必须导出函数 load({ directory, tf })，并解析为 { inputs, outputs, predict }。请训练带有该模块的模型；快速入门中有可作为起点的 serve.mjs';

export const serving: Catalogue<typeof en.serving> = {
  missing: (file) => `模型文件夹中没有 ${file}，${entry}`,
  noLoad: (file) => `${file} 没有导出函数 "load"；${entry}`,
};
