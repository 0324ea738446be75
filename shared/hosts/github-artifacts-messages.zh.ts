import type { Catalogue } from '../kernel/language.ts';
import type * as en from './github-artifacts-messages.en.ts';

export const artifactMessages: Catalogue<typeof en.artifactMessages> = {
  title: '作业之间的证据',
  record: '记录',
  files: '记录所列的文件',

  leftOut: (files, limit) =>
    `留在本机：${files.join('、')}。一个步骤的文件合计不超过 ${limit} 时才会传给其他作业。请在本作业中运行需要它们的步骤。`,
  received: (what, from, attempt) =>
    `${from} 的${what}来自本次运行中较早的作业（第 ${attempt} 次尝试），并已通过校验。`,
  absent: (step, job) =>
    `这里没有 ${step} 的记录，本次运行的作业也没有留下。如果应该有，${job === undefined ? '本作业' : `作业“${job}”`}必须在 \`needs:\` 下写明产生它的作业。`,
  filesAbsent: (step, files, limit) =>
    `${step} 的记录列出了这里没有的文件：${files.join('、')}。运行 ${step} 的作业没有传递它们；一个步骤的文件合计不超过 ${limit} 时才会传递。如果本步骤需要它们，请在同一个作业中运行。`,
  notAsked: (reason) => `无法查询较早的作业留下了什么：${reason}`,

  service: (action, reason) => ({
    message: `制品服务未能${action}：${reason}。`,
    hint: '请重新运行作业；如果仍然如此，请在一个作业中运行各步骤，它们共用同一个文件夹。',
  }),
  keep: (name) => `保存制品 ${name}`,
  list: '列出本次运行的制品',
  handOver: (name) => `交付制品 ${name}`,
  noAnswer: (seconds) => `${seconds} 秒内没有应答`,

  notARecord: (step, artifact, why) => ({
    message: `制品 ${artifact} 中没有 ${step} 的记录：${why}。`,
    hint: `请重新运行包含 ${step} 的作业。如果另一个作业以此名称上传制品，请将其改名。`,
  }),
  about: (step, model) => `它属于模型“${model}”的 ${step}`,
  noJson: (file) => `其中没有 ${file}，或者它不是 JSON`,
  wrongForm: (where) => `其格式有误${where}`,
  otherCommit: (step, theirs, ours) => ({
    message: `来自较早作业的 ${step} 记录针对提交 ${theirs.slice(0, 7)}，而本作业针对 ${ours.slice(0, 7)}。`,
    hint: '请在工作流的每个作业中检出同一个提交。',
  }),
  otherFile: (path, step, how) => ({
    message: `来自较早作业的文件 ${path} 不是 ${step} 所记录的文件：${how}。`,
    hint: `请重新运行包含 ${step} 的作业，然后重新运行本作业。`,
  }),
  otherSize: (found, wanted) => `它有 ${found} 字节，而不是 ${wanted} 字节`,
  otherDigest: '其 SHA-256 不同',
  outside: (path, step) => ({
    message: `${step} 的记录列出了文件 ${JSON.stringify(path)}，它位于工作目录之外或链接之后。`,
    hint: `请让 ${step} 写入工作目录之下；其他位置的文件不会传递。`,
  }),
  tooLarge: (name, size, limit) => ({
    message: `制品 ${name} 的大小为 ${size}，允许的上限是 ${limit}。`,
    hint: '请重新运行留下它的作业；如果另一个作业以此名称上传制品，请将其改名。',
  }),

  larger: (size, limit) => `其大小为 ${size}，允许的上限是 ${limit}。`,
  notFetched: (why) => `无法获取（${why}）。`,
  broken: '连接中断',
  gone: '它已过期。',

  archive: (reason) => ({
    message: `拒绝该压缩包：${reason}。`,
    hint: '请重新运行留下它的作业；含证据的压缩包只由各步骤写出。',
  }),
  archiveReasons: {
    notZip: '它不是完整的 ZIP 压缩包',
    directory: '其目录已损坏',
    twice: '其中有两个同名文件',
    lacks: (name) => `其中没有 ${name}`,
    tooManyFiles: (found, allowed) => `其中有 ${found} 个文件，允许的上限是 ${allowed}`,
    tooManyBytes: (found, allowed) => `解压后将占 ${found} 字节，允许的上限是 ${allowed}`,
    name: (name) => `名称 ${name} 会离开其文件夹，或不是名称`,
    link: (name) => `${name} 是链接`,
    unusual: (name) => `${name} 已加密，或以不常见的方式压缩`,
    elsewhere: (name) => `${name} 不在目录所写的位置`,
    larger: (name) => `${name} 比目录所写的更大`,
    damaged: (name) => `${name} 已损坏`,
    unpacking: (name) => `${name} 无法解压`,
  },
};
