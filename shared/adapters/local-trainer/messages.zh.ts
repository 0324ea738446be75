import type { Catalogue } from '../../kernel/language.ts';
import type * as en from './messages.en.ts';

export const commands: Catalogue<typeof en.commands> = {
  notFound: (said) => `在这台机器上找不到训练命令中的某个程序（退出码 127）${said}`,
  install: '请在作业的前面步骤中安装它，或用其路径指定。',
  notExecutable: (said) => `训练命令中的某个程序不可执行（退出码 126）${said}`,
  makeExecutable: '请使该文件可执行（`chmod +x`，并提交），或指定其解释器。',
  said: (reason) => `：${reason}`,
  exitCode: (code) => `退出码 ${code}`,
  noShell: '无法启动运行训练命令的 shell。',
  checkDirectory: '请检查工作目录是否存在，以及这台机器上是否有 shell。',
};

export const entries: Catalogue<typeof en.entries> = {
  notAFile: (entry) => `训练模块 ${entry} 不是文件。`,
  relativeTo: (directory) => `相对路径以 ${directory} 为起点。`,
  notLoaded: (entry) => `无法加载训练模块 ${entry}。`,
  runWithNode: '请用 `node` 运行它，查看在何处失败；它必须是 ES 模块。',
  noTrain: (entry, names) =>
    `训练模块 ${entry} 没有导出函数 "train"；${names.length === 0 ? '它没有任何导出' : `它导出了 ${names.join('、')}`}。`,
  writeTrain: '请写 `export async function train(task) { ... }`。',
};
