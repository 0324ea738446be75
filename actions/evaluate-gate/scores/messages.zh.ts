import type { Catalogue } from '../../../shared/kernel/language.ts';
import {
  conclusion,
  count,
  digitsFor,
  fixed,
  limitText,
  percent,
  rangeText,
  signed,
} from '../messages.zh.ts';
import type { ScoresDecision } from './decide.ts';
import { listed, shown } from './errors.zh.ts';
import type { CaseShares } from './flips.ts';
import type * as en from './messages.en.ts';

export const measureTitle: typeof en.measureTitle = ({ name, kind, unit }) => {
  if (kind === 'pass-rate') return '通过率';
  return unit === undefined || unit === name ? name : `${name}（${unit}）`;
};

export const sizeText: typeof en.sizeText = (cases, { challenger, champion }) => {
  const all = [...challenger, ...(champion ?? [])];
  const [fewest, most] = [Math.min(...all), Math.max(...all)];
  const repeats = fewest === most ? `${most}` : `${fewest} 至 ${most}`;
  return `${count(cases)} 个用例 × ${repeats} 次重复`;
};

function changesText({ changes: { broken, fixed: mended, flaky } }: ScoresDecision): string {
  const parts = [
    broken.length > 0 ? `${count(broken.length)} 个新失败` : '',
    mended.length > 0 ? `${count(mended.length)} 个新通过` : '',
    flaky.length > 0 ? `${count(flaky.length)} 个不稳定` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `（${parts.join('，')}）`;
}

export const measureSentence: typeof en.measureSentence = (judged, judgement, decision) => {
  const { measure, challenger, difference } = judged;
  const isChange = judgement === undefined ? false : judgement.kind === 'regression';
  const { estimate, low, high } = isChange && difference !== undefined ? difference : challenger;
  const digits = digitsFor((high - low) / 2, Math.max(Math.abs(low), Math.abs(high)));
  const write = (value: number) => (isChange ? signed(value, digits) : fixed(value, digits));
  const interval = rangeText(decision.level, write(low), write(high));
  const size = sizeText(measure.cases.length, decision.repeats);
  const start = `${measureTitle(measure)} ${write(estimate)}（${interval}），基于 ${size}${changesText(decision)}`;
  return judgement === undefined ? start : `${start}：${conclusion(judgement, 'cases')}`;
};

export const summaries: Catalogue<typeof en.summaries> = {
  identical: ({ cases, repeats }) =>
    `挑战者模型的得分与冠军模型在 ${sizeText(cases, repeats)}上完全相同`,
  firstRun: '还没有冠军模型，因此只评判了下限和上限',
  nothingJudged: ({ hasChampion }) =>
    hasChampion
      ? '策略没有为它设规则，因此什么都没有评判'
      : '还没有冠军模型，策略也没有设下限，因此什么都没有评判',
};

export const tables: Catalogue<typeof en.tables> = {
  metrics: (champion) => (champion ? '冠军模型 → 挑战者模型' : '挑战者模型'),
  metricsNote: ({ level, cases, repeats, measures, hasChampion }) => {
    const required = measures.filter(
      ({ rule, judgements }) => rule.required && judgements.length > 0,
    );
    const holm =
      hasChampion && required.length > 1
        ? `“更好”和“变差”对全部 ${required.length} 个必需指标同时成立（Holm）。`
        : '';
    return `${sizeText(cases, repeats)}的平均值；一个用例无论运行多少次都只算一次。各置信区间的置信水平为 ${percent(level)}。${holm}`;
  },
  flips: (broken, mended) => `发生变化的用例：${count(broken)} 个新失败，${count(mended)} 个新通过`,
  flipsNote: '在一个模型的每次重复中都通过，在另一个模型中一次都没有通过。',
  flaky: (cases) => `不稳定的用例：${count(cases)} 个`,
  flakyNote:
    '同一模型的多次重复对这些用例结果不一，因此单独一个用例的变化不算退化。显示通过的重复次数，下降最多的在前。',
  judges: (answers, disagreed) =>
    `${count(answers)} 个回答中有 ${count(disagreed)} 个评判者意见不一`,
  judgesNote: '由多个评判者打分的回答的平均分；门禁使用它们的平均值。',
  passes: (share, repeats) => `${count(Math.round(share * repeats))} / ${count(repeats)}`,
  broken: '通过 → 失败',
  mended: '失败 → 通过',
};

const names = (cases: readonly CaseShares[]) => listed(cases.map(({ name }) => name));

export const findings: Catalogue<typeof en.findings> = {
  noPolicy: (judged) =>
    `策略没有指定任何指标，因此评判 ${judged.join('、')}，且不允许变差；请用 evaluate.scores.metrics 说明必须满足什么。`,
  noChampion: '没有冠军模型：这是首次运行。从下次运行起，请用输入 "champion" 给出它的结果。',
  identical: (cases, level) => {
    const unseen = 1 - ((1 - level) / 2) ** (1 / cases);
    return `每个得分都与冠军模型相同。${count(cases)} 个用例仍可能漏掉影响至多 ${limitText(unseen * 100)} % 用例的变化（${percent(level)} 上界）。`;
  },
  metricMissing: (name, known) =>
    `策略指定了 ${shown(name)}，但结果中至少有它的用例不足两个。结果中有：${known.map(shown).join('、')}。`,
  sliceMissing: (column, known) =>
    `策略按 ${shown(column)} 对用例切片，但没有用例含有它。${known.length === 0 ? '文件中没有可供切片的用例属性。' : `用例含有：${listed(known)}。`}`,
  broken: (cases) =>
    `${count(cases.length)} 个用例在冠军模型的每次重复中都通过，在挑战者模型的每次重复中都失败：${names(cases)}。`,
  flaky: (cases) =>
    `${count(cases.length)} 个用例不稳定，因为同一模型的多次重复结果不一：${names(cases)}。请让检查或提示词更稳固，或增加重复次数。`,
  ranOnce:
    '每个用例只运行了一次，因此无法区分不稳定的用例和真正变化的用例。请每个运行多次：`promptfoo eval --repeat 5`，或在 Inspect AI 中用 `--epochs 5`。',
  repeatsDiffer: ({ challenger, champion }) => {
    const side = ([fewest, most]: readonly [number, number]) =>
      fewest === most ? String(most) : `${fewest} 至 ${most}`;
    const old = champion === undefined ? '' : `，冠军模型 ${side(champion)} 次`;
    return `各用例的重复次数：挑战者模型 ${side(challenger)} 次${old}。每个用例的权重相同；重复较少的用例测得不那么精确。`;
  },
  moreRepeats: (share) =>
    `置信区间的方差中有 ${percent(Math.round(share * 100) / 100)} 来自重复之间的不一致：对同样的用例增加重复也能收窄区间。`,
  added: (cases, failing) =>
    `${count(cases.length)} 个用例是新的，没有冠军模型的结果，不参与比较：${listed(cases)}。${failing === 0 ? '其中没有在每次重复中都失败的。' : `其中 ${count(failing)} 个在每次重复中都失败。`}`,
  unscored: (challenger, champion) => {
    const parts = [
      challenger > 0 ? `挑战者模型 ${count(challenger)} 个，在冠军模型有得分处按最差得分计` : '',
      champion > 0 ? `冠军模型 ${count(champion)} 个，已略去` : '',
    ].filter((part) => part !== '');
    return `有些回答以错误结束或没有得分：${parts.join('；')}。`;
  },
  judgesSplit:
    '有的评判者认为挑战者模型领先冠军模型，有的认为落后：在相信平均值之前，请先看看他们分歧在哪里。',
};
