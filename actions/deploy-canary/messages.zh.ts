import { shortDigest } from '../../shared/domain/digest.ts';
import { formatDuration } from '../../shared/domain/duration.ts';
import type { Finding } from '../../shared/domain/record.ts';
import { externalError, usageError } from '../../shared/kernel/action-error.ts';
import type { Catalogue } from '../../shared/kernel/language.ts';
import { type KeptReason, readReason } from './kept-reasons.ts';
import * as en from './messages.en.ts';

const finding = (
  code: string,
  message: string,
  evidence?: Record<string, unknown>,
  severity: Finding['severity'] = 'error',
): Finding => ({ severity, code, message, ...(evidence === undefined ? {} : { evidence }) });

const percent = (share: number): string => `${(share * 100).toPrecision(3)} %`;

const because = (error: string | undefined): string => (error === undefined ? '' : `：${error}`);

const reasons: Readonly<Record<KeptReason, string>> = {
  servedAgain: '再次提供服务',
  goesOn: '继续发布',
  first: '第一个版本',
  passed: '通过了所有步骤',
  askedFor: '按要求执行',
  interrupted: '该步骤被停止',
  failed: '该步骤无法继续',
};

function reason(kept: string): string {
  const read = readReason(kept);
  if (read === undefined) return kept;
  if (read.kind === 'step') return `第 ${read.about} 步`;
  if (read.kind === 'inPlaceOf') return `取代 ${read.about}`;
  if (read.kind === 'otherAskedFor') return `要求发布 ${read.about}`;
  return reasons[read.kind];
}

export const messages: Catalogue<typeof en> = {
  quantileName: en.quantileName,
  canaryCrashed: (error) => finding('canary-crashed', `灰度版的服务器自行退出${because(error)}。`),
  canaryNotReady: (waitedMs, error) =>
    finding(
      'canary-not-ready',
      `灰度版在 ${formatDuration(waitedMs)} 后仍无法应答${because(error)}。它没有得到流量。`,
    ),
  smokeFailed: (id, answer) =>
    finding(
      'smoke-check-failed',
      `对 ${shortDigest(id)} 的首个请求未得到应有的应答：${answer}。它没有得到流量。`,
    ),
  answeredByAnother: ({ canary, stable }) =>
    finding(
      'answered-by-another-model',
      `${canary.strangers + stable.strangers} 个应答来自被请求者以外的模型。`,
      { canary: canary.strangers, stable: stable.strangers },
    ),
  moreErrors: (totals, test, alpha) => {
    const { canary, stable } = totals;
    return finding(
      'more-errors-than-stable',
      `灰度版 ${canary.requests} 个请求中失败 ${canary.errors} 个，稳定版 ${stable.requests} 个中失败 ${stable.errors} 个：若错误率在允许范围内，预期只有 ${test.expectedCanaryErrors.toFixed(1)} 个（e 值 ${test.eValue.toPrecision(3)}，判定阈值 ${(1 / alpha).toPrecision(3)}）。`,
      { ...totals, eValue: test.eValue, pValue: test.pValue },
    );
  },
  tooManyErrors: (rate, allowed) =>
    finding(
      'error-rate-too-high',
      `灰度版有 ${percent(rate.estimate)} 的请求失败（可以确定至少 ${percent(rate.low)}）；允许 ${percent(allowed)}。`,
      { rate, allowed },
    ),
  slower: ({ ratio, canary, stable }, quantile, allowed) =>
    finding(
      'slower-than-stable',
      `灰度版的 ${en.quantileName(quantile)} 延迟为 ${canary.estimate.toPrecision(3)} ms，稳定版为 ${stable.estimate.toPrecision(3)} ms：${ratio.estimate.toPrecision(3)} 倍（至少 ${ratio.low.toPrecision(3)} 倍）；允许 ${allowed} 倍。`,
    ),
  tooLittleData: ({ canary, stable, weight }, needed, then) => {
    const consequence = {
      pause: '全部流量在稳定版上；再次运行本步骤即可继续。',
      'roll-back': '策略将其撤回（deploy.too-little-data）。',
      promote: '策略允许其继续（deploy.too-little-data）。',
    }[then];
    return finding(
      'too-little-data',
      `在 ${weight} % 的权重下，灰度版应答了 ${canary.requests} 个请求，稳定版 ${stable.requests} 个；评判需要各 ${needed} 个。${consequence}`,
      { canary: canary.requests, stable: stable.requests, needed },
      then === 'roll-back' ? 'error' : 'warning',
    );
  },
  reason,
  answers: {
    from: (model) => (model === undefined ? '应答不来自任何模型' : `应答来自 ${model}`),
    status: (status) => `状态码 ${status}`,
  },
  gateNotPassed: (id) =>
    finding(
      'gate-not-passed',
      `注册表中没有 ${shortDigest(id)} 通过门禁的记录，因此它得不到流量。请为它运行 evaluate-gate 和 register-model，或将 deploy.require 设为 []。`,
    ),
  replayed: (sent, failed, rate) => {
    const lost = failed === 0 ? '' : `其中 ${failed} 个没有得到应答。`;
    return finding(
      'replayed-traffic',
      `流量是本步骤自行发送的历史数据行：${sent} 个请求，每秒 ${rate} 个。${lost}`,
      { sent, failed, rate },
      'info',
    );
  },
  noRowsToReplay: (data) =>
    usageError(
      'replay-empty',
      `${data.join('、')} 有列但没有行，因此没有可发送的内容。`,
      '请在 deploy.replay.data 中给出有数据行的文件。',
    ),
  rowsNotReplayed: (skipped, read) =>
    finding(
      'rows-not-replayed',
      `${read} 行中有 ${skipped} 行无法发送：模型所需的值缺失或类型不符。`,
      { skipped, read },
      'warning',
    ),
  promoted: (label, { canary, stable }) =>
    `${label} 现为稳定版：它应答了 ${canary.requests} 个请求，出错 ${canary.errors} 个；同期稳定版应答 ${stable.requests} 个，出错 ${stable.errors} 个。`,
  promotedFirst: (label, wasAsked) =>
    `${label} 已开始服务，是第一个版本：${wasAsked ? '它应答了所有提问' : '其服务器已就绪'}，且没有可比较的版本。`,
  servedAlready: (label) => `${label} 已是稳定版，拥有全部流量。`,
  turnedAway: (label, stable, why) =>
    `${label} 已回滚：${why.message}${stable === undefined ? '' : ` ${stable} 拥有全部流量。`}`,
  pausedAt: (label, why) => `${label} 已暂停：${why.message}`,
  refused: (label, why) => `${label} 未发布：${why.message}`,
  rolledBack: (to, from) => `${to} 重新成为稳定版并拥有全部流量；之前是 ${from}。`,
  canaryTurnedAway: (canary, stable) => `${canary} 已撤回；${stable} 拥有全部流量。`,
  alreadyRolledBack: (at) =>
    `${at} 是稳定版并拥有全部流量；上一次更改已经是回滚，因此未做任何更改。若要回到更早的版本，请用 model-reference 指明版本。`,
  cannotRollBack: () =>
    finding('no-previous-version', '没有更早的稳定版可以返回。请改为发布您需要的版本。'),
  nothingDeployed: () => '没有部署任何内容。',
  stopped: (model) => `${model} 已停止服务；没有遗留进程。`,
  status: (phase, stable, weight) => {
    const serving = stable === undefined ? '没有稳定版' : `${stable} 是稳定版`;
    const rest = weight > 0 ? `，灰度版有 ${weight} % 的流量` : '';
    return `部署状态为 ${phase}：${serving}${rest}。`;
  },
  notServing: () =>
    finding(
      'target-not-running',
      '网关没有运行。请再次运行 `mlops deploy-canary`：它会启动网关并从中断处继续。',
      undefined,
      'warning',
    ),
  stepBegins: (label, weight, forMs) =>
    `${label} 有 ${weight} % 的流量，至少持续 ${formatDuration(forMs)}。`,
  goesOn: (label) => `${label} 的发布曾被中断；现从中断处继续。`,
  cannotServe: (label, error) =>
    externalError(
      'model-cannot-be-served',
      `${label} 已被设为稳定版，但其服务器无法启动${because(error)}。之前的版本仍在应答。`,
      '请回滚到能够启动的版本：用 model-reference 指明。',
    ),

  tables: {
    steps: {
      title: '步骤',
      verdict: '结论',
      weight: '权重',
      canaryRequests: '灰度版请求',
      canaryErrors: '灰度版错误',
      canaryLatency: '灰度版延迟',
      stableRequests: '稳定版请求',
      stableErrors: '稳定版错误',
      stableLatency: '稳定版延迟',
      quantile: '分位数',
    },
    timeline: {
      title: '时间线',
      when: '时间',
      what: '事件',
      version: '版本',
      traffic: '流量',
      why: '原因',
    },
    answered: {
      title: '由谁应答',
      note: '每个服务器计算其所加载文件的摘要，并写入每个应答。',
      model: '模型',
      answers: '应答数',
    },
    weights: {
      title: '各版本的流量',
      seconds: '秒',
      percent: '百分比',
      canary: '灰度版',
      stable: '稳定版',
    },
  },
  events: {
    started: '开始发布',
    weighted: '设置权重',
    promoted: '提升为稳定版',
    aborted: '已回滚',
    paused: '已暂停',
    'rolled-back': '返回到',
    stopped: '已停止',
  },
  invalidInput: (input, value, problem) =>
    usageError(
      'invalid-inputs',
      `输入 "${input}" 的值为 ${JSON.stringify(value)}，但${problem}`,
      '`mlops deploy-canary --help` 列出所有输入。',
    ),
  problems: {
    notShortSteps: '应为带时长的权重，如 5:30s,50:30s,100',
    noYamlList: '这不是 YAML 列表；写成 5:30s,50:30s,100 更简单',
    noSteps: '至少需要一个步骤',
    expected: (forms) => `应为 ${forms}`,
    step: (number) => `第 ${number} 步`,
    unknownKey: (name, key, near) =>
      `${name}含有未知的键 "${key}"；${near === undefined ? '可用：weight, for' : `您是否想写 "${near}"？`}`,
    weight: (name, value) =>
      `${name}${value === undefined ? '没有权重' : `的权重为 ${value}`}：应为 1 到 100 的整数（百分比）`,
    lasts: (name, value) => `${name}的时长为 ${value}：应为 30s 这样的时长`,
    form: (name, value) => `${name}为 ${value}：步骤应写成 { weight: 5, for: 30s }`,
  },
  modelReferenceMissing: (forms) =>
    usageError(
      'model-reference-missing',
      '没有说明要发布哪个模型，也没有 register-model 步骤留下模型。',
      `请给出输入 "model-reference"：${forms}。`,
    ),
  anotherModel: (found, asked) =>
    usageError(
      'another-model',
      `该引用是 "${found}" 的一个版本，而本步骤针对的是 "${asked}"。`,
      '请用输入 "model" 指明模型，或给出它的某个版本的引用。',
    ),
};
