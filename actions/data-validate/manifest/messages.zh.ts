import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count, list } from '../wording.zh.ts';
import type * as en from './messages.en.ts';

const quoted = (text: string): string => JSON.stringify(text);

/** What is wrong with a file, by the words that the examination has for it. */
const problemNames: Readonly<Record<string, string>> = {
  empty: '空文件',
  'Git LFS pointers': 'Git LFS 指针',
  'not UTF-8': '不是 UTF-8',
  'zero bytes in a text': '文本中有零字节',
  'no image of a known format': '不是已知格式的图片',
  'cut short': '被截断',
  'no pixels': '没有像素',
  'damaged: a checksum does not hold': '损坏：校验和不符',
  'damaged: no frame': '损坏：没有帧',
  'damaged: no marker where one belongs': '损坏：缺少应有的标记',
  'damaged: no picture in it': '损坏：其中没有图像',
};

function problemName(problem: string): string {
  return problemNames[problem] ?? problem.replace(/^named as (.+)$/u, '扩展名却是 $1');
}

export const messages: Catalogue<typeof en.messages> = {
  missingTitle: '每一行都有对应的文件',
  missing: (rows) => `${count(rows)} 行没有文件`,
  missingExpected: '每一行在根目录下都有文件',
  orphansTitle: '每个文件都有对应的行',
  orphans: (paths) =>
    paths.length === 0
      ? '没有缺少行的文件'
      : `${count(paths.length)} 个文件没有对应的行：${list(paths)}`,
  orphansExpected: '每个文件都有一行',
  unreadableTitle: '每个文件都能读取',
  unreadable: (files, problems) =>
    files === 0
      ? '全部可以读取'
      : `${count(files)} 个文件无法读取：${list(problems.map(([problem, of]) => `${problemName(problem)} ${count(of)} 个`))}`,
  unreadableExpected: '完整的图片和 UTF-8 文本，扩展名与内容一致',
  repeatedTitle: '没有文件被引用两次',
  repeated: (rows) => `${count(rows)} 行引用了前面某行的文件`,
  repeatedExpected: '每个文件一行',
  duplicatesTitle: '没有内容相同的文件',
  duplicates: (files) => `${count(files)} 个文件与前面的文件内容相同`,
  duplicatesExpected: '每个文件内容各不相同',
  conflictTitle: '相同的文件类别相同',
  conflict: (rows) => `${count(rows)} 行的文件在另一行中被标为另一个类别`,
  conflictExpected: '相同内容只有一个类别',
  classSizeTitle: '每个类别都有足够的文件',
  classSize: (few, smallest) =>
    few.length === 0
      ? `最小的 ${quoted(smallest[0])} 有 ${count(smallest[1])} 个`
      : `太少：${list(few.map(([name, files]) => `${quoted(name)} 有 ${count(files)} 个`))}`,
  classSizeExpected: (least) => `每个类别至少 ${count(least)} 个文件`,
  balanceTitle: '类别均衡',
  balance: (largest, smallest) =>
    `${quoted(largest[0])} 有 ${count(largest[1])} 个文件，${quoted(smallest[0])} 有 ${count(smallest[1])} 个`,
  balanceExpected: (most) => `最大的类别至多为最小的 ${most.toLocaleString('en-US')} 倍`,
  sharedTitle: (split) => `${split} 中没有用于训练的文件`,
  shared: (split, first, all) =>
    all === 0
      ? '没有同时出现在两边的'
      : `${split} 中有 ${count(all)} 行的文件内容用于训练（在该处第 ${first.join('、')}${all > first.length ? '……' : ''} 行）`,
  sharedExpected: '没有，无论叫什么名字',
  noColumn: (name) => `validate.manifest 指定了列 "${name}"，而数据中没有这一列`,
  columnTitle: (name) => `清单中有列 ${name}`,
  columnExpected: 'validate.manifest 指定的列',
  notLookedFor: '没有查找缺少行的文件：validate.manifest 既没有指定 root 也没有指定 files。',
  someFilesTitle: '有文件',
  someFilesExpected: '至少 1 个文件',
  filesFound: (files, root) => `${root} 下有 ${count(files)} 个文件`,
  conflictFiles: (files) => `${count(files)} 个文件在另一类别的目录中有副本`,
  withFiles: (observed, paths, all) =>
    `${observed}（${paths.join('、')}${all > paths.length ? '……' : ''}）`,
  folderTable: (files, root) => `${root} 下的 ${count(files)} 个文件`,
  reading: (done, all) => `已读取 ${count(done)} / ${count(all)} 个文件`,
  classesTable: (classes) => `${count(classes)} 个类别`,
  filesTable: (files) => `数据引用的 ${count(files)} 个文件`,
  filesNote: (digest) => `${digest}：全部文件内容的摘要，与文件名无关。`,
  pixels: (smallest, largest) => (smallest === largest ? smallest : `${smallest} 至 ${largest}`),
};
