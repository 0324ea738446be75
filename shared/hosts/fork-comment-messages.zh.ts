import type { Catalogue } from '../kernel/language.ts';
import type * as en from './fork-comment-messages.en.ts';

export const forkMessages: Catalogue<typeof en.forkMessages> = {
  help: `mlops comment：为无权写评论的运行（例如来自复刻仓库的运行）写评论。

用法：mlops comment --run-id <id> --head-sha <sha> [--repository <owner/name>]

  用于跟随此类运行的工作流（on: workflow_run）；见现成工作流中的 comment-from-fork.yml。
  它读取该运行作为制品留下的记录，但不相信其中的任何内容：合并请求按提交查找。

  --run-id <id>            \${{ github.event.workflow_run.id }}
  --head-sha <sha>         \${{ github.event.workflow_run.head_sha }}
  --repository <o/n>       默认：GITHUB_REPOSITORY。

  令牌取自变量 GITHUB_TOKEN，需要 \`actions: read\` 和 \`pull-requests: write\` 权限。
`,
  flags: '`mlops comment --help` 列出它接受的参数。',
  needed: (flag, expected) => `需要参数 --${flag}：${expected}`,
  runId: '工作流运行的编号',
  headSha: '完整的提交 SHA，40 或 64 位十六进制数字',
  repository: 'owner/name',
  noToken: {
    message: '没有用于读取运行和写评论的令牌。',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the user's workflow
    hint: '请为该步骤设置 `env: GITHUB_TOKEN: ${{ github.token }}`。',
  },
  permissions:
    '请在默认分支的工作流（on: workflow_run）中为作业设置 `permissions: actions: read` 和 `pull-requests: write`。',

  otherHead: (run, theirs, given) => ({
    message: `运行 ${run} 针对提交 ${theirs.slice(0, 7)}，而不是 ${given.slice(0, 7)}。`,
    hint: '请传入同一事件的 id 和 head_sha：github.event.workflow_run。',
  }),
  otherEvent: (run, event) => ({
    message: `运行 ${run} 由“${event}”触发，只有拉取请求的运行才会得到评论。`,
    hint: "请在工作流中加上：`if: github.event.workflow_run.event == 'pull_request'`。",
  }),
  noRequest: (sha) =>
    `没有打开的拉取请求位于提交 ${sha.slice(0, 7)}：它已关闭，或有更新的提交。无需写入。`,
  notOfFork: (number) =>
    `拉取请求 ${number} 来自本仓库的分支：它的评论由它自己的运行写入。无需写入。`,
  noRecords: (run) =>
    `运行 ${run} 没有留下记录：它在步骤结束前停止，或不含本套件的步骤。无需写入。`,
  tooMany: (count, most) => `该运行留下了 ${count} 条记录，只查看 ${most} 条。`,
  written: (count, url) => `已写入评论的 ${count} 个部分：${url}`,
  notWritten: (count) => ({
    message: `评论的 ${count} 个部分未能写入。`,
    hint: '上面的警告说明了原因。',
  }),
  refused: (artifact, why) => `制品 ${artifact} 被略去：${why}`,
  incomplete: (count) => ({
    message: `有 ${count} 个制品不是步骤所留下的。`,
    hint: '上面的警告说明了原因。在任何人重新运行之前，请查看该请求对其工作流的改动。',
  }),

  oneFile: '其中只能有 record.json。',
  notJson: '其记录不是 JSON。',
  wrongForm: (where) => `其记录格式有误${where}。`,
  otherSubject: (step, model) => `其记录属于模型“${model}”的 ${step}。`,
  otherCommit: (theirs) => `其记录针对提交 ${theirs}。`,
  noCommit: '其记录没有写明提交。',
  fromTheFuture: '其记录称该步骤在未来结束。',

  summary: (summary) => `复刻仓库自报的结果：${summary}`,
  unverified:
    '本次运行来自复刻仓库：此处所示由其代码计算，未经重新核对。在依赖它之前，请在本仓库的分支上运行该工作流。',
};
