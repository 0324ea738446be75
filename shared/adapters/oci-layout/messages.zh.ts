import type { Catalogue } from '../../kernel/language.ts';
import type * as en from './messages.en.ts';

export const folders: Catalogue<typeof en.folders> = {
  foreign: (directory, file, marker) =>
    `文件夹 ${directory} 不是注册表：其中有 ${file}，而没有 ${marker} 文件。`,
  nameAnother: '请指定新的或空的文件夹，或者 OCI 镜像布局，作为注册表。',
  unreadable: (path) => `无法读取 ${path}。`,
  notAFolder: (directory) => `注册表 ${directory} 不是可读取的文件夹。`,
  otherVersion: (marker, directory) =>
    `${directory} 中的文件 ${marker} 没有写明镜像布局版本 1.0.0。`,
  lockLost: (directory) => `在本机停顿期间，另一台机器接管了注册表 ${directory} 的锁。`,
  runAgain: '没有任何更改。请重新运行该步骤。',
};

export const damages: Catalogue<typeof en.damages> = {
  is: (directory, what, problem) => `注册表 ${directory} 已损坏：${what} ${problem}。`,
  restore: '请从副本恢复；`mlops register-model --mode verify` 会列出所有损坏之处。',
  missing: '缺失',
  blobMissing: (digest) => `（${digest}）缺失`,
  otherBytes: (digest) => `的内容与其摘要 ${digest} 不符`,
  notTheBytes: '的内容与其摘要不符',
  notJson: (digest) => `（${digest}）不是 JSON`,
  noIndex: '不符合 OCI 镜像索引的格式',
  noManifest: (digest) => `（${digest}）不是清单`,
  noContent: '没有内容',
  noRecord: '不符合记录的格式',
  unknownForm: '的格式为当前版本所不识',
  noModel: '描述的不是模型',
  otherModel: (id) => `不属于模型 ${id}`,
  notThere: (manifest) => `无法指向 ${manifest}：该清单不存在`,
  leavesFolder: '超出了其文件夹',
};

export const parts: Catalogue<typeof en.parts> = {
  someModel: '某个模型清单',
  manifest: (digest) => `清单 ${digest}`,
  manifestOf: (name, digest) => `${name} 的清单（${digest}）`,
  fileOf: (path, name, digest) => `${name} 的 ${path}（blob ${digest}）`,
  fileName: (name) => `文件名 ${name}`,
  recordOf: (step) => `${step ?? '某个步骤'} 的记录`,
  ledgerOf: (name) => `${name} 的台账`,
};

export const listed: Catalogue<typeof en.listed> = {
  manifest: (owner) => `${owner} 的清单`,
  part: (owner, file) => `${owner} 的 ${file}`,
  configuration: '配置',
  content: '内容',
  record: (step) => `${step} 的记录`,
  ledger: (name) => `${name} 的台账`,
  predictions: '保留的预测',
};

export const versions: Catalogue<typeof en.versions> = {
  unknown: (directory, asked) => `注册表 ${directory} 中没有 ${asked}。`,
  known: (names) => (names.length === 0 ? '注册表为空。' : `现有：${names.join('、')}。`),
  changed: (path, directory) => `${directory} 中的 ${path} 在注册过程中发生了变化。`,
  letTrainingEnd: '请在训练结束之后再注册其模型，然后重新运行。',
  taken: (name, version, digest) => `${name}/${version} 是另一个模型（${digest}）；版本从不改变。`,
  leaveOut: '请省略输入 "version" 以取得下一个空闲编号，或给出一个新的版本。',
  aliasMoved: (alias, expected, found) =>
    `${alias} 应指向 ${expected ?? '空'}，而现在指向 ${found ?? '空'}：期间有人移动了它。`,
  lookAgain: '没有任何更改。请查看 `mlops register-model --mode show`，然后重新运行。',
};
