import type { Catalogue } from '../../shared/kernel/language.ts';
import { didYouMean } from '../../shared/kernel/nearest-name.ts';
import type * as en from './messages.en.ts';

const fileCount = (count: number): string => `${count} 个文件`;

export const messages: Catalogue<typeof en> = {
  noTrainingCode: {
    message: '没有说明如何训练：既没有命令，也没有入口模块。',
    hint: '请给出输入 "command"（例如 `python train.py`）或 "entry"（JavaScript 模块），或在 mlops.yml 中写明该模型的 `train.command` 或 `train.entry`。',
  },
  twoTrainingCodes: (fromInputs) => ({
    message: `${fromInputs ? '输入' : '模型的 `train` 部分'}同时给出了命令和入口模块，而训练只能使用其中之一。`,
    hint: '请删除其中一个。',
  }),
  noTrainingData: {
    message: '没有说明用哪些数据学习。',
    hint: '请给出输入 "data"，或在 mlops.yml 中写明该模型的 `data.train`。记录会把模型与这些文件的摘要绑定。',
  },
  modelEmpty: {
    message: '训练没有报错，但模型文件夹中没有留下任何文件。',
    hint: '请把模型写入 MLOPS_MODEL_DIR（入口模块：task.modelDir）所指的文件夹。',
  },
  noMetrics:
    '训练没有报告任何指标；请向 MLOPS_METRICS_FILE 所指的文件追加 JSON 行（入口模块：调用 task.report），即可在此看到。',
  metricMissing: (name, known) => {
    const reported = known.length === 0 ? '它没有报告任何指标。' : `它报告了 ${known.join('、')}。`;
    const advice = known.length === 0 ? '' : didYouMean(name, known);
    const guess = advice.startsWith('Did') ? ` ${advice}` : '';
    return `策略要求指标 "${name}"（train.metrics），而训练没有报告它。${reported}${guess}`;
  },
  metricNotFinite: (name, value) => `"${name}" 的最终值为 ${value}：训练发散，或发生了除以零。`,
  stepNotFinite: (name, step, value) => `"${name}" 在第 ${step} 步为 ${value}，之后恢复正常。`,
  problems: {
    notJson: '不是 JSON',
    notAnObject: '不是 JSON 对象',
    stepNotANumber: '的 "step" 不是从 0 起的数字',
    nameUnfit: '中有空的或过长的名称',
    valueNotANumber: (name) => `中 "${name}" 的值不是数字`,
  },
  lineUnreadable: (line, reason) => `指标文件第 ${line} 行${reason}；已略过。`,
  moreLinesUnreadable: (count) => `指标文件还有 ${count} 条无法读取。`,
  otherDataValidated: (ours, theirs) => {
    const other = theirs === undefined ? '没有给出数据摘要' : `针对的是其他数据（${theirs}）`;
    return `data-validate 的记录${other}，而不是该模型学习所用的数据（${ours}），因此不算数；请校验输入 "data" 的文件。`;
  },
  dataNotValid: '该模型使用了 data-validate 判为不合格的数据；门禁将拒绝它。',
  fileCount,
  starting: (code, files, size, seed) =>
    `使用 ${code} 在 ${fileCount(files)}（${size}）上训练，随机种子 ${seed}。`,
  gpuUse: (gpu, utilisation, memoryUsed, memoryTotal) => {
    const busy = utilisation === undefined ? '' : ` 利用率 ${Math.round(utilisation * 100)} %`;
    const of = memoryTotal === undefined ? '' : `（共 ${memoryTotal}）`;
    const memory = memoryUsed === undefined ? '' : `，显存最多 ${memoryUsed}${of}`;
    return `GPU ${gpu}${busy}${memory}`;
  },
  cost: (paid) => {
    if (paid === undefined) return undefined;
    const amount = paid.value.toFixed(paid.value < 0.1 ? 4 : 2);
    return `费用 ${amount}${paid.currency === undefined ? '' : ` ${paid.currency}`}`;
  },
  failed: (code, what, reason, after) =>
    `训练（${code}）在 ${after} 后失败：${what}${reason === undefined ? '。' : `：${reason}`}`,
  failedHint: (lastLines) =>
    lastLines.length === 0
      ? '它没有任何输出；请手动运行以查明原因。'
      : `它最后输出的几行：\n${lastLines.map((line) => `    ${line}`).join('\n')}`,
  killed: (code, signal, after) => ({
    message: `训练（${code}）在 ${after} 后被 ${signal} 终止。`,
    hint:
      signal === 'SIGKILL'
        ? '在多数机器上这表示内存不足：请使用更小的批次或更大的运行器。'
        : '它被这台机器上的其他程序终止。',
  }),
  timedOut: (code, limit) => ({
    message: `训练（${code}）未在 ${limit} 内结束，已被停止。`,
    hint: '请增大输入 "timeout-minutes"，或减少训练步数。',
  }),
  summary: ({ headline, took, where, cost, problem }) => {
    if (problem !== undefined) return problem;
    const parts = [`训练用时 ${took}`, where, ...(cost === undefined ? [] : [cost])];
    return `${[headline, ...parts].filter((part) => part !== undefined).join('，')}。`;
  },
  notTheModel: (asked, known) => ({
    message:
      known === undefined
        ? `报告目录中没有模型 ${asked} 的训练记录。`
        : `报告目录中的训练记录属于模型 ${known}，而不是 ${asked}。`,
    hint: '请把该模型的记录取到报告目录，或检查输入 "reproduce"。',
  }),
  otherData: (recorded, ours) => ({
    message: `该模型是在数据 ${recorded} 上训练的，而现在给出的文件是 ${ours}。`,
    hint: '请恢复当时的数据；用其他数据不可能得到相同的模型。',
  }),
  reproduced: (files, model) => `重新训练得到了与 ${model} 逐字节相同的 ${fileCount(files)}。`,
  notReproduced: (different) => {
    const shown = different.slice(0, 5).join('、');
    const more = different.length > 5 ? ` 等共 ${different.length} 个文件` : '';
    return `重新训练在 ${shown}${more} 中得到了不同的字节。`;
  },
  otherEnvironment: (keys) => `当前环境与记录的训练环境不同；差异：${keys.join('、')}。`,

  tables: {
    training: {
      title: '训练方式',
      what: '项目',
      which: '内容',
      code: '代码',
      parameters: '参数',
      noParameters: '无',
      seed: '随机种子',
      data: '数据',
      took: '用时',
      environment: '环境',
      gpu: 'GPU 设备',
      cost: '费用',
      model: '模型',
    },
    metrics: {
      title: '训练报告的指标',
      note: '由训练代码自行测得；门禁会在留出数据上重新测量。',
      metric: '指标',
      final: '最终值',
      byStep: '逐步变化',
      policy: '策略',
      missing: '缺失',
      reported: '已报告',
      notAskedFor: '未要求',
    },
    files: {
      title: (count) => `模型文件：${count} 个`,
      largest: (count) => `最大的 ${count} 个。`,
      file: '文件',
      size: '大小',
    },
    curve: { title: (metric) => `${metric} 逐步变化`, step: '步' },
  },
};
