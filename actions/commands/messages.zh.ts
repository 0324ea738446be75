import type { Catalogue } from '../../shared/kernel/language.ts';
import type * as en from './messages.en.ts';

export const summaries: Catalogue<typeof en.summaries> = {
  init: '查看仓库，并写出适合它的 mlops.yml 和工作流。',
  render: '重新生成记录的报告：HTML、Markdown、JUnit 或 OpenMetrics。',
  comment: '为无权写评论的运行（例如来自复刻仓库的运行），根据其留下的内容写评论。',
  doctor: '检查各步骤在此处所需的条件，并说明缺少什么。',
  migrateChecks: '把其他数据工具的检查套件改写为 data-validate 的检查。',
  completion: '在 bash、zsh 或 fish 中补全步骤和选项的脚本。',
};

export const overviewTexts: Catalogue<typeof en.overviewTexts> = {
  title: (version) => `mlops ${version}：像评审代码一样评审模型变更。`,
  usage: '用法：mlops <步骤> [--输入 值 ...]',
  steps: '步骤，按模型经过的顺序：',
  commands: '命令：',
  more: '`mlops <步骤> --help` 列出步骤的输入和输出。',
  unknown: (name, guess) => `mlops：没有名为 "${name}" 的步骤或命令。${guess}`,
  listed: '`mlops --help` 会列出它们。',
};

export const flagErrors: Catalogue<typeof en.flagErrors> = {
  wrong: (said, code, typed) => {
    switch (code) {
      case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
        return `没有选项 ${typed}。`;
      case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
        return `选项 ${typed} 的值有误，或缺少值。`;
      case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
        return `不应出现参数 ${typed}。`;
      default:
        return `${said}。`;
    }
  },
  seeHelp: (command) => `\`mlops ${command} --help\` 会列出可用的选项。`,
};

export const renderTexts: Catalogue<typeof en.renderTexts> = {
  help: (formats, languages) => `mlops render：离线重新生成记录的报告。

用法：mlops render [record.json | 记录所在的目录 ...] [--format F] [--language L]
                   [--output 文件]

  不给出路径时：.mlops/records
  --format ${formats.join('|')}
      默认值：markdown，即拉取或合并请求的评论。
  --language ${languages.join('|')}
      由此处写出的标题、标签、判定和说明所用的语言。
      记录自身的语句（摘要、发现、表格的标题和单元格）由其步骤写出，
      保持该步骤运行时的语言：要得到全文语言一致的报告，请以该输入 \`language\` 运行步骤。
      默认值：取自环境（MLOPS_INPUT_LANGUAGE、LC_ALL、LC_MESSAGES、LANG），否则为 en。
  --output <文件>
      默认值：标准输出。
`,
  formatUnknown: (format) => `没有格式 "${format}"。`,
  languageUnknown: (language) => `没有语言 "${language}"。`,
  notFound: (path) => ({
    message: `没有文件或目录 ${path}。`,
    hint: '请给出一份记录，或存放记录的目录，例如 <report-dir>/records。',
  }),
  noRecords: (path) => ({
    message: `目录 ${path} 中没有记录。`,
    hint: '请先运行一个步骤。',
  }),
  notJson: (path) => `无法将 ${path} 作为 JSON 读取。`,
  notARecord: (path, issue) => `${path} 不是记录${issue === undefined ? '' : `：${issue}`}。`,
  severalModels: (models) => ({
    message: `这些记录属于多个模型：${models.join('、')}。`,
    hint: '请只给出其中一个模型的记录。',
  }),
};

export const completionTexts: Catalogue<typeof en.completionTexts> = {
  help: (shells) => `mlops completion：输出补全步骤、选项和取值的脚本。

${completionUsage(shells)}

  bash   echo 'source <(mlops completion bash)' >> ~/.bashrc
  zsh    mlops completion zsh > "\${fpath[1]}/_mlops"
  fish   mlops completion fish > ~/.config/fish/completions/mlops.fish
`,
  usage: completionUsage,
  nameAShell: '请指定 shell。',
  unknown: (name) => `没有适用于 "${name}" 的脚本。`,
  stepHelp: '该步骤的输入和输出。',
};

function completionUsage(shells: readonly string[]): string {
  return `用法：mlops completion ${shells.join('|')}`;
}

export const migrateTexts: Catalogue<typeof en.migrateTexts> = {
  help: `mlops migrate-checks：把其他工具的检查套件改写为 data-validate 的检查。

用法：mlops migrate-checks <文件>[#表] [--output 文件]

  可读取 Great Expectations（0.18 和 1.x 的 JSON）、SodaCL 3、pandera 和 dbt（YAML）的套件，
  以及 Frictionless 表结构和 DQDL 规则集，根据文件内容识别。
  如果文件描述了多张表，请在井号之后指定一张：schema.yml#orders。
  --output <文件>
      默认值：标准输出。

无法转换的内容写在开头的注释中，并输出到标准错误。
data-validate 也可直接读取这些文件：请在其输入 checks 中指定。
`,
  oneFile: {
    message: '需要且只需要一个文件，即要改写的套件。',
    hint: '例如：mlops migrate-checks expectations.json --output data-checks.yml',
  },
  notRead: (file, isMissing) => ({
    message: `${file} ${isMissing ? '不存在' : '无法读取'}。`,
    hint: '请指定包含套件的文件。',
  }),
};
