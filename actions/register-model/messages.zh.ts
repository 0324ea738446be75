import { type Digest, shortDigest } from '../../shared/domain/digest.ts';
import type { Finding } from '../../shared/domain/record.ts';
import type { Damage } from '../../shared/domain/registry.ts';
import { usageError } from '../../shared/kernel/action-error.ts';
import type { Catalogue } from '../../shared/kernel/language.ts';
import { gateSummaryOf, keptReasons } from './kept-reasons.ts';
import * as en from './messages.en.ts';

const finding = (
  severity: Finding['severity'],
  code: string,
  message: string,
  evidence?: Record<string, unknown>,
): Finding => ({ severity, code, message, ...(evidence === undefined ? {} : { evidence }) });

const damages: Record<Damage['problem'], string> = {
  missing: '缺失',
  'wrong-size': '大小与记录不符',
  'wrong-digest': '内容与记录不符',
  unreadable: '无法读取',
  'wrong-identity': '与其声称的模型不一致',
};

function reason(kept: string): string {
  if (kept === keptReasons.askedFor) return '按要求执行';
  if (kept === keptReasons.rollback) return '按要求回滚';
  const summary = gateSummaryOf(kept);
  return summary === undefined ? kept : `门禁：${summary}`;
}

export const messages: Catalogue<typeof en> = {
  modelPart: '模型的一部分',
  reason,
  noTrainingRecord: (required) =>
    required
      ? finding(
          'error',
          'training-record-missing',
          '没有训练步骤的记录，而策略要求必须有（register.require）。请先在本作业或其 `needs:` 所列的作业中运行 train-on-gpu-runner。',
        )
      : finding(
          'warning',
          'lineage-unknown',
          '没有训练步骤的记录，因此该模型所用的代码、数据和环境均未知。',
        ),
  trainingFailed: () =>
    finding(
      'error',
      'training-failed',
      '训练步骤失败，它留下的内容不是可注册的模型。请修复训练后重新运行。',
    ),
  trainingNamesNoModel: () =>
    finding(
      'error',
      'training-names-no-model',
      '训练步骤的记录没有写明模型，因此无法把该文件夹与它对应起来。请重新运行训练步骤。',
    ),
  notAsTrained: (trained: Digest, found: Digest, differences: string[]) => {
    const shown = differences.slice(0, 5).join('、');
    const more = differences.length > 5 ? ` 等共 ${differences.length} 处` : '';
    const why = differences.length === 0 ? '' : `：${shown}${more}`;
    return finding(
      'error',
      'not-as-trained',
      `该文件夹不是训练得到的模型（记录为 ${shortDigest(trained)}，现为 ${shortDigest(found)}）${why}。请重新训练，或注册训练所写的文件夹。`,
      { trained, found, differences },
    );
  },
  dirtyCode: (commit) => {
    const at = commit === null ? '' : ` ${commit.slice(0, 12)}`;
    return finding(
      'warning',
      'code-not-committed',
      `训练所用的代码含有未提交到${at === '' ? '仓库' : `提交${at}`}的改动，仅凭提交无法复现该模型。`,
    );
  },
  gateMissing: () =>
    finding(
      'error',
      'gate-missing',
      '没有该模型的 evaluate-gate 记录。请先在本作业或其 `needs:` 所列的作业中运行门禁。',
    ),
  gateNamesNoModel: () =>
    finding(
      'error',
      'gate-names-no-model',
      '门禁的记录没有写明它评判的是哪个模型。请在与训练相同的作业中运行门禁。',
    ),
  gateJudgedAnother: (judged, held) =>
    finding(
      'error',
      'gate-judged-another-model',
      `门禁评判的是另一个模型（${shortDigest(judged)}），而不是这一个（${shortDigest(held)}）。请对该模型运行门禁。`,
      { judged, held },
    ),
  gateNotPassed: (verdict, summary) =>
    finding('error', 'gate-not-passed', `门禁未放行该模型（${verdict}）：${summary}`, { verdict }),
  aliasUnknown: (alias, known) => {
    const list = known.length === 0 ? '目前还没有别名。' : `现有：${known.join('、')}。`;
    return finding('error', 'alias-unknown', `别名 "${alias}" 不存在。${list}`);
  },
  neverHadAlias: (alias, version) =>
    finding(
      'error',
      'never-had-alias',
      `${version} 从未是 ${alias}，因此无法回滚到它。请改用提升（promote）：它须先通过门禁。`,
    ),
  noPreviousVersion: (alias) =>
    finding('error', 'no-previous-version', `没有更早的 ${alias} 可以返回。请改为提升另一个版本。`),
  damageFinding: ({ what, digest, problem }) => {
    const blob = digest === null ? '' : `（blob ${digest}）`;
    return finding('error', 'registry-damaged', `${what}${blob}${damages[problem]}。`, {
      what,
      digest,
      problem,
    });
  },
  strayFinding: ({ alias, at, recorded }) => {
    const is = at === null ? '未指向任何版本' : `指向 ${at}`;
    return finding(
      'error',
      'alias-moved-outside',
      `${alias} ${is}，但记录中最后一次移动把它指向 ${recorded}：它被本步骤以外的操作移动过。若要恢复，请提升 ${recorded}。`,
      { alias, at, recorded },
    );
  },
  registered: (reference, isNew, alias) => {
    const as = alias === undefined ? '' : `，现为 ${alias}`;
    return isNew ? `已注册为 ${reference}${as}。` : `此前已注册为 ${reference}${as}。`;
  },
  refused: (name, first) => `${name} 未注册：${first.message}`,
  promoted: (reference, alias, from) =>
    `${reference} 现为 ${alias}（${from === undefined ? '第一个' : `之前是 ${from}`}）。`,
  alreadyAlias: (reference, alias) => `${reference} 已经是 ${alias}；未做任何更改。`,
  notMoved: (alias, first) => `${alias} 未移动：${first.message}`,
  rolledBack: (alias, to, from) => `${alias} 已回到 ${to}；之前是 ${from}。`,
  alreadyRolledBack: (alias, at) =>
    `${alias} 已经回到 ${at}；未做任何更改。若要回到更早的版本，请给出版本号。`,
  verified: (blobs, bytes) =>
    `注册表的 ${blobs} 个 blob 全部完好（读取并校验了 ${en.formatBytes(bytes)}）。`,
  unsound: (count, blobs, strays) => {
    const moved = `${strays} 个别名被本步骤以外的操作移动过`;
    if (count === 0) return `注册表的 ${blobs} 个 blob 全部完好，但${moved}。`;
    const first = `注册表的 ${blobs} 个 blob 中有 ${count} 个损坏`;
    return strays === 0 ? `${first}。` : `${first}，且${moved}。`;
  },
  shown: (name, versions, champion) => {
    if (versions === 0) return `注册表中没有 ${name} 的版本。`;
    const which = champion === undefined ? '没有冠军模型' : `${champion} 是冠军模型`;
    return `${name} 有 ${versions} 个版本；${which}。`;
  },
  pruned: (versions, blobs, bytes) => {
    if (versions.length === 0 && blobs === 0) return '没有可清理的内容。';
    const which = versions.length === 0 ? '未移除版本' : `已移除 ${versions.join('、')}`;
    return `${which}；删除了 ${blobs} 个 blob（${en.formatBytes(bytes)}）。`;
  },
  formatBytes: en.formatBytes,

  tables: {
    notKnown: '未知',
    lineage: {
      title: '来源',
      what: '内容',
      digest: '摘要',
      model: '模型',
      code: '代码',
      data: '数据',
      parameters: '参数',
      environment: '环境',
    },
    files: { title: (count) => `${count} 个文件`, file: '文件', size: '大小' },
    versions: {
      title: '版本',
      version: '版本',
      alias: '别名',
      model: '模型',
      size: '大小',
      registered: '注册时间',
    },
    history: {
      title: (count) => `${count} 次别名移动`,
      when: '时间',
      alias: '别名',
      from: '从',
      to: '到',
      who: '操作者',
      why: '原因',
    },
  },
  invalidInput: (input, value, expected) =>
    usageError(
      'invalid-inputs',
      `输入 "${input}" 的值为 ${JSON.stringify(value)}，但应为 ${expected}`,
      '`mlops register-model --help` 列出所有输入。',
    ),
  modelDirUnnamed: () =>
    usageError(
      'model-dir-missing',
      '没有给出模型文件夹，也没有训练步骤记录过它。',
      '请用输入 "model-dir" 指明文件夹。',
    ),
  modelDirMissing: (asked, isFile) =>
    usageError(
      'model-dir-missing',
      `模型文件夹 ${asked} ${isFile ? '是文件而不是文件夹' : '不存在'}。`,
      '请用输入 "model-dir" 指明训练所写的文件夹。',
    ),
  modelDirEmpty: (shown) =>
    usageError(
      'model-dir-empty',
      `模型文件夹 ${shown} 中没有文件，因此没有可注册的模型。`,
      '请让训练把模型写到那里，或指明另一个文件夹。',
    ),
  versionMissing: () =>
    usageError(
      'version-missing',
      '没有说明要提升哪个版本，且已注册的模型中没有门禁所评判的那一个。',
      '请用输入 "version" 指明；`mlops register-model --mode show` 会列出版本。',
    ),
};
