import type { Catalogue } from './language.ts';
import type * as en from './messages.en.ts';

export const messages: Catalogue<typeof en.messages> = {
  known: (names) => `已知：${names.join('、')}。`,
  didYouMean: (name) => `您是想写 "${name}" 吗？`,
};

export const inputs: Catalogue<typeof en.inputs> = {
  required: (example) =>
    `是必需的，但没有给出${example === undefined ? '' : `（例如 ${example}）`}`,
  secret: '（保密的值）',
  wrong: (shown, expected) => `为 ${shown}，但${expected}`,
  input: (name, problem) => `输入 "${name}" ${problem}`,
  one: (step, problem) => `${step}：${problem}`,
  several: (step, count) => `${step}：有 ${count} 个输入不正确：`,
  help: (step) => `\`mlops ${step} --help\` 会列出每个输入。`,
  text: (accepts, pattern) => `应为 ${accepts ?? `匹配 ${pattern} 的值`}`,
  number: (isInteger, min, max) => {
    const bounds = [
      ...(min === undefined ? [] : [`至少 ${min}`]),
      ...(max === undefined ? [] : [`至多 ${max}`]),
    ];
    return `应为${bounds.length === 0 ? '' : `${bounds.join('、')} 的`}${isInteger ? '整数' : '数字'}`;
  },
  boolean: '应为 true 或 false',
  option: (options, near) =>
    `应为 ${options.join('、')} 之一${near === undefined ? '' : `（您是想写 "${near}" 吗？）`}`,
  map: '应为名称到单个值的映射，例如 { rate: 0.1 }',
};
