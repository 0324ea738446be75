import type { Catalogue } from '../kernel/language.ts';
import type * as en from './messages.en.ts';

export const messages: Catalogue<typeof en.messages> = {
  theData: '数据本身',
  noFile: (name, near) => `没有文件 ${name}。${near === undefined ? '' : `您是想写 ${near} 吗？`}`,
  checkPath: (root) => `请检查路径；相对路径以 ${root} 为起点。`,
  noMatch: (pattern) => `没有文件匹配 ${pattern}。`,
  checkPattern: (root) => `请检查模式；相对路径以 ${root} 为起点。`,
  emptyDirectory: (name) => `目录 ${name} 中没有文件。`,
  checkFiller: '请检查向其中写文件的步骤，或指定文件。',
  emptyFile: (name) => `${name} 为空（0 字节）。`,
  checkWriter: '请检查写出它的步骤。',
  lfsPointer: (name, whole) => `${name} 是 Git LFS 指针，而不是${whole}。`,
  anotherProcess: '另一个进程',
  processOn: (pid, host) => `${host} 上的进程 ${pid}`,
  held: (path, who, seconds) => `${path} 已被${who}占用超过 ${seconds} 秒。`,
  waitForRun: '请等待那次运行结束，或将其结束，然后重新运行。',
  notPlain: (name, directory) => `${directory} 中的 ${name} 不是普通文件。`,
  pullLfs: '请运行 `git lfs pull`，或在检出时启用 LFS（actions/checkout：`lfs: true`）。',
};
