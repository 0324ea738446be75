import type { Catalogue } from '../kernel/language.ts';
import type * as en from './messages.en.ts';

function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/gu, ',');
}

const verdictWords = {
  pass: '通过',
  warn: '警告',
  inconclusive: '无法判定',
  fail: '未通过',
};

export const messages: Catalogue<typeof en.messages> = {
  stepTitles: {
    'data-validate': '数据',
    'train-on-gpu-runner': '训练',
    'evaluate-gate': '门禁',
    'register-model': '注册',
    'deploy-canary': '灰度发布',
    'drift-report': '漂移',
  },
  verdictWords,
  verdictHead: (verdict) => verdictWords[verdict],
  notJudged: '未评判',
  better: '更好',
  noWorse: '不差于',
  worse: '变差',
  metricCount: (count) => `${thousands(count)} 个指标`,
  fileCount: (count) => `${thousands(count)} 个文件`,
  stepCount: (count) => `${thousands(count)} 个步骤`,
  pageCount: (count) => `${thousands(count)} 页`,
  errorCount: (count) => `${thousands(count)} 个错误`,
  warningCount: (count) => `${thousands(count)} 个警告`,
  rowCount: (count) => `${thousands(count)} 行`,
  moreRows: (count) => `另有 ${thousands(count)} 行`,
};

export const headlines: Catalogue<typeof en.headlines> = {
  progress: (ran, all, outdated) =>
    outdated === 0
      ? `${all} 个步骤中已运行 ${ran} 个。`
      : `${all} 个步骤中已针对本次提交运行 ${ran} 个，另有 ${outdated} 个只有较早提交的结果。`,
  ofStep: (title, word) => `${title}：${word}`,
  others: (count, names) => `另有 ${thousands(count)} 处需要查看：${names.join('、')}。`,
  named: (title, word) => `${title}（${word}）`,
  detail: (text) => `（${text}）`,
  deciding: (number, detail, progress) => `**${number}**${detail}。${progress}`,
  notRun: '未运行',
  steps: (count) => `${count} 个步骤`,
  table: { step: '步骤', decided: '判定依据' },
  judged: (word, summary) => `**${word}**：${summary}`,
  notRunYet: (names) => `**尚未运行**：${names}`,
  hasNotRun: '**尚未运行**（针对本次变更）',
  runningHead: '运行中',
  underWay: (steps) => `${steps.join('、')}正在运行`,
  runningSince: (time) => `**正在运行**，始于 ${time}`,
  otherVersion: '由本套件的另一版本写入：见下文',
  was: (word, commit, summary) => `**已过期**，对提交 ${commit} 为${word}：${summary}`,
  outdatedFold: (title, commit, word) =>
    `<b>${title}</b>，已过期：对较早的提交 ${commit} 为${word}`,
  unknownCommit: '未知',
};

export const sections: Catalogue<typeof en.sections> = {
  severities: { error: '错误', warning: '警告', info: '提示' },
  inReport: '见本次运行的完整报告',
  inLinkedReport: (url) => `见[完整报告](${url})`,
  took: (duration, finished) => `用时 ${duration}，完成于 ${finished}。`,
  moreFindings: (count, where) => `另有 ${thousands(count)} 条发现，${where}`,
  inColumn: (column) => ` 列 ${column}`,
  untitled: '无标题的表',
  leftOut: ({ rows, of, columns }, where) => {
    const parts = [
      rows > 0 && `共 ${thousands(of)} 行，另有 ${thousands(rows)} 行`,
      columns > 0 && `另有 ${thousands(columns)} 列`,
    ].filter(Boolean);
    return `${parts.join('，')}，${where}。`;
  },
  damaged: '其详情已损坏；重新运行该步骤即可恢复。',
  tooLarge: '其详情放不进这条评论；见完整报告。',
  moreParts: (count, where) => `另有 ${count} 部分，${where}。`,
  fullReport: '完整报告',
  run: '运行',
  updated: (at) => `更新于 ${at}`,
  updatedFor: (at, commit) => `更新于 ${at}，对应 ${commit}`,
};

export const evidence: Catalogue<typeof en.evidence> = {
  summary: '<b>证据</b>：提交、摘要、复现方法',
  what: '内容',
  which: '取值',
  rows: {
    code: '代码',
    data: '数据',
    model: '模型',
    environment: '环境',
    repeat: '复现',
    commit: '提交',
  },
  noCommit: '不在任何提交中',
  dirty: '（有未提交的修改）',
  clean: '（无未提交的修改）',
  title: '证据',
  note: '究竟评判了什么、用了哪些输入、在何时',
  inputs: '输入',
};

export const facts: Catalogue<typeof en.facts> = {
  interval: '置信区间',
  levelInterval: (level) => `${level} % 置信区间`,
  range: (low, high) => `${low} 至 ${high}`,
  inSlice: (slice) => `（${slice}）`,
  ofColumn: (column) => `（${column} 列）`,
  value: (text) => `取值 ${text}`,
  baseline: (text) => `基线 ${text}`,
  change: (text) => `变化 ${text}`,
  withInterval: (text) => `置信区间 ${text}`,
};

export const metricTables: Catalogue<typeof en.metricTables> = {
  metric: '指标',
  value: '取值',
  interval: '置信区间',
  change: '变化',
  verdict: '判定',
  champion: '冠军模型',
  challenger: '挑战者模型',
  baseline: '基线',
  now: '当前',
  scale: (interval) => `变差 ◂ ${interval} ▸ 变好`,
  gateTitle: '冠军模型 → 挑战者模型',
  title: '基线 → 当前',
  files: '文件',
  file: '文件',
  size: '大小',
};

export const pages: Catalogue<typeof en.pages> = {
  language: 'zh-Hans',
  title: '模型报告',
  titleOf: (models) => `${models}：模型报告`,
  footer: 'mlops-actions · 仅由这些步骤的记录生成',
  nothingYet: '还没有任何步骤留下记录',
  stepsLabel: '步骤',
  moreBelow: (count) => `另有 ${count} 个，见下面的数值`,
  numbers: '数值',
  columns: '逐列查看',
  columnsNote: (pages) => `${pages}，变化最大的在前`,
  byWindow: '按时间窗口',
  moreInRecord: (count) => `另有 ${thousands(count)} 行，见该步骤的记录。`,
  series: (count, first, last, most) => `${count} 个值，从 ${first} 到 ${last}，最大 ${most}`,
  noValues: '没有取值',
  figures: '数值',
  figure: '项目',
  window: '时间窗口',
  before: '之前',
  better: (direction) => (direction === 'higher' ? '越高越好' : '越低越好'),
  chart: (title, y, x) => `${title}：${y}（按${x}）`,
  allowed: (value) => `允许变差至多 ${value}`,
};

export const issues: Catalogue<typeof en.issues> = {
  noAlert: '无告警',
  foot: '由 drift-report 写入，每次运行都会重写：请用评论回复。漂移消失后会自动关闭。',
  inReport: '见该次运行的报告',
  more: (count) => `，另有 ${count} 列`,
  nothing: '没有漂移',
  none: '无',
  timeline: '时间线',
  run: '运行',
  alert: '告警',
  drifted: '漂移或损坏的列',
};
