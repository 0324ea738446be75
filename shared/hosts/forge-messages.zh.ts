import type { Catalogue } from '../kernel/language.ts';
import type * as en from './forge-messages.en.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the user's workflow
const githubToken = '${{ github.token }}';
const proxyAtGithub = '请检查 GITHUB_API_URL 指向的服务（是否为代理），然后重新运行作业。';
const proxyAtGitlab = '请检查 CI_API_V4_URL 指向的服务（是否为代理），然后重新运行作业。';
const projectToken =
  '请创建一个带有 `api` 范围的项目访问令牌，并以掩码变量 GITLAB_TOKEN 的形式提供。';

export const refusals: Catalogue<typeof en.refusals> = {
  said: (what, said) => `${what}（${said}）。`,
  noAnswer: (forge, action) => `${forge} 没有响应以下请求：${action}`,
  badToken: (forge) => `${forge} 不接受该令牌`,
  noRight: (forge, action) => `${forge} 不允许该令牌执行以下操作：${action}`,
  notFound: (forge, action) => `${forge} 找不到以下操作的对象：${action}`,
  tooMany: (forge, action, restS) =>
    `${forge} 收到的以下请求过多：${action}${restS === undefined ? '' : `，要求等待 ${restS} 秒`}`,
  invalid: (forge, action) => `${forge} 认为以下请求无效而拒绝：${action}`,
  error: (forge, action) => `${forge} 在处理以下请求时出错：${action}`,
  runLater: '请稍后重新运行作业。',
  silence: '没有响应',
  late: '没有及时响应',
  at: (words, address) => `${words}，地址为 ${address}`,
  noList: '现在无法取得该列表',
};

export const forgeThings: Catalogue<typeof en.forgeThings> = {
  pullRequest: (number, repository) => `${repository} 的拉取请求 ${number}`,
  mergeRequest: (number, project) => `项目 ${project} 的合并请求 ${number}`,
  commitOf: (commit, repository) => `${repository} 的提交 ${commit}`,
  commitOfProject: (commit, project) => `项目 ${project} 的提交 ${commit}`,
  project: (project) => `项目 ${project}`,
  deploymentTo: (environment, repository) => `${repository} 到环境 ${environment} 的部署`,
};

export const forgeActions: Catalogue<typeof en.forgeActions> = {
  findRequestOf: (of) => `查找来自 ${of} 的拉取请求`,
  findRequestOfCommit: (commit) => `查找提交 ${commit} 的拉取请求`,
  readRequest: (request) => `读取 ${request}`,
  readRun: (run, repository) => `读取 ${repository} 的运行 ${run}`,
  listArtifacts: (run) => `列出运行 ${run} 的制品`,
  fetchArtifact: (name) => `下载制品 ${name}`,

  readComments: (request) => `读取 ${request} 上的评论`,
  readComment: (request) => `读取自己在 ${request} 上的评论`,
  writeComment: (request) => `在 ${request} 上写评论`,
  changeComment: (request) => `修改自己在 ${request} 上的评论`,
  removeComment: (request) => `删除自己在 ${request} 上的评论`,
  takeTurns: (request) => `为自己在 ${request} 上的评论排队等候写入`,
  giveUpTurn: (request) => `让出对 ${request} 上评论的写入`,

  readNotes: (request) => `读取 ${request} 上的评论`,
  readNote: (request) => `读取自己在 ${request} 上的评论`,
  writeNote: (request) => `在 ${request} 上写评论`,
  changeNote: (request) => `修改自己在 ${request} 上的评论`,
  removeNote: (request) => `删除自己在 ${request} 上的评论`,
  takeTurnsAtNote: (request) => `为自己在 ${request} 上的评论排队等候写入`,
  askOwner: '查询该令牌的所有者',

  findCheck: (commit) => `查找 ${commit} 上的检查`,
  writeCheck: (commit) => `在 ${commit} 上写入检查`,
  writeStatus: (commit) => `在 ${commit} 上写入状态`,

  findDeployment: (deployment) => `查找 ${deployment}`,
  makeDeployment: (deployment) => `创建 ${deployment}`,
  changeDeployment: (id, repository) => `更新 ${repository} 的部署 ${id} 的状态`,

  readIssues: (of) => `读取 ${of} 的议题`,
  openIssue: (repository) => `在 ${repository} 中创建议题`,
  openIssueOf: (project) => `在 ${project} 中创建议题`,
  changeIssue: (id, of) => `修改 ${of} 的议题 ${id}`,
  commentOnIssue: (id, of) => `在 ${of} 的议题 ${id} 上写评论`,

  raiseEvent: (event, repository) => `在 ${repository} 中触发事件 ${event}`,
  startWorkflow: (workflow, repository) => `启动 ${repository} 的工作流 ${workflow}`,
  startPipeline: (ref, project) => `在 ${project} 的 ${ref} 上启动流水线`,
};

export const githubAdvice: Catalogue<typeof en.githubAdvice> = {
  comment: {
    badToken: `请为输入 "token" 提供有效的令牌，默认为 ${githubToken}。`,
    noRight:
      '请为作业设置 `permissions: pull-requests: write`。对于来自复刻的拉取请求，令牌只能读取：请改用 workflow_run 工作流写评论。',
    notFound: '请检查该令牌是否可以读取本仓库，以及拉取请求是否存在。',
    unavailable: '请重新运行作业；其他内容都不依赖于此。',
  },
  check: {
    noRight:
      '请为作业设置 `permissions: checks: write`（或 `statuses: write`），或用输入 `commit-check: never` 关闭此功能。对于来自复刻的拉取请求，令牌只能读取。',
    noRightOnGitea:
      'Gitea 把状态归入代码权限：请为作业设置 `permissions: contents: write`，或让输入 `commit-check` 保持 `auto`，因为 Gitea 本身会在提交旁显示每个作业。',
    notFound: '请检查该令牌是否可以读取本仓库，以及仓库中是否有该提交。',
  },
  deployment: {
    noRight: '请为作业设置 `permissions: deployments: write`。',
    notFound: '请检查该令牌是否可以读取本仓库，以及该平台是否支持部署（Gitea 不支持）。',
  },
  dispatch: {
    noRight:
      '触发事件请为作业设置 `permissions: contents: write`，启动工作流请设置 `actions: write`。',
    notFound: '请检查工作流的名称、它是否在默认分支上，以及该令牌是否可以看到它。',
  },
  issue: {
    noRight: '请为作业设置 `permissions: issues: write`。',
    notFound: '请检查该令牌是否可以读取本仓库，以及仓库是否启用了议题。',
  },
};

export const gitlabAdvice: Catalogue<typeof en.gitlabAdvice> = {
  note: {
    badToken: '请为输入 "token"（或变量 GITLAB_TOKEN）提供未过期的项目访问令牌。',
    noRight: '该令牌需要 `api` 范围和至少 Reporter 角色。CI_JOB_TOKEN 不能写评论。',
    notFound: '请检查该令牌是否属于本项目，以及合并请求是否存在。',
    unavailable: '请重新运行作业；其他内容都不依赖于此。',
  },
  status: {
    noRight: '该令牌需要 `api` 范围和至少 Developer 角色。CI_JOB_TOKEN 不能写入状态。',
    notFound: '请检查该令牌是否属于本项目，以及项目中是否有该提交。',
  },
  pipeline: {
    badToken: '请提供本项目的流水线触发令牌，或允许使用作业令牌。',
    noRight: '请在项目的 CI/CD 设置中允许流水线变量，并允许该令牌的角色启动流水线。',
    notFound: '请检查分支，以及触发令牌是否属于本项目。',
  },
  issue: {
    noRight: '该令牌需要 `api` 范围和至少 Reporter 角色。',
    notFound: '请检查该令牌是否属于本项目，以及项目是否启用了议题。',
  },
};

export const noToken: Catalogue<typeof en.noToken> = {
  comment: {
    message: '没有可用于写评论的令牌。',
    hint: `请为步骤设置 \`token: ${githubToken}\`，并为作业设置 \`permissions: pull-requests: write\`。`,
  },
  check: {
    message: '没有可用于写入检查的令牌。',
    hint: `请为步骤设置 \`token: ${githubToken}\`，并为作业设置 \`permissions: checks: write\`。`,
  },
  deployment: {
    message: '没有可用于写入部署的令牌。',
    hint: `请为步骤设置 \`token: ${githubToken}\`，并为作业设置 \`permissions: deployments: write\`。`,
  },
  dispatch: {
    message: '没有可用于启动工作流的令牌。',
    hint: `请为步骤设置 \`token: ${githubToken}\`。`,
  },
  issue: {
    message: '没有可用于写议题的令牌。',
    hint: `请为步骤设置 \`token: ${githubToken}\`，并为作业设置 \`permissions: issues: write\`。`,
  },
  note: {
    message: '没有可用于写评论的令牌：CI_JOB_TOKEN 可以读取评论，但不能写评论。',
    hint: projectToken,
  },
  status: {
    message: '没有可用于写入状态的令牌：CI_JOB_TOKEN 不能写入。',
    hint: projectToken,
  },
  gitlabIssue: {
    message: '没有可用于写议题的令牌：CI_JOB_TOKEN 不能写入。',
    hint: projectToken,
  },
  pipeline: (variable) => ({
    message: `没有可用于启动流水线的令牌：变量 ${variable} 未设置。`,
    hint: '请创建流水线触发令牌，并以掩码变量的形式提供。',
  }),
};

export const strangeAnswers: Catalogue<typeof en.strangeAnswers> = {
  checks: {
    message: 'GitHub 对有关检查的请求返回的内容不是检查。',
    hint: proxyAtGithub,
  },
  comments: {
    message: 'GitHub 对有关评论的请求返回的内容不是评论。',
    hint: proxyAtGithub,
  },
  issues: {
    message: 'GitHub 对有关议题的请求返回的内容不是议题。',
    hint: proxyAtGithub,
  },
  gitlabIssues: {
    message: 'GitLab 对有关议题的请求返回的内容不是议题。',
    hint: proxyAtGitlab,
  },
  notes: {
    message: 'GitLab 对有关评论的请求返回的内容不是评论。',
    hint: proxyAtGitlab,
  },
  deployment: (deployment) => ({
    message: `GitHub 没有创建 ${deployment}。`,
    hint: '请重新运行作业。',
  }),
  checkForbidden: 'GitHub 不允许该令牌写入检查。',
};
