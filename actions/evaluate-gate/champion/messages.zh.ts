import { shortDigest } from '../../../shared/domain/digest.ts';
import { usageError } from '../../../shared/kernel/action-error.ts';
import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count, summaries } from '../messages.zh.ts';
import type * as en from './messages.en.ts';

const day = 24 * 60 * 60_000;

export const ageText: typeof en.ageText = (at, now) => {
  const days = Math.floor((now.getTime() - Date.parse(at)) / day);
  if (days < 1) return '不到一天前';
  if (days < 60) return `${count(days)} 天前`;
  const months = Math.floor(days / 30.44);
  return months < 24 ? `${months} 个月前` : `${Math.floor(days / 365.25)} 年前`;
};

const standings = {
  model: '在这些行上运行',
  predictions: '使用为这些行保留的预测',
  numbers: '只有记录的数字，不可比较',
};

const stepsBack = (back: number): string => `往前 ${count(back)} 个提交`;

export const championLine: typeof en.championLine = (origin, standing, now) => {
  const { name, found, commit, digest, at, back, run } = origin;
  const isCommit = name.startsWith('commit ');
  const parts = [
    found === undefined ? name : `${name}（${found}${back > 0 ? `，${stepsBack(back)}` : ''}）`,
    commit === null || isCommit ? '' : `提交 ${commit.slice(0, 7)}`,
    run === undefined ? '' : `据运行 ${run} 的记录`,
    at === undefined ? '' : ageText(at, now),
    digest === null ? '' : shortDigest(digest),
    standings[standing],
  ];
  return `冠军模型：${parts.filter((part) => part !== '').join('，')}。`;
};

const wholeHistory =
  '请取回完整历史（actions/checkout 用 fetch-depth: 0；GitLab 用 GIT_DEPTH: 0）。';

export const said: Catalogue<typeof en.said> = {
  notKept: (reason) => `无法为后续运行保留对该提交的结论：${reason}`,
  walkedBack: (asked, { name, back }) =>
    `门禁没有 ${asked} 的记录；最近的一份${stepsBack(back)}，属于 ${name}。其间的变化不在比较之内。`,
  firstRun: (alias) =>
    `还没有冠军模型：本模型只按下限和上限评判。一旦 register-model 给它别名 "${alias}"，它就是下一个模型的比较对象。`,
  noSuchAlias: (alias, registry) =>
    `注册表 ${registry} 还没有 "${alias}"，因此本模型只按下限和上限评判。一旦 register-model 给它这个别名，它就是下一个模型的比较对象。`,
  firstModel: (model) =>
    `第一个模型：本次变更的起点处没有模型“${model}”，因此没有可比较的对象。它只按下限和上限评判。合并并在那里评判之后，它就是下一次变更的比较对象。`,
  runsProblem: (problem) => `在以往的运行中查找冠军模型：${problem}`,
  neverJudged: (asked, commits, isShallow, runs) => {
    const before = commits < 2 ? '' : `及其之前 ${commits - 1} 个提交`;
    const shallow = isShallow ? `检出中只有最新的提交：${wholeHistory}` : '';
    const places = runs.hasForge
      ? '报告目录、缓存、以往运行的制品和注册表'
      : '报告目录、缓存和注册表';
    return `没有冠军模型：${places}中都没有门禁对 ${asked}${before}的记录。只评判了下限和上限。请先在那个分支上运行门禁。${runs.problems.join('')}${shallow}`;
  },
  notComparable: ({ name }, reasons) =>
    `${name} 无法在这些行上评判，因此不知道相对它的变化，凡不得变差的都没有评判。${reasons.join('')}`,
  otherRows: '为它保留的预测是关于其他行的。',
  nothingKept: '既没有保留可在此运行的模型，也没有保留它的预测。',
  cannotUse: (kind, message) =>
    kind === 'model' ? `它的模型无法运行：${message}` : `它的预测：${message}`,
};

export const notComparedSummary: typeof en.notComparedSummary = ({ name }, own) => {
  const numbers = own.split(`；${summaries.firstRun}`)[0]?.split('；还没有冠军模型')[0];
  return `未与冠军模型 ${name} 比较，对它只知道记录的数字。${numbers}`;
};

export const recorded: Catalogue<typeof en.recorded> = {
  title: ({ name }) => `${name} 的记录值，不可比较`,
  note: (at, now) =>
    `这些数字记录于${ageText(at, now)}，来自另一次运行，也可能是其他行：不计算两者之差。`,
};

const forms =
  '请给出预测、模型、注册表中的别名或版本（champion、flights@v3），或修订版本（git:main、merge-base）。';

export const revisionMalformed: typeof en.revisionMalformed = (text) =>
  usageError(
    'champion-revision-malformed',
    `冠军模型 ${JSON.stringify(text)} 不是修订版本：应为分支、标签或 SHA，可加 ~2 表示往前两个提交。`,
    forms,
  );

export const revisionUnknown: typeof en.revisionUnknown = (text, isShallow) =>
  usageError(
    'champion-revision-unknown',
    `冠军模型 ${text} 不对应本次检出中的任何提交。`,
    isShallow
      ? `检出中只有最新的提交：${wholeHistory}`
      : '请用 `git log` 检查名称；在 CI 中，请把该分支也取回。',
  );

export const noMergeBase: typeof en.noMergeBase = (target, isShallow) =>
  usageError(
    'champion-merge-base-unknown',
    target === undefined
      ? '不知道本次变更从目标分支的何处分出：本次运行不属于拉取或合并请求，也没有分支 main 或 master。'
      : `不知道本次变更从 ${target} 的何处分出：检出中缺少该分支或其间的历史。`,
    isShallow ? `检出中只有最新的提交：${wholeHistory}` : '请指明分支：champion: git:main。',
  );

export const aliasUnknown: typeof en.aliasUnknown = (name, registry, aliases) => {
  const known = aliases.length === 0 ? '它没有任何别名。' : `它有 ${aliases.join('、')}。`;
  return usageError(
    'champion-unknown',
    `注册表 ${registry} 没有 ${name}。${known}`,
    `${forms}也不存在此名称的文件。`,
  );
};
