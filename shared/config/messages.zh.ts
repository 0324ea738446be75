import type { Catalogue } from '../kernel/language.ts';
import type * as en from './messages.en.ts';
import { refinements } from './refinements.zh.ts';

export const messages: Catalogue<typeof en.messages> = {
  unreadableBecause: {
    ENOENT: '没有这个文件',
    EISDIR: '它是一个目录',
    EACCES: '当前用户无权读取',
  },
  unreadable: (file, reason) =>
    `无法读取配置文件 ${file}${reason === undefined ? '' : `：${reason}`}。`,
  checkConfig: (directory) => `请检查输入 "config"，或创建该文件；相对路径以 ${directory} 为起点。`,
  theConfiguration: '配置',
  noModel: (file, model) => `${file} 没有描述模型 "${model}"。`,
  severalModels: (file, names) => `${file} 描述了 ${names.length} 个模型（${names.join('、')}）。`,
  sayModel: '请用输入 "model" 指明是哪一个。',
  notAName: (shown) => `${shown} 不是模型名称。`,
  nameForm: '请使用小写字母和数字，可用 . _ 或 - 连接，至多 64 个字符。',
  problems: (file, count) => `${file} 有 ${count} 个问题：`,
  correct: '请更正该文件后重新运行。',
  invalidName: (path, reason) => `"${path}" 不是有效的名称：${reason}`,
  theFile: '该文件',
  refined: (said) => refinements[said] ?? said,
  weightsMustRise: (weight, before) => `权重必须递增，但 ${before} 之后是 ${weight}`,
  wholeWeightEnds: '权重 100 结束发布：此时没有稳定版本可供比较，因此不能给出时长',
  weightNeedsDuration: (weight) => `权重为 ${weight} 的步骤需要时长，例如 30s`,
  costNeedsLoss: '成本要与损失相权衡：请同时给出 "loss-per-point"',
  at: (name, problem) => `${name}：${problem}`,
  missing: (name, expected) => `缺少 ${name}；应为 ${expected}`,
  unknownKey: (path, near, known) => `未知的键 "${path}"；${guess(near, known)}`,
  empty: '该文件为空',
  lfsPointer: '该文件是 Git LFS 指针；运行 `git lfs pull` 可取得文件本身',
  notKeys: (isList) => `该文件是${isList ? '列表' : '纯文本'}；应为带值的键，例如 "version: 1"`,
  missingKind: (key, known) => `缺少 "${key}"；应为 ${known.join('、')} 之一`,
  unknownKind: (key, typed, near, known) => `未知的 ${key} "${typed}"；${guess(near, known)}`,
};

function guess(near: string | undefined, known: readonly string[]): string {
  return near === undefined ? `已知：${known.join('、')}` : `您是想写 "${near}" 吗？`;
}
