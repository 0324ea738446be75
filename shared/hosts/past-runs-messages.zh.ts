import type { Catalogue } from '../kernel/language.ts';
import type * as en from './past-runs-messages.en.ts';

export const pastRunsMessages: Catalogue<typeof en.pastRunsMessages> = {
  runs: (commit) => `查找提交 ${commit.slice(0, 7)} 的运行`,
  artifacts: (run) => `列出运行 ${run} 的制品`,
  pipelines: (commit) => `查找提交 ${commit.slice(0, 7)} 的流水线`,
  jobs: (pipeline) => `列出流水线 ${pipeline} 的作业`,
  file: (name, job) => `从作业“${job}”的制品中获取 ${name}`,

  expired: (what, run, days) =>
    days === undefined
      ? `运行 ${run} 留下的 ${what} 已过期。`
      : `运行 ${run} 留下的 ${what} 已在 ${days} 天后过期。`,
  unusable: (what, run, why) => `运行 ${run} 留下的 ${what} 无法使用：${why}`,
  otherCommit: (theirs) =>
    theirs === null ? '它没有写明提交' : `它针对提交 ${theirs.slice(0, 7)}`,
  notSound: '它不是本模型和本提交的记录，或属于另一版本。',

  noToken: {
    message: '没有令牌可用来查找以往运行留下的内容。',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the user's workflow
    hint: '请为该步骤设置 `token: ${{ github.token }}`，并为作业设置 `permissions: actions: read`。',
  },
  noGitlabToken: {
    message: '没有令牌可用来查找以往流水线留下的内容。',
    hint: '请创建范围为 read_api 的项目访问令牌，并作为隐藏变量 GITLAB_TOKEN 提供。',
  },
  noRight: '请为作业设置 `permissions: actions: read`，使其可以读取以往运行的制品。',
  noRightOnGitea: '请允许作业的令牌读取本仓库的 Actions：设置、Actions、常规。',
  notFound: '请检查该令牌能否读取本仓库及其 Actions 的运行。',
  notFoundOnGitea:
    'Gitea 从 1.25 版起才能列出运行和制品；在此之前，只有缓存能把记录带到下一次运行。',
  noGitlabRight:
    'CI_JOB_TOKEN 不能列出流水线，且只有 Premium 和 Ultimate 版能用它获取制品：请创建范围为 read_api 的项目访问令牌，并作为隐藏变量 GITLAB_TOKEN 提供。',
  gitlabNotFound: '请检查该令牌是否属于本项目，并能读取其流水线。',
  noList: {
    message: 'GitLab 对列表请求的应答不是列表。',
    hint: '请检查 CI_API_V4_URL 处是什么（是否有代理？），然后重新运行作业。',
  },
  late: '未及时应答',
  tooLarge: (size) => `它大于 ${size}。`,
};
