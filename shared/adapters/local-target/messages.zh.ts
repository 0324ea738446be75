import type { Catalogue } from '../../kernel/language.ts';
import type * as en from './messages.en.ts';

export const targets: Catalogue<typeof en.targets> = {
  notNext: (revision, before, directory) =>
    `部署的修订 ${revision} 不是紧接着 ${before} 的：期间有人更改了 ${directory}。`,
  runAgain: '没有任何更改。请重新运行该步骤：它会从现有状态继续。',
  atWork: (directory) => `deploy-canary 的另一次运行正在处理 ${directory}。`,
  waitForIt: '请等待其结束，或将其结束：之后该步骤可以从中断处继续。',
  unusable: (directory, code) => `无法使用本地目标的文件夹 ${directory}（${code}）。`,
  makeUsable: '请确保本作业有权在其中写入且磁盘有足够空间，然后重新运行该步骤。',
  unknownForm: (path) => `${path} 不是当前版本所认识的部署。`,
  stopOrRemove:
    '请用写出它的那个版本运行 `mlops deploy-canary --mode stop` 来结束服务，或删除该文件夹。',
};

export const gateways: Catalogue<typeof en.gateways> = {
  notStarted: '本地目标的网关没有启动。',
  seeLog: (path, end) => `其日志为 ${path}${end === '' ? '' : `；末尾内容：${end}`}`,
  answered: (status) => `本地目标的网关应答了 ${status}。`,
  answeredForOther: '本地目标的网关应答的是另一个部署。',
  noAnswer: (address) => `本地目标的网关在 ${address} 没有应答。`,
  startAnew: '请重新运行该步骤：它会重新启动网关并从中断处继续。',
  notRunning: '本地目标没有运行。',
  notStopped: (seconds, processes) =>
    `本地目标的以下进程没有在 ${seconds} 秒内结束：${processes.join('、')}。`,
  endThem: '请结束这些进程，然后重新运行。',
};

export const models: Catalogue<typeof en.models> = {
  noMetadata: (model, status) => `${model} 的服务进程对元数据请求应答了 ${status}。`,
  otherModel: (found, wanted) => `已安装的文件属于模型 ${found}，而不是 ${wanted}`,
};
