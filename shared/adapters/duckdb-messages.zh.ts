import type { Catalogue } from '../kernel/language.ts';
import type * as en from './duckdb-messages.en.ts';

export const csv: Catalogue<typeof en.csv> = {
  otherColumns: (name, names, first, wanted) =>
    `${name} 的列与 ${first} 不同：是 ${names.join('、')}，而不是 ${wanted.join('、')}。`,
  sameHeader: '作为一个表读取的文件须有相同的标题行。',
  blankHeader: (name) => `${name} 没有标题行：第一行是空行。`,
  beginWithNames: '请让文件以一行列名开头。',
  numbersInHeader: (name, line) => `${name} 没有标题行：第一行是 ${line}。`,
  addNames: '请在第一行加上各列的名称。',
  columnTwice: (name, column) => `${name} 的标题行中列 "${column}" 出现了两次。`,
  checkText: '请检查该文件是什么，以及是否已完整写入。',
};

export const reasons: Catalogue<typeof en.reasons> = {
  inLine: (name, line) => `${name} 第 ${line} 行`,
  theData: '数据',
  is: (where, reason) => `${where}：${reason}`,
  fields: (found, header) => `该行有 ${found} 个字段，而标题行有 ${header} 个。`,
  openQuote: '引号没有闭合，或其后还有文本。',
  notUtf8: '文本不是 UTF-8。',
  longLine: '该行超过 2 MB。',
  mixedEnds: '各行的结尾不一致，有的是 CR LF，有的只是 LF。',
  notJson: (row, why) => `第 ${row} 行不是有效的 JSON：${why}。`,
  keyTwice: (row, key) => `第 ${row} 行中键 "${key}" 出现了两次。`,
  notInEvery: (column) => `并非每个文件都有列 "${column}"。`,
  lacksColumn: (column) => `其中没有列 "${column}"，而它之前的文件都有。`,
  otherType: (column, found, wanted) =>
    `其列 "${column}" 是 ${found}，而在它之前的文件中是 ${wanted}。`,
  noEnd: '文件缺少结尾。',
  gone: '文件已不存在，或不再可读。',
  damaged: (gist) => `文件已损坏（${gist}）。`,
};

export const remedies: Catalogue<typeof en.remedies> = {
  linesAbove: '如果标题行上方还有其他行，请将其删除。',
  quoteFields: '请给含有分隔符的字段加上引号。',
  fillLines: '请让每一行的字段数与标题行相同；若某行被截断，可能是文件没有复制完整。',
  doubleQuotes: '请把带引号的字段中的每个引号写成两个。',
  saveAsUtf8: '请将文件保存为 UTF-8。',
  closeQuote: '请查找只有开头而没有闭合的引号。',
  sameEnds: '请让所有行使用相同的行尾，例如使用 `dos2unix`。',
  objectPerLine: '请每行写一个 JSON 对象，并检查文件是否已完整复制。',
  keysOnce: '每个键只写一次；大小写视为相同。',
  sameColumns: '作为一个表读取的文件须有相同的列；否则请在不同的运行中分别指定。',
  otherJobs: '请检查是否有其他作业移动或删除了它。',
};

export const memory: Catalogue<typeof en.memory> = {
  full: '数据超出了该步骤可用的内存，临时磁盘也放不下。',
  moreDisk: '请使用磁盘空间更大的运行器，或指定较少的文件。',
};
