import type { Catalogue } from '../kernel/language.ts';
import type * as en from './messages.en.ts';

export const packages: Catalogue<typeof en.packages> = {
  missing: (title, version, system, tried) =>
    [`无法在此处加载 ${title}（${version}；${system}）。已尝试：`, ...tried].join('\n'),
  tried: (place, outcome) => `  - ${place}：${outcome}`,
  reachRegistry: (folder, name) =>
    `请让作业能够访问 npm 注册表；或者复制 ${folder} 并命名为 "${name}"，在其中运行 \`npm ci --ignore-scripts\`，再把 MLOPS_NATIVE_DIR 设为它所在的文件夹。`,
  image: '运行器镜像',
  checkout: '当前检出',
  cache: '工具缓存',
  notSet: '未设置',
  otherVersion: (folder, version) => `${folder} 中是版本 ${version}`,
  notIn: (folder) => `${folder} 中没有`,
  notLoadable: (folder, reason) => `无法加载 ${folder}：${reason}`,
};

export const installs: Catalogue<typeof en.installs> = {
  noNpm: '这台机器上没有安装 npm',
  tooLong: (seconds) => `npm ci 没有在 ${seconds} 秒内完成`,
  failed: (reason) => `npm ci 失败：${reason}`,
};

export const tensorflow: Catalogue<typeof en.tensorflow> = {
  notLoadable: (module, folder, reason) => `${module} 已安装在 ${folder} 中，但无法加载：${reason}`,
  noBackend: (system) => `TensorFlow.js 无法在这台机器上启动其 WebAssembly 后端（${system}）。`,
  installNode: '请在项目中安装 @tensorflow/tfjs-node，或用 `command` 以其他框架训练。',
};
