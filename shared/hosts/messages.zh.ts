import type { Catalogue } from '../kernel/language.ts';
import type * as en from './messages.en.ts';

export const messages: Catalogue<typeof en.messages> = {
  interrupted: (step, signal) =>
    `${step}：被 ${signal} 中止。没有做到一半的内容；请重新运行该步骤。`,
  internal: (step, stack) => `${step}：内部错误，请报告给我们。\n${stack}`,
  cause: (text) => `\n  原因：${text}`,
  next: (hint) => `\n  下一步：${hint}`,
  stopped: (signal) => `在得出结论之前被 ${signal} 中止；请重新运行该步骤。`,
  failed: '该步骤因内部错误而失败；详情见其日志。',
  cutShort: '发布被中断；记录是完整的。',
  unwritable: (directory) => `无法在 ${directory} 之下写入记录。`,
  cannotWrite: (directory, reason) => `无法写入记录：${directory} ${reason}。`,
  cannotBeMade: (code) => `无法创建（${code}）`,
  cannotBeLookedInto: '无法查看',
  isAFile: '是一个文件',
  mayNotWrite: '当前用户无权写入',
  nameReportDir: '请在输入 "report-dir" 中指定本作业可以写入的目录。',
  cleanUpFailed: (step, reason) => `${step}：清理失败：${reason}`,
  noDirectory: (directory, isMissing) =>
    `工作目录 ${directory} ${isMissing ? '不存在' : '是一个文件'}。`,
  checkDirectory: '请检查输入 "working-directory"。',
  directoryTaken: (path) => ({
    message: `目录 ${path} 属于其他用户。`,
    hint: '请删除该目录，或为作业设置自己的 TMPDIR。',
  }),
  summaryFull: '作业摘要已满；其中缺少的内容见报告。',
  reportLink: '模型报告',
  commentLink: '模型评论',
  notShown: (leftOut) => `此处未显示：${leftOut.join('，')}。见报告。`,
  couldNotWrite: (what, reason) => `无法写入${what}：${reason}`,
  published: {
    textReports: '评论文件和测试报告',
    forgeReports: '供代码托管平台使用的发现和徽章',
    annotations: '注释',
    summary: '作业摘要',
    html: ' HTML 报告',
    evidence: '供后续作业使用的证据',
    interim: '目前为止的记录',
  },
  leavesOut: (step, reason) => `报告中缺少 ${step}：${reason}`,
  lastLine: (title, { word }, summary) => `${title}：${word}。${summary ?? ''}`,
  annotation: (title, code) => `${title}：${code}`,
  severalLines: (name) => `${name} 有多行，GitLab 无法传递`,
  tooLong: (name, limit) => `${name} 超出了 GitLab 可以传递的 ${limit} 字节`,
  recordHasIt: (reason) => `${reason}；记录中有该值。`,
  moreOf: (count, severity) => `另有 ${count} 条 ${severity} 级别的发现`,
};

export const comments: Catalogue<typeof en.comments> = {
  noForge: '这不是代码托管平台的作业',
  noRequest: '本次运行不属于拉取或合并请求',
  leftAsIs: (reason) => `评论保持不变：${reason}。`,
  noneWritten: (reason) => `没有写评论：${reason}。`,
  none: (reason) => `没有评论：${reason}。`,
  couldNot: (reason) => `无法写评论：${reason}。报告在磁盘上。`,
  wasNot: (message, hint) => `没有写评论：${message}${hint ?? ''}判定不变，报告在磁盘上。`,
  laterRun: '更晚的一次运行已经报告了该步骤',
  newerCommit: (own, there) => `本次运行针对 ${own}，评论显示的是 ${there}`,
  notShownRunning: (reason) => `评论没有显示该步骤正在运行：${reason}`,
  noRoom: '评论中已没有空间',
  contended: '在该步骤写入自己的部分时，其他写入者不断替换评论。',
  runLater: '请在其他作业完成后重新运行本作业。',
};

export const flags: Catalogue<typeof en.flags> = {
  notAFlag: (text) => `"${text}" 不是选项；取值写成 --名称 值`,
  unknown: (name, near) =>
    `没有选项 --${name}${near === undefined ? '' : `；您是想写 --${near} 吗？`}`,
  needsValue: (name) => `--${name} 需要一个值`,
  twice: (name) => `--${name} 给出了两次`,
  several: (step, count) => `${step}：有 ${count} 个选项不正确：`,
  help: (step) => `\`mlops ${step} --help\` 会列出每个选项。`,
};
