import { externalError, usageError } from '../../kernel/action-error.ts';
import type { Catalogue } from '../../kernel/language.ts';
import { didYouMean } from '../../kernel/nearest-name.ts';
import * as en from './messages.en.ts';

export const { firstLine } = en;

const accepted =
  '请给出 .onnx 文件、含有 serve.mjs、单个 .onnx 文件或 TensorFlow.js 的 model.json 的文件夹，或 Open Inference Protocol 的地址，例如 http://host:8080/v2/models/NAME。';

const setFeatures = '请在 `evaluate.model.features` 中按模型的顺序写出训练时的列。';

export const modelNotFound: typeof en.modelNotFound = (source, cause) =>
  usageError('model-not-found', `${source} 处没有模型。`, accepted, cause);

export const noModelInFolder: typeof en.noModelInFolder = (source, names) => {
  const shown = names.slice(0, 8).join('、');
  const holds = names.length === 0 ? '为空' : `含有 ${shown}${names.length > 8 ? '……' : ''}`;
  return usageError('model-not-known', `文件夹 ${source} ${holds}：没有可询问的模型。`, accepted);
};

export const modelUnreadable: typeof en.modelUnreadable = (source, cause) =>
  usageError(
    'model-unreadable',
    `无法把 ${source} 作为模型加载：${firstLine(cause)}。`,
    '请检查该文件是否完整且由导出程序写出（而不是 Git LFS 指针），然后重新运行。',
    cause,
  );

export const featureMissing: typeof en.featureMissing = (source, name, known) =>
  usageError(
    'feature-missing',
    `${source} 需要特征 "${name}"，而数据中没有这一列。${didYouMean(name, known)}`,
    '请给出含有训练时各列的数据，列名保持一致。',
  );

export const featureCountDiffers: typeof en.featureCountDiffers = (source, wanted, given) =>
  usageError(
    'feature-count-differs',
    `${source} 每行需要 ${wanted} 个特征，而给出了 ${given.length} 个：${given.join('、')}。`,
    setFeatures,
  );

export const featureNotANumber: typeof en.featureNotANumber = (source, name) =>
  usageError(
    'feature-not-a-number',
    `${source} 的 "${name}" 需要数字，而数据中是文本。`,
    '请像训练时那样对该列编码，或在 `evaluate.model.features` 中指定正确的列。',
  );

export const featureNotWhole: typeof en.featureNotWhole = (source, name, value) =>
  usageError(
    'feature-not-whole',
    `${source} 的 "${name}" 需要整数，而${value === undefined ? '有一行没有值' : `数据中有 ${value}`}。`,
    '请像训练时那样填补该列或取整。',
  );

export const featureNotSendable: typeof en.featureNotSendable = (source, name) =>
  usageError(
    'feature-not-sendable',
    `数据的 "${name}" 中有缺失或无穷大的数字，无法放入对 ${source} 的请求：JSON 没有这样的数字。`,
    '请像训练时那样填补缺失值，或改为评判预测文件。',
  );

export const tensorTypeUnsupported: typeof en.tensorTypeUnsupported = (source, name, type) =>
  usageError(
    'tensor-type-unsupported',
    `${source} 的输入 "${name}" 是 ${type} 张量，表中的行无法填充它。`,
    '请在导出模型时使用数字（float、double、int64、int32、bool）或文本（string）输入。',
  );

export const inputShapeUnsupported: typeof en.inputShapeUnsupported = (source, name, shape) =>
  usageError(
    'input-shape-unsupported',
    `${source} 的输入 "${name}" 形状为 [${shape.join(', ')}]，表中的行无法填充它。`,
    '请在导出模型时使用一个输入 [rows, features]，或每个特征一个输入 [rows, 1]。',
  );

export const outputUnclear: typeof en.outputUnclear = (source, outputs) =>
  usageError(
    'output-unclear',
    `${source} 有多个输出（${outputs.join('、')}），没有一个明显是预测。`,
    '请在 `evaluate.model.output` 中指定。',
  );

export const outputUnknown: typeof en.outputUnknown = (source, name, outputs) =>
  usageError(
    'output-unknown',
    `${source} 没有输出 "${name}"。${didYouMean(name, outputs)}`,
    '请更正 `evaluate.model.output`。',
  );

export const outputIsMap: typeof en.outputIsMap = (source, name) =>
  usageError(
    'output-is-a-map',
    `${source} 的输出 "${name}" 是映射的序列（ZipMap），无法读取。`,
    "请导出普通的概率：to_onnx(model, X[:1], options={'zipmap': False})。",
  );

export const answerMisshapen: typeof en.answerMisshapen = (source, rows, shape) =>
  usageError(
    'answer-misshapen',
    `${source} 对 ${rows} 行回答了形状为 [${shape.join(', ')}] 的张量：不是每行一个回答。`,
    '模型必须接受一批行，并回答 [rows] 或 [rows, classes]。',
  );

export const predictionFailed: typeof en.predictionFailed = (source, cause) =>
  usageError(
    'prediction-failed',
    `${source} 无法回答：${firstLine(cause)}。`,
    `请检查特征是否与训练时一致。${setFeatures}`,
    cause,
  );

export const servingEntryInvalid: typeof en.servingEntryInvalid = (source, cause) =>
  usageError(
    'serving-entry-invalid',
    `无法加载 ${source} 中的模型：${firstLine(cause)}。`,
    '请用 `mlops deploy-canary` 试一试，它以同样的方式加载模型。',
    cause,
  );

export const layersModelInvalid: typeof en.layersModelInvalid = (source, problem) =>
  usageError(
    'tensorflow-model-invalid',
    `${source} 含有 TensorFlow.js 无法加载的 model.json：${problem}。`,
    '请保存 layers 模型（model.save），或在旁边放一个加载模型的 serve.mjs；graph 模型最好导出为 ONNX。',
  );

export const addressInvalid: typeof en.addressInvalid = (reference) =>
  usageError(
    'endpoint-address',
    `${reference.replace(/\/\/[^/@]*@/u, '//')} 不是模型的地址。`,
    '请写成 http://host:8080/v2/models/NAME，或 …/NAME/versions/VERSION。',
  );

export const endpointUnreachable: typeof en.endpointUnreachable = (source, problem, cause) =>
  externalError(
    'endpoint-unreachable',
    `服务地址 ${source} 没有应答：${problem}。`,
    '请检查服务器是否已启动、本作业能否访问，以及模型是否已加载（GET …/ready）。',
    cause,
  );

export const endpointRefused: typeof en.endpointRefused = (source, status, said) => {
  const quoted = said === '' ? '' : `：${said}`;
  return status === 404
    ? usageError(
        'endpoint-model-unknown',
        `服务地址 ${source} 没有这个模型（404${quoted}）。`,
        '请检查名称，以及给出的版本：GET /v2/models/NAME 必须有应答。',
      )
    : externalError(
        'endpoint-refused',
        `服务地址 ${source} 拒绝了请求（状态 ${status}${quoted}）。`,
        '请检查特征及其类型是否与部署模型时一致。',
      );
};

export const endpointAnswerInvalid: typeof en.endpointAnswerInvalid = (source, problem) =>
  externalError(
    'endpoint-answer',
    `服务地址 ${source} 不遵循 Open Inference Protocol：${problem}。`,
    '地址必须是 V2 REST 服务（KServe、Triton、MLServer、OpenVINO、本地目标）。',
  );

export const processEnded: typeof en.processEnded = (source, problem) =>
  externalError(
    'model-process-ended',
    `无法询问模型 ${source}：${problem}。`,
    '请检查其 serve.mjs 是否不会结束进程，以及机器的内存是否足够。',
  );

export const memoryNotMeasured: typeof en.memoryNotMeasured = (reference, problem) =>
  externalError(
    'memory-not-measured',
    `无法测量 ${reference} 的内存：${problem}。`,
    '请从策略中去掉 `memory`，或在可以启动进程的机器上运行。',
  );

export const problems: Catalogue<typeof en.problems> = {
  ended: (code) => `其进程以 ${code ?? '信号'} 结束`,
  gone: '其进程已不存在',
  tookTooLong: '耗时过长，或作业已停止',
  notJson: '其应答不是 JSON',
  noAnswer: (seconds) => `${seconds} 秒内没有应答`,
  nothingListens: '该地址没有服务在监听',
  status: (status) => `状态 ${status}`,
  noTensor: '非张量',
  noValid: (path) => `其中没有有效的 "${path}"`,
  graphModel: '它是图模型',
  outside: (path) => `"${path}" 位于其外部`,
  noWeights: (path) => `缺少权重文件 "${path}"`,
  modelNotJson: '它不是 JSON',
};
