import { describeMetric } from '../../../shared/domain/metric.ts';
import type { Catalogue } from '../../../shared/kernel/language.ts';
import type { Estimate } from '../../../shared/stats/interval.ts';
import { count, digitsFor, limitText, percent, rangeText, signed } from '../messages.zh.ts';
import type * as en from './messages.en.ts';
import { type Perturbation, type PlainValue, shareOf } from './policy.ts';

export const perturbationName: typeof en.perturbationName = (perturbation) => {
  const { columns } = perturbation;
  const where = columns === undefined ? '' : `（${columns.join('、')}）`;
  return `${spoilingOf(perturbation)}${where}`;
};

function spoilingOf(perturbation: Perturbation): string {
  const share = percent(shareOf(perturbation));
  switch (perturbation.kind) {
    case 'noise': {
      const size = `${limitText(perturbation.deviations ?? 0.1)} 个标准差的噪声`;
      return shareOf(perturbation) === 1 ? size : `${share} 的值加 ${size}`;
    }
    case 'missing':
      return `${share} 的值缺失`;
    case 'unit':
      return `${share} 的值 ${factorText(perturbation.factor ?? 1000)}`;
    case 'swapped':
      return `${share} 的类别被调换`;
    case 'out-of-range':
      return `${share} 的值超出范围`;
    case 'typos':
      return `${share} 的文本有拼写错误`;
  }
}

function factorText(factor: number): string {
  const isFraction = Math.abs(factor) < 1 && Number.isInteger(Number((1 / factor).toPrecision(12)));
  return isFraction ? `÷ ${count(Math.round(1 / factor))}` : `× ${count(factor)}`;
}

const plain = (value: PlainValue): string => String(value);

export const invarianceName: typeof en.invarianceName = ({ columns, swap, values }) => {
  const what = columns.join('、');
  if (swap !== undefined) return `${what}：${swap.map(plain).join(' ↔ ')}`;
  return `${what}：${values === undefined ? '其他所有取值' : values.map(plain).join('、')}`;
};

const expectations: Readonly<Record<string, string>> = {
  increase: '必须上升',
  decrease: '必须下降',
  'not-increase': '不得上升',
  'not-decrease': '不得下降',
  'not-change': '不得变化',
};

export const directionName: typeof en.directionName = ({ column, by, expect, class: of }) => {
  const step =
    typeof by === 'number'
      ? `${by > 0 ? '+' : ''}${count(by).replace('-', '−')}`
      : by.replace(/\s*%$/u, ' %').replace('-', '−');
  return `${column} ${step}：${of === undefined ? '' : `${plain(of)} `}${expectations[expect] ?? expect}`;
};

const mostNames = 10;

export const messages: Catalogue<typeof en.messages> = {
  unanswered: (rows) => `模型对 ${count(rows)} 行的回答不是数字`,
  refused: (reason) => `模型拒绝了这些输入：${reason.replace(/[.。]$/u, '')}`,
  noFeature: (name, known) => `模型没有特征 "${name}"。${known}`,
  wrongKind: (name, kind, needs) =>
    `特征 "${name}" 的取值是${kind === 'text' ? '文本' : '数字'}，而此处需要${needs === 'texts' ? '文本' : '数字'}`,
  valueUnknown: (value, column, names, near) => {
    const more = names.length > mostNames ? '……' : '';
    const known = `已有 ${names.slice(0, mostNames).join('、')}${more}。`;
    return `没有任何一行的特征 "${column}" 取值为 "${value}"。${near === undefined ? known : `您是想写 "${near}" 吗？`}`;
  },
  onlyOneValue: (column) => `特征 "${column}" 在这些行中只有一个取值，没有其他取值可试`,
  tooManyValues: (column, values) =>
    `特征 "${column}" 有 ${count(values)} 个取值，太多，无法逐一尝试；请用 swap 或 values 指定一些`,
  classUnnamed: (known, isLabels) => {
    const what = isLabels ? '标签' : '类别';
    return `有多个${what}时，测试必须说明针对哪个${what}的概率：class: ${known[0] ?? ''}。已知${what}：${known.join('、')}`;
  },
  classUnknown: (name, known, isLabels) => {
    const what = isLabels ? '标签' : '类别';
    return `模型没有${what} "${name}" 的概率。已知${what}：${known.join('、')}`;
  },
  noRowsTested: (kind) =>
    kind === 'adversarial'
      ? '样本中没有一行回答正确，因此没有可以翻转的判断'
      : '样本中没有一行具有该测试会改变的值',
  noDecisions: '在设定阈值之前，分数还不是判断；请给出输出概率的模型',
  noNumbers: '模型没有会变化的数值特征',
  attackName: (deviations, tolerance) => {
    const what =
      tolerance === undefined ? '正确判断被翻转' : `回答变化超过 ${limitText(tolerance)}`;
    return `${limitText(deviations)} 个标准差以内${what}`;
  },
  labelAttackName: (deviations) =>
    `${limitText(deviations)} 个标准差以内，全部标签正确的行中有标签被翻转`,
  attackNote: (predictions, column, rows) =>
    [
      `询问了 ${count(predictions)} 次回答`,
      column === undefined
        ? '没有哪一列能单独翻转任何判断'
        : `单独来看，"${column}" 翻转最多（${count(rows)}）`,
    ].join('；'),
  asTheyAre: '原样输入',
  progress: (what) => `稳健性：${what}`,
  attackProgress: (done, budget) =>
    `稳健性：对抗搜索，${count(done)} / 至多 ${count(budget)} 次回答`,
};

const outcomeText = {
  better: '稳定',
  'no-worse': '稳定',
  inconclusive: '无法判定',
  worse: '损失过大',
};

export const words: Catalogue<typeof en.words> = { notLimited: '无限制' };

export const degradationText: typeof en.degradationText = ({ change, versus, problem }) => {
  if (problem !== undefined) return '未评判';
  const parts: string[] = [];
  if (change?.outcome !== undefined) {
    parts.push(`${outcomeText[change.outcome]}（允许 ${limitText(change.limit ?? 0)}）`);
  }
  if (versus?.outcome !== undefined) {
    parts.push(
      `与冠军模型相比${outcomeText[versus.outcome]}（允许 ${limitText(versus.limit ?? 0)}）`,
    );
  }
  return parts.length === 0 ? words.notLimited : parts.join('，');
};

export const shareText: typeof en.shareText = ({ limit, problem, verdict }) => {
  if (problem !== undefined) return '未评判';
  if (limit === undefined) return words.notLimited;
  const said = { pass: '满足', warn: '违反', fail: '违反', inconclusive: '无法判定' };
  return `${said[verdict]}（允许 ${percent(limit)}）`;
};

export const tables: Catalogue<typeof en.tables> = {
  degradation: (broken, unjudged, tested) =>
    `稳健性：${tally(broken, unjudged, `${count(tested)} 种扰动`, '损失超过允许的幅度')}`,
  degradationNote: ({ rows, of, level, predictions }) =>
    `${sampleText(rows, of)}，各在有无扰动的情况下评判；置信区间的置信水平为 ${percent(level)}，“损失过大”对全部限制同时成立（Holm）。每个模型给出了 ${count(predictions)} 次回答。`,
  shares: (broken, unjudged, tested) =>
    `预期：${tally(broken, unjudged, `${count(tested)} 项测试`, '违反超过允许的幅度')}`,
  sharesNote: ({ rows, of, level, isClustered }) =>
    `${sampleText(rows, of)}；显示测试适用的行数及违反的行数，附 ${percent(level)} 置信区间${isClustered ? '，它把行视为独立，即使行成簇出现，此时区间偏窄' : ''}。搜索能翻转的就是可翻转的；搜索没能翻转的仍可能被翻转。`,
};

function tally(broken: number, unjudged: number, tested: string, what: string): string {
  const rest = unjudged === 0 ? '' : `，${count(unjudged)} 项未评判`;
  return `${tested}，${broken === 0 ? `没有${what}的` : `${count(broken)} 项${what}`}${rest}`;
}

function sampleText(rows: number, of: number): string {
  return rows === of
    ? `全部 ${count(rows)} 行`
    : `从 ${count(of)} 行中随机抽取的 ${count(rows)} 行`;
}

function changeText({ estimate, low, high }: Estimate, level: number): string {
  const digits = digitsFor((high - low) / 2, Math.max(Math.abs(low), Math.abs(high)));
  const write = (value: number) => signed(value, digits);
  return `${write(estimate)}（${rangeText(level, write(low), write(high))}）`;
}

export const lossText: typeof en.lossText = ({ metric, change, versus }, level) => {
  const { title } = describeMetric(metric);
  const isOwn = change?.outcome === 'inconclusive' || versus === undefined;
  const text = changeText((isOwn ? change : versus) ?? { estimate: 0, low: 0, high: 0 }, level);
  return `${title} ${isOwn ? '' : '比冠军模型多'}变化 ${text}`;
};

export const brokenText: typeof en.brokenText = ({ share }, level) => {
  const write = (value = 0) => percent(Number(value.toFixed(4)));
  const range = rangeText(level, write(share?.low), write(share?.high));
  return `在 ${write(share?.estimate)} 的行上违反（${range}）`;
};

export const findings: Catalogue<typeof en.findings> = {
  degradation: ({ name, metric, change, versus }, level) => {
    const { title } = describeMetric(metric);
    return change?.outcome === 'worse'
      ? `在“${name}”下，${title} 变化 ${changeText(change, level)}，超过允许的损失 ${limitText(change.limit ?? 0)}。`
      : `在“${name}”下，${title} 比冠军模型多变化 ${versus === undefined ? '' : changeText(versus, level)}，超过允许的 ${limitText(versus?.limit ?? 0)}。`;
  },
  notJudged: (name, problem) =>
    `稳健性，${name}：${problem}${/[.?。？]$/u.test(problem) ? '' : '。'}`,
  share: ({ kind, name, rows, hits, limit = 0 }) => {
    const many = `${count(rows)} 行中的 ${count(hits)} 行`;
    const allowed = `超过允许的 ${percent(limit)}`;
    switch (kind) {
      case 'invariance':
        return `${name}：回答在${many}上改变，${allowed}，而回答本不应依赖于此。`;
      case 'direction':
        return `${name}，但在${many}上并非如此，${allowed}。`;
      case 'adversarial':
        return `${name}：${many}，${allowed}。`;
    }
  },
  skipped: (names) => `没有尝试，因为没有适用类型的特征：${names.join('；')}。`,
  needsModel:
    '策略要求检验稳健性，但预测文件无法再次询问：请把模型本身（.onnx 文件、模型文件夹或服务地址）作为挑战者给出，并附上数据。',
  scores:
    '策略要求检验稳健性，但回答的分数无法再次询问：请去掉 evaluate.robustness，并让评测工具为扰动后的用例打分。',
  needsChampionModel:
    '策略限制了挑战者模型可以比冠军模型多损失多少，但冠军只有预测，无法再次询问。请给出它的模型，或去掉 evaluate.robustness.max-regression。',
  inconclusive: (name, what) =>
    `稳健性，${name}：${what}，与允许的幅度太接近，用这些行无法判定；请增大 evaluate.robustness.rows`,
};
