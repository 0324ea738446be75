import { isMeasured, measuredMetrics } from '../../shared/domain/measured-metric.ts';
import { describeMetric } from '../../shared/domain/metric.ts';
import type { Catalogue } from '../../shared/kernel/language.ts';
import { type JudgedMetric, type Judgement, verdictOf } from './judge.ts';
import { type Needed, neededFor } from './measured-texts.ts';
import * as en from './messages.en.ts';
import { count, digitsFor, fixed, limitText, percent, signed } from './number-texts.ts';
import { kindsOf } from './policy.ts';
import type { JudgedSlice } from './slices.ts';

/** What is counted, with its measure word: `3,000 行`, `50 个用例`. */
const measureWords: Readonly<Record<string, string>> = {
  rows: '行',
  cases: '个用例',
  requests: '次请求',
  batches: '个批次',
  runs: '次运行',
  files: '个文件',
};

export function counted(value: number, unit: string): string {
  return `${count(value)} ${measureWords[unit] ?? `个 ${unit}`}`;
}

/** `（95 % 置信区间 +0.0098 至 +0.0144）`. */
export function rangeText(level: number, low: string, high: string): string {
  return `${percent(level)} 置信区间 ${low} 至 ${high}`;
}

function estimateText({ name, comparison }: JudgedMetric, level: number, change: boolean): string {
  const shown = change ? comparison?.difference : comparison?.challenger;
  if (shown === undefined) return '未计算';
  const { estimate, low, high } = shown;
  const digits = digitsFor((high - low) / 2, Math.max(Math.abs(low), Math.abs(high)));
  const write = (value: number) => (change ? signed(value, digits) : fixed(value, digits));
  const unit = isMeasured(name) ? measuredMetrics[name].unit : undefined;
  const value = unit === undefined ? write(estimate) : `${write(estimate)} ${unit}`;
  if (comparison?.basis?.unit === 'file') return value;
  return `${value}（${rangeText(level, write(low), write(high))}）`;
}

const regressionText = {
  better: '更好',
  'no-worse': '不差于',
  inconclusive: '无法判定',
  worse: '变差',
};

export const judgementText: typeof en.judgementText = ({ kind, outcome, limit }) => {
  if (kind === 'regression') {
    const allowed = limit > 0 && outcome !== 'better' ? `（允许 ${limitText(limit)}）` : '';
    return regressionText[outcome] + allowed;
  }
  if (kind === 'improvement') {
    const said = {
      better: '至少提升',
      'no-worse': '至少提升',
      inconclusive: '不能确定提升了',
      worse: '未提升',
    };
    return `${said[outcome]} ${limitText(limit)}`;
  }
  const where = `${kind === 'floor' ? '下限' : '上限'} ${limitText(limit)}`;
  if (outcome === 'inconclusive') return `与${where} 太接近`;
  const isAbove = (kind === 'floor') === (outcome !== 'worse');
  return `${isAbove ? '高于' : '低于'}${where}`;
};

export const words: Catalogue<typeof en.words> = {
  notJudged: '未评判',
  notComputed: '未计算',
  advisory: '仅供参考',
};

/** 还需要多少数据. */
function moreNeeded(rowsToDecide: number | undefined, unit: Needed): string {
  const measure = measureWords[unit] ?? '';
  return rowsToDecide === undefined
    ? `需要更多${measure.replace(/^[个次] ?/u, '')}才能判定`
    : `大约 ${count(en.roundUp(rowsToDecide))} ${measure}可以判定`;
}

export const conclusion: typeof en.conclusion = (
  { kind, outcome, limit, rowsToDecide },
  unit = 'rows',
) => {
  const more = moreNeeded(rowsToDecide, unit);
  if (kind === 'regression') {
    switch (outcome) {
      case 'better':
        return '优于冠军模型';
      case 'no-worse':
        return `不差于冠军模型${limit > 0 ? `（允许 ${limitText(limit)}）` : ''}`;
      case 'worse':
        return `差于冠军模型${limit > 0 ? `，超过允许的 ${limitText(limit)}` : ''}`;
      case 'inconclusive':
        return limit > 0
          ? `无法判定，因为置信区间超出了允许的退化 ${limitText(limit)}；${more}`
          : `无法判定，因为置信区间包含零，而不允许任何退化；${more}`;
    }
  }
  return `${judgementText({ kind, outcome, limit })}${outcome === 'inconclusive' ? `；${more}` : ''}`;
};

function isOfChange({ kind }: Judgement): boolean {
  return kind === 'regression' || kind === 'improvement';
}

export const roundUp: typeof en.roundUp = en.roundUp;

function basisOf({ comparison }: JudgedMetric, rows: number): string {
  const basis = comparison?.basis;
  if (basis === undefined) return `基于 ${count(rows)} 行留出数据`;
  return basis.unit === 'file' ? '按磁盘占用' : `基于 ${counted(basis.count, unitsOf[basis.unit])}`;
}

const unitsOf = { run: 'runs', request: 'requests', batch: 'batches' } as const;

export const metricSentence: typeof en.metricSentence = (metric, judgement, { rows, level }) => {
  const numbers = estimateText(metric, level, isOfChange(judgement));
  return `${startOf(metric)} ${numbers}，${basisOf(metric, rows)}：${conclusion(judgement, neededFor(metric))}`;
};

export const valueSentence: typeof en.valueSentence = (metric, { rows, level }) =>
  `${startOf(metric)} ${estimateText(metric, level, false)}，${basisOf(metric, rows)}`;

function startOf({ name }: JudgedMetric): string {
  const { title } = describeMetric(name);
  return title.charAt(0).toUpperCase() + title.slice(1);
}

export const sliceName: typeof en.sliceName = ({ column, value, isFound }) =>
  isFound === true ? column : `${column} = ${value ?? '（缺失）'}`;

function changeOf({ comparison: { difference } }: JudgedSlice): string {
  if (difference === undefined) return '';
  const { estimate, low, high } = difference;
  return ` ${signed(estimate, digitsFor((high - low) / 2, Math.abs(estimate)))}`;
}

export const intervalTitle: typeof en.intervalTitle = (level) =>
  `变差 ◂ ${percent(level)} 置信区间 ▸ 变好`;

export const tables: Catalogue<typeof en.tables> = {
  metrics: (champion) => (champion ? '冠军模型 → 挑战者模型' : '挑战者模型'),
  metricsNote: (level, judged, clusters) =>
    [
      level === undefined ? '' : `各置信区间的置信水平为 ${percent(level)}。`,
      judged > 1 ? `“更好”和“变差”对全部 ${judged} 个必需指标同时成立（Holm）。` : '',
      clusters === undefined
        ? ''
        : `同一 ${clusters.column} 的行算作一个观测（${count(clusters.count)} 个簇）。`,
    ].join(''),
  slices: (all, worse, hasChampion) => {
    if (!hasChampion) return `切片：${count(all)} 个，没有可比较的冠军模型`;
    return worse === 0
      ? `切片：${all} 个中没有一个变差超过允许的幅度`
      : `切片：${all} 个中有 ${worse} 个变差超过允许的幅度`;
  },
  found: (all, worse) =>
    worse === 0
      ? `发现的数据段：${all} 个，没有一个被证明变差`
      : `发现的数据段：${all} 个中有 ${worse} 个变差超过允许的幅度`,
  foundNote: (rows, features) =>
    `在一半的行上搜索挑战者模型相对冠军模型损失最大之处，在另一半（${count(rows)} 行）上评判，并按数据段的数量做了校正。搜索的列：${features.join('、')}。`,
  weak: (all) => (all === 0 ? '薄弱数据段：没有被证明的' : `薄弱数据段：${all} 个`),
  losses: { absolute: '绝对误差', log: '对数损失', wrong: '错误类别的比例' },
  inside: (loss) => `段内${loss}`,
  weakNote: (loss, rows) =>
    `在一半的行上找到的数据段，其内外的挑战者模型 ${loss}，取自另一半（${count(rows)} 行）。`,
  slicesNote: ({ title, unit }, { tooSmall, least }, hasChampion) =>
    [
      `${title.charAt(0).toUpperCase()}${title.slice(1)}，最差的在前${hasChampion ? '；“更好”和“变差”对全部切片同时成立（Benjamini-Hochberg）' : ''}。`,
      tooSmall === 0
        ? ''
        : `${count(tooSmall)} 个切片少于 ${counted(least, unit)}${unit === 'rows' ? '，或只有一个类别' : ''}，未评判。`,
    ].join(''),
  calibration: '校准',
  calibrationNote:
    '斜率小于 1：预测过于极端（Cox）。Brier 分数 = 可靠性 − 分辨率 + 不确定性，分十个区间。',
  fairness: (by, limited, broken) => {
    const kept =
      broken === 0 ? `${count(limited)} 个限制都满足` : `${limited} 个限制中有 ${broken} 个未满足`;
    return `按 ${by} 的公平性：${limited === 0 ? '未设限制' : kept}`;
  },
  fairnessNote: (level, isClustered) =>
    `任意两组之间的最大差异，置信区间对所有组对的置信水平为 ${percent(level)}。${isClustered ? '同一簇的行视为相关，而非独立。' : ''}`,
  groups: (by) => `按 ${by} 的各项比率`,
  noLimit: '无限制',
  flips: '改变的回答',
  flipsNote: (wrong, right) => `${count(wrong)} 个由对变错，${count(right)} 个由错变对。`,
};

export const seriesTitles: Catalogue<typeof en.seriesTitles> = {
  roc: 'ROC',
  falsePositiveRate: '假正率',
  truePositiveRate: '真正率',
  calibration: '校准',
  predicted: '预测概率',
  observed: '实际占比',
};

export const summaries: Catalogue<typeof en.summaries> = {
  identical: (rows) => `挑战者模型的预测与冠军模型在全部 ${count(rows)} 行留出数据上完全相同`,
  firstRun: '还没有冠军模型，因此只评判了下限和上限',
  nothingJudged: (value, { hasChampion }) => {
    const reason = hasChampion
      ? '策略没有为它设规则，因此什么都没有评判'
      : '还没有冠军模型，策略也没有设下限，因此什么都没有评判';
    return value === undefined ? `未评判：${reason}` : `${value}；${reason}`;
  },
  notComputed: (metric, problem) => `无法计算 ${describeMetric(metric).title}：${problem}。`,
  worseSlice: (slice, { title, unit }, others) =>
    `按 ${title}，在 ${sliceName(slice)}（${counted(slice.rows, unit)}）${others > 0 ? `及另外 ${count(others)} 个切片` : ''}中变差，超过允许的幅度`,
};

export const notComputableFor: typeof en.notComputableFor = (name, rows) => {
  const { tasks, needs, title } = describeMetric(name);
  if (!tasks.includes(rows.task))
    return `${title} 是 ${tasks.join('、')} 任务的指标，而这是 ${rows.task} 任务`;
  const given = kindsOf(rows).has('class') ? '类别' : '并非概率的分数';
  const wanted = { probability: '概率', score: '分数', class: '类别', value: '数值' };
  return `${title} 需要${wanted[needs]}，而预测是${given}`;
};

export const noClasses: typeof en.noClasses = (rows) => {
  if (rows.task !== 'binary') return `公平性只对 binary 任务评判，而这是 ${rows.task} 任务`;
  const isScore = rows.challengerKind === 'score' || rows.championKind === 'score';
  return isScore ? '公平性需要概率或类别，而预测是分数' : undefined;
};

const measureTitles: Readonly<Record<string, string>> = {
  'demographic-parity-difference': '人口统计均等差（demographic parity difference）',
  'selection-rate-ratio': '选择率之比（selection rate ratio）',
  'equalized-odds-difference': '均等几率差（equalized odds difference）',
  'equal-opportunity-difference': '机会均等差（equal opportunity difference）',
};

export const measureTitle: typeof en.measureTitle = (measure) =>
  measureTitles[measure] ?? en.measureTitle(measure);

export const fairnessSentence: typeof en.fairnessSentence = (by, judged, level) => {
  const { measure, challenger, difference } = judged;
  const judgement =
    judged.judgements.find((one) => verdictOf[one.outcome] !== 'pass') ?? judged.judgements[0];
  const name = `按 ${by} 的${measureTitle(measure)}`;
  if (challenger === undefined || judgement === undefined) {
    return `${name}无法计算：行数足够的组不到两个`;
  }
  if (judgement.kind === 'regression' && difference !== undefined) {
    const write = (value: number) => signed(value, 4);
    const range = rangeText(level, write(difference.low), write(difference.high));
    return `${name}相对冠军模型变化 ${write(difference.estimate)}（${range}）：${judgementText(judgement)}`;
  }
  const { estimate, low, high, groups } = challenger;
  const range = rangeText(level, fixed(low, 4), fixed(high, 4));
  return `${name} ${fixed(estimate, 4)}（${range}；最低 ${groups[0]}，最高 ${groups[1]}）：${judgementText(judgement)}`;
};

export const findings: Catalogue<typeof en.findings> = {
  noPolicy: (metric) =>
    `策略没有指定任何指标，因此评判 ${describeMetric(metric).title}，且不允许变差；请用 evaluate.metrics 说明必须满足什么。`,
  noChampion: '没有冠军模型：这是首次运行。从下次运行起，请用输入 "champion" 给出它的预测。',
  identical: '每个预测都与冠军模型相同：两个模型的回答一致。',
  missingSlice: (column) =>
    `策略按 "${column}" 对行分组，但没有文件含有这一列。请把它加入预测文件或数据，或从策略中去掉。`,
  sliceTooFine: (column, limit) =>
    `列 "${column}" 有超过 ${count(limit)} 个取值，太多，无法用来分组。请用更粗的列。`,
  slicesNotJudged: (metric, problem) =>
    `无法按 ${describeMetric(metric).title} 评判切片：${problem}。`,
  metricNotComputed: (metric, problem) => `策略指定了 ${metric}，但无法计算：${problem}。`,
  unknownAnswers: (side, rows) =>
    `${sideName(side)}有 ${count(rows)} 个预测给出了标签中没有的类别，算作错误。`,
  reversal: ({ column, slices, overall }, metric) =>
    `按 ${describeMetric(metric).title}，挑战者模型在全部行上${overall === 'better' ? '更好' : '更差'}，但在 "${column}" 的 ${count(slices)} 个切片中每一个都${overall === 'better' ? '更差' : '更好'}：改变的是各切片之间的相对排序（辛普森悖论）。`,
  notSearched: '没有搜索数据段：只有分数时，单独一行无所谓对错。请给出概率、类别或数值。',
  foundWorse: (slice, metric) =>
    `${sliceName(slice)}：按 ${describeMetric(metric).title} 差于冠军模型，超过允许的幅度（${count(slice.rows)} 行）。该数据段由搜索得到；在 \`slices\` 中写上它的列，才会计入判定。`,
  foreignPolicy: (file, tool, notes) => `${file} 按 ${tool} 的阈值读取。${notes.join('')}`,
  fewClusters: (column, clusters) =>
    `这些行只来自 "${column}" 的 ${count(clusters)} 个取值：少于 30 个时置信区间偏窄。请收集更多。`,
  fairnessNotJudged: (reason) => `无法评判公平性：${reason}。`,
  smallGroups: (by, groups, minRows) =>
    `按 ${by} 太小而无法评判公平性的组（少于 ${count(minRows)} 行）：${groups.map(({ name, rows }) => `${name}（${count(rows)}）`).join('、')}。`,
  worseSlice: (slice, { title, unit }) =>
    `${sliceName(slice)}：按 ${title}${changeOf(slice)} 差于冠军模型，超过允许的幅度（${counted(slice.rows, unit)}）。`,
  otherWorseSlices: (names) =>
    `另有 ${count(names.length)} 个切片变差超过允许的幅度：${names.slice(0, 10).join('、')}${names.length > 10 ? '……' : ''}。`,
};

/** `挑战者模型`; other names of files stay as they are. */
export function sideName(side: string): string {
  if (side === 'challenger') return '挑战者模型';
  if (side === 'champion') return '冠军模型';
  return side === 'data' ? '数据' : side;
}

export const custody: Catalogue<typeof en.custody> = {
  noValidation:
    '策略要求数据经过校验，但报告目录中没有 data-validate 的记录。请先在本作业或其 `needs:` 所列的作业中对训练数据运行 data-validate。',
  validationFailed: (verdict) =>
    `策略要求数据经过校验，但 data-validate 的结果为 ${verdict}。请修正数据后重新训练。`,
  noTraining:
    '策略要求有训练记录，但报告目录中没有。请先在本作业或其 `needs:` 所列的作业中用 train-on-gpu-runner 训练。',
  trainingFailed: (verdict) => `训练记录的结果为 ${verdict}：训练失败的模型不会晋级。`,
  otherData: (trained, validated) =>
    `模型用数据 ${trained} 训练，而校验过的数据是 ${validated}。请校验模型所学习的数据。`,
  unknownTrainingData:
    '训练记录没有说明模型用了哪些数据，因此无法证明这些数据经过校验。请在训练中指明数据。',
  otherPredictions: (path) =>
    `${path} 不是训练记录中以此名列出的文件：内容不同。请给出训练写出的文件，或重新训练。`,
  unlistedPredictions:
    '训练记录没有列出被评判的内容，因此无法证明它来自训练出的模型。请让训练写出预测文件，或给出训练写出的模型文件夹。',
};

export { count, digitsFor, fixed, limitText, percent, signed };
