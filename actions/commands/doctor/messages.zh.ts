import type { Catalogue } from '../../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

export const doctorTexts: Catalogue<typeof en.doctorTexts> = {
  help: `mlops doctor：检查各步骤所需的条件，缺少时说明该做的一件事。

用法：mlops doctor [--config 文件] [--working-directory 目录]

  没有步骤必然失败时以 0 结束，否则以 1 结束。
`,
  wrongFlags: (problem, hint) => `mlops doctor：${problem}${hint}`,
  signs: { ok: '正常   ', note: '注意   ', problem: '问题   ' },
  row: (topic, message) => `${topic}：${message}`,
  next: (hint) => `下一步：${hint}`,
  fine: '没有任何问题妨碍各步骤运行。',
  problems: (count) => `有 ${count} 个问题妨碍各步骤运行。`,
};

export const topics: Catalogue<typeof en.topics> = {
  versions: '版本',
  code: '代码',
  forge: '代码托管平台',
  workflows: '工作流',
  configuration: '配置',
  data: (model, set) => `${model}：data.${set}`,
  registry: (model) => `${model}：注册表`,
};

export const machine: Catalogue<typeof en.machine> = {
  oldNode: '各步骤以 Node 24 测试，代码托管平台也使用该版本；请安装它。',
  noGit: {
    message: '未安装 git',
    next: '请安装 git：记录会写明模型来自哪个提交。',
  },
  noRepository: {
    message: '此目录不是 git 仓库',
    next: '请运行 `git init` 并提交：模型与提交绑定。',
  },
  commit: (commit, isDirty) => `提交 ${commit}${isDirty ? '，含有尚未提交的修改' : ''}`,
  dirty: '这样运行的记录会注明这一点；正式运行之前请先提交。',
  duckdb: '已加载；每个步骤的数据都由它读取',
  onnx: '已加载；可运行 .onnx 模型',
  noOnnx: {
    message: '未安装',
    next: '无需处理：首次向门禁提供 .onnx 模型时会自动安装。',
  },
  noGpu: {
    message: '没有 NVIDIA GPU 响应',
    next: '无需处理，除非训练要使用 GPU：此时 `nvidia-smi` 必须能在此处响应。',
  },
};

export const project: Catalogue<typeof en.project> = {
  noConfig: {
    message: '此处没有 mlops.yml',
    next: '请运行 `mlops init`：它会查看项目并写出该文件。',
  },
  models: (file, models) => `${file} 描述了 ${models.join('、')}`,
  noModel: (file) => ({ message: `${file} 没有描述任何模型`, next: '请运行 `mlops init`。' }),
  remote: (protocol) => `${protocol}// 的数据在步骤运行时获取`,
  files: (count, megabytes) => `${count} 个文件，${megabytes} MB`,
  notWritable: (folder) => ({
    message: `无法写入 ${folder}`,
    next: '请授予当前用户写入权限，或为 `register.registry` 指定其他位置。',
  }),
  noRegistry: (location) => `${location} 将由首次 register-model 创建`,
  registry: (location, versions, aliases) =>
    `${location} 有 ${versions} 个版本${aliases.length > 0 ? `，别名 ${aliases.join('、')}` : ''}`,
  noChampion: '在设置别名 "champion" 之前，门禁只对照下限判定。',
};

export const forgeTexts: Catalogue<typeof en.forgeTexts> = {
  terminal: {
    message: '这里是终端：有报告，但没有评论',
    next: '请把 `mlops doctor` 作为作业的一个步骤运行，以检验其令牌。',
  },
  noRequest: (host) => `${host}，不在拉取或合并请求中：没有可写评论的对象`,
  reads: (host, request) => `${host}：该令牌可以读取请求 ${request} 的评论`,
  noWorkflow: {
    message: '还没有工作流使用任何步骤',
    next: '请运行 `mlops init`，或从 workflows-templates 复制一个。',
  },
  runs: (file, steps) => `${file} 运行 ${steps.join('、')}`,
};
