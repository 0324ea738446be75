import type { Catalogue } from '../../../shared/kernel/language.ts';
import { list } from '../wording.zh.ts';
import type * as en from './preflight-messages.en.ts';

export const messages: Catalogue<typeof en.messages> = {
  severalStatements: (many) =>
    many === 0 ? '其中没有语句' : `其中有 ${many} 条语句；应为一条 SELECT`,
  notSelect: '只能运行 SELECT：检查只读取，不修改任何内容',
  syntax: (text) => `无法读懂该 SQL：${text}`,
  strangeName: (name) => `WITH 中的名称 ${JSON.stringify(name)} 只能由字母、数字和 _ 组成`,
  refusedSource: '行只能来自本步骤的表',
  sampled: '抽样每次会给出不同的判定；请去掉 USING SAMPLE',
  refusedFunction: (name) => `函数 ${name} 不可用：检查只读取数据，且每次给出相同的判定`,
  unknownTable: (name, known, near) =>
    `没有表 ${JSON.stringify(name)}${near === undefined ? `；已知的表：${list(known)}` : `（您是想写 "${near}" 吗？）`}`,
  notCondition: '应为一个条件，例如 "price > 0 AND price < cost * 3"',
  badPattern: (reason) => `不是正则表达式（RE2，没有环视和反向引用）：${reason}`,
  badFormat: (reason) => `不是日期格式：${reason}`,
  reservedColumn: (column) =>
    `数据中有列 ${JSON.stringify(column)}；以 mlops_ 开头的名称保留给检查使用。`,
  contradiction: (other, why) => `与 ${other} 矛盾：${why}`,
  problems: (file, problems) =>
    problems.length === 1
      ? (problems[0] ?? '')
      : [`${file} 有 ${problems.length} 个问题：`, ...problems.map((one) => `  - ${one}`)].join(
          '\n',
        ),
};
