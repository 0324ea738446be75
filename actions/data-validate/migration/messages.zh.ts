import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

export const messages: Catalogue<typeof en.messages> = {
  nothingSaid: '其中没有可以检查的内容',
  refused: (argument, why) =>
    `${argument === '' ? '它的参数' : `它的 ${argument}`}在此不可用：${why}`,
  lostTitle: (says) => `检查了 ${says}`,
  lostObserved: (why) => `无法转换：${why}`,
  lostExpected: '文件中的每项检查都已转换',
  differs: ({ says, why }) => `${says}：${why}。`,
  read: (file, tool, checks, lost) => {
    const carried = `${file} 是 ${tool} 的检查集；读取为 ${checks} 项检查。`;
    const rest = lost === 0 ? '全部已转换。' : `其中 ${lost} 部分无法转换，按未通过计。`;
    return `${carried}${rest}若要把这些检查保存为我们自己的 YAML，请运行 mlops migrate-checks ${file}。`;
  },
  severalTables: (file, tool, tables) =>
    `${file}（${tool}）描述了 ${tables.length} 个表：${tables.join('、')}。`,
  chooseTable: (file, table) => `请在井号后指明数据是哪一个表：${file}#${table}`,
  noSuchTable: (file, table) => `${file} 没有描述表 "${table}"。`,
  noTables: (file, tool) => `${file} 是 ${tool} 的文件，但其中没有任何表有可检查的内容。`,
  unknown: (file) => `${file} 不是此处已知工具的检查集。`,
  known:
    '已知的有 Great Expectations（JSON）、SodaCL 3、pandera 和 dbt（YAML）的检查集、Frictionless 表模式和 DQDL。',
  header: (file, tool) => `由 ${tool} 的检查集 ${file} 转换而来。`,
  lostComment: '无法转换，因此没有检查：',
  differsComment: '已转换，但并不完全相同：',
};
