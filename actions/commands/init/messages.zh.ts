/** `mlops init` 的中文文本，与 messages.en.ts 逐条对应。 */

export const flagTexts = {
  intro: `mlops init：查看此仓库，写出与之相配的 mlops.yml 和工作流。

用法：mlops init [--yes] [--flag value ...]

  在终端中，无法确定之处会提问；在其他环境中须用参数说明。`,
  data: '用于训练的数据表。默认：训练代码所读取的文件。',
  'test-data': '带标签的留出数据表。默认：训练数据旁的测试文件。',
  label: '要预测的列。默认：训练代码作为 y 的列。',
  key: '用于区分各行的列。默认：名称相符且取值唯一的列。',
  time: '表示各行发生时间的列。默认：日期列。',
  task: '模型的类型。默认：由标签的取值判断。',
  positive: '视为正类的标签值。默认：1、true 或 yes。',
  'train-command': '训练所用的命令行。默认：用 python 运行训练文件。',
  model: '模型的名称。默认：仓库的名称。',
  forge: '合并请求所在的平台。默认：由远程地址判断。',
  actions: '提供 actions 的仓库；在 GitLab 上为提供组件的项目。',
  runner: '执行训练的 runner 的标签。默认：ubuntu-latest。',
  'working-directory': '仓库所在的文件夹。默认：当前文件夹。',
  yes: '不提问，采用最可能的答案。',
  'dry-run': '只显示将写入的内容，不写入任何文件。',
  help: '显示此文本。',
  outro: `已存在的文件绝不会被覆盖：遇到这种情况时不写入任何文件。
退出码：0 已写入，2 须先补充说明。`,
};

export const topics = {
  model: '模型',
  forge: '平台',
  workflow: '工作流',
  training: '训练',
  packages: '依赖包',
  data: '数据',
  test: '留出数据',
  label: '标签',
  key: '键',
  time: '时间',
  task: '任务',
  positive: '正类',
  policy: '关卡',
  champion: '冠军模型',
};

const oneJob = (runner: string, hasOthers: boolean): string =>
  `在 ${runner} 上的一个作业${hasOthers ? '；其他工作流保持不变' : ''}`;

export const reasons = {
  said: '由您指定',
  repository: '仓库的名称',
  remote: (host: string) => `远程仓库位于 ${host}`,
  filesOf: (path: string) => `存在 ${path}`,
  noRemote: '没有远程仓库说明其他平台',
  oneJob,
  oneJobWithoutGpu: (runner: string, hasOthers: boolean) =>
    `${oneJob(runner, hasOthers)}；可用 --runner 指定带 GPU 的 runner`,
  jobAStep: '每个步骤一个作业，用于合并请求和已合并的提交',
  fragment: '供引入的文件：.gitlab-ci.yml 保持不变',
  trains: (path: string, framework: string | undefined) =>
    framework === undefined ? `${path} 训练模型` : `${path} 使用 ${framework} 训练`,
  declaredCommand: (path: string) => `由 ${path} 声明`,
  declaredIn: (path: string) => `由 ${path} 声明`,
  importedBy: (path: string) => `${path === '' ? '代码' : path} 导入了它们；没有文件固定其版本`,
  readByCode: (path: string) => `${path} 读取该文件`,
  dataFile: (count: number) => (count === 1 ? '此处唯一的数据表' : `此处 ${count} 个数据表之一`),
  heldOut: '训练数据旁的留出文件',
  unlabelled: (path: string, label: string) => `${path} 没有可用于评判的列 ${label}`,
  labelInCode: (path: string, line: number) => `${path} 第 ${line} 行指明了它`,
  labelByName: '由名称判断',
  lastColumn: '最后一列',
  keyByName: '由名称判断',
  uniqueValues: '每行取值都不同',
  noKey: '没有列能区分各行，因此以行在文件中的位置区分',
  onlyDate: '唯一的日期列',
  firstDate: '日期列之一',
  twoValues: (label: string, values: string) => `${label} 有两个取值：${values}`,
  someValues: (label: string, count: number) => `${label} 有 ${count} 个取值`,
  manyNumbers: (label: string) => `${label} 是取值众多的数字`,
  regressionCode: (path: string) => `${path} 拟合的是数值`,
  positiveByName: '由名称判断',
  positiveBySort: '按顺序的第二个取值，与 scikit-learn 一致',
  policy: {
    binary: '0.5 等同抛硬币；后续模型最多可差 0.01',
    multiclass: '下限为最常见类别的占比',
    regression: 'r2 为 0 等同预测均值；后续模型的误差最多可增加 2 %',
  },
  champion: '变更将合并到的分支上的模型',
};

export const questions = {
  forge: '合并请求在哪个平台上，github 还是 gitlab？',
  training: '用哪条命令行训练模型？',
  data: '模型从哪个数据表学习？',
  label: '要预测哪一列？',
  task: (label: string) => `预测 ${label} 的是哪种模型？`,
  commandLine: '命令行，例如 python train.py',
  dataFile: '路径，例如 data/train.csv',
  oneOf: (names: readonly string[]) => {
    const shown = names.slice(0, 20).join('、');
    return names.length > 20 ? `${shown} 等 ${names.length} 个之一` : `${shown} 之一`;
  },
  none: '（无）',
  answered: '您的回答',
  actions: (placeholder: string) => `哪个仓库提供 actions？[${placeholder}，稍后替换] `,
  actionsForm: 'owner/mlops-actions，或带标签或提交：owner/mlops-actions@v1',
  notThat: (answer: string, accepts: string) =>
    answer === '' ? `应为：${accepts}。` : `“${answer}”不合适。应为：${accepts}。`,
  write: (paths: readonly string[]) => `写入 ${paths.join('、')}？[yes] `,
};

export const labels = {
  policy: { binary: 'auc', multiclass: 'accuracy', regression: 'r2, rmse' },
  reading: (path: string) => `正在读取 ${path}（首次需要下载 DuckDB）……`,
  notWritten: '未写入任何文件（--dry-run）。',
  written: (paths: readonly string[]) => `已写入：${paths.join('、')}`,
  allThere: (paths: readonly string[]) => `内容已存在且相同：${paths.join('、')}`,
  toDo: '还需完成：',
};

interface Names {
  readonly model: string;
  readonly inputs: string;
  readonly truths: string;
}

export const todos = {
  snippet: (path: string, { model, inputs, truths }: Names) =>
    `在 ${path} 中 ${model}、${inputs} 和 ${truths} 已知之处加入以下代码（各步骤读取其写出的内容）：`,
  names: ({ model, inputs, truths }: Names) =>
    `${model}、${inputs} 和 ${truths} 是惯用名称：请换成您代码中的模型、留出数据的输入和标签。`,
  seed: (path: string) =>
    `为 ${path} 中的 train_test_split 指定 random_state：只有在相同的留出数据上才能比较两个模型。`,
  anyCode:
    '让训练代码把模型写入文件夹 MLOPS_MODEL_DIR，并把留出数据的 CSV（键、标签、prediction）写入 MLOPS_PREDICTIONS_FILE；两者都是环境变量。',
  entry: (path: string) =>
    `让 ${path} 的 train(task) 把模型写入 task.modelDir，并把留出数据的 CSV（键、标签、prediction）写入 task.predictionsFile。`,
  owner: (path: string, placeholder: string) =>
    `在 ${path} 中，把 ${placeholder} 换成提供 actions 的仓库的所有者（共 3 行）。`,
  absentData: (path: string) =>
    `git 忽略了 ${path}，runner 上不会有该文件：请提交它，或用 DVC 或 Git LFS 保存。`,
  dvc: (path: string) => `数据由 DVC 保存：请为 ${path} 中的步骤 \`dvc pull\` 提供远程存储的凭据。`,
  install: (path: string) => `在 ${path} 中增加一个安装训练所需依赖的步骤。`,
  unknownImports: (names: readonly string[], path: string) =>
    `把 ${names.join('、')} 对应的包加入 ${path} 的安装步骤或 requirements.txt：此处不知道它们的包名。`,
  ignore: '在 .gitignore 中加入这一行；报告写在该处：',
  include: '在 .gitlab-ci.yml 中加入：',
  gitlabToken:
    '把项目访问令牌（范围 api，角色 Reporter）存入隐藏变量 GITLAB_TOKEN：作业自身的令牌不能发表评论。',
  below: (path: string, folder: string) =>
    `平台只读取仓库顶层的工作流：请把 ${path} 移到顶层，并为每个步骤指定 working-directory: ${folder}。`,
  tryHere: '如有需要，可先在本机试运行；步骤与工作流相同：',
  noRepository: '运行 `git init`：模型与提交相关联。',
  pullRequest:
    '提交、推送分支并创建 pull request。第一条评论会说明尚无可比较的对象；合并的模型将成为冠军模型。',
  mergeRequest:
    '提交、推送分支并创建合并请求。第一条评论会说明尚无可比较的对象；合并的模型将成为冠军模型。',
};

export const errors = {
  seeHelp: '`mlops init --help` 列出全部参数。',
  otherTask: (known: readonly string[]) =>
    `该任务须手动编写：先用 ${known.join('、')} 之一运行，再修改 mlops.yml。`,
  flagValue: (flag: string, value: string) => `--${flag} 不能为“${value}”。`,
  flagForms: {
    model: '使用小写字母和数字，可用 . _ 或 - 连接，最多 64 个字符。',
    actions: '写成 owner/mlops-actions，或带标签或提交：owner/mlops-actions@v1。',
    runner: '使用一个 runner 的标签：字母、数字、. _ 和 -。',
  },
  noFolder: (path: string) => `文件夹 ${path} 不存在。`,
  noFolderHint: '请用 --working-directory 指定仓库所在的文件夹。',
  noColumn: (flag: string, column: string, path: string) =>
    `${path} 没有列“${column}”（--${flag}）。`,
  keyNotUnique: (column: string) => `列 ${column} 有重复的值。`,
  keyHint: '键在每一行都不同。请指定其他列，或省略 --key。',
  constantLabel: (label: string) => `所有行的 ${label} 都相同，无法学习。`,
  constantLabelHint: '用 --label 指定其他列，或用 --data 指定其他数据。',
  noValue: (value: string) => `标签没有值“${value}”（--positive）。`,
  cannotKnow: (question: string) => `无法从仓库判断：${question}`,
  sayBy: (flag: string, accepts: string, guess: string | undefined) => {
    const guessed = guess === undefined ? '' : `推测为 ${guess}。`;
    return `请用 --${flag} 说明（${accepts}），或在终端中运行以回答提问。${guessed}未写入任何文件。`;
  },
  noAnswer: '提问被中断。未写入任何文件。',
  nothingWritten: '按您的回答，未写入任何文件。',
  taken: (paths: readonly string[]) => `${paths.join('、')} 已存在。未写入任何文件。`,
  takenHint: '`mlops init --dry-run` 显示将写入的内容，可供比较；或移走该文件。',
  outside: (path: string) => `${path} 将位于此文件夹之外：有链接指向那里。`,
  outsideHint: '请删除该链接。未写入任何文件。',
  notWritable: (path: string, code: string) => `无法写入 ${path}（${code}）。`,
  notWritableHint: '请检查该处的权限和剩余空间。未写入任何文件。',
};

export const configTexts = {
  head: '各步骤对模型的了解；由 `mlops init` 写出，可自由修改。',
  sections: {
    validate: 'data-validate：数据目前满足且须保持的条件。',
    train: 'train-on-gpu-runner：模型如何产生。',
    evaluate: 'evaluate-gate：挑战者须满足什么才能接替。',
  },
};

export const snippetTexts = { setByStep: '由 mlops 设置，自行运行时没有' };

export const workflowTexts = {
  head: [
    '像审查代码一样审查模型变更：一个作业验证数据、训练，并与目标分支的模型比较。',
    '由 `mlops init` 写出，可自由修改。',
  ] as const,
  push: '合并后的模型同样接受评判：它是下一个请求的冠军模型。',
  concurrency: '新的推送使上一次运行失去意义。',
  permissions: '默认没有任何权限；作业只申请所需的权限。',
  job: '审查模型',
  contents: '读取代码、配置和数据',
  comment: '写唯一的一条评论',
  checkout: '检出变更',
  earlierRuns: '用于在目标分支的运行所留制品中查找门禁对它的结论',
  history: '冠军模型位于变更离开目标分支之处',
  python: '安装 Python',
  node: '安装 Node',
  install: '安装训练所需的包',
  dvc: '获取由 DVC 保存的数据',
  validate: '数据是否适合训练？',
  train: '训练',
  judge: '是否优于冠军模型？',
};

export const pipelineTexts = {
  head: [
    '像审查代码一样审查模型变更：验证数据、训练模型，并与目标分支的模型比较。',
    '由 `mlops init` 写出，可自由修改。',
  ] as const,
  rules: '合并请求，以及已合并的提交：后者是下一个请求的冠军模型。',
  history: '冠军模型位于变更离开目标分支之处',
};
