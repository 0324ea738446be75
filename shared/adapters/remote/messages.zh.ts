import type { Catalogue } from '../../kernel/language.ts';
import type * as en from './messages.en.ts';

export const addresses: Catalogue<typeof en.addresses> = {
  database: '数据库的地址不是数据，而且含有密钥。',
  nameQuery: '请指定含有查询的文件（queries/train.sql），并通过环境变量 DATABASE_URL 传递地址。',
  unknownScheme: (scheme, near) =>
    `不从 ${scheme}:// 地址读取数据${near === undefined ? '' : `；您是想写 ${near}:// 吗`}。`,
  nameKnown:
    '请指定路径、以 s3://、gs:// 或 https:// 开头的地址、.sql 文件，或配置中的 source:<name>。',
  notWhole: (name) => `${name} 不是完整的地址。`,
  checkSpelling: '请检查其拼写。',
  withPassword: (host) => `${host} 上的地址含有用户名或密码。`,
  leaveOut: '请将其去掉，并在配置文件的 sources 下描述该地址，写明存放密钥的环境变量的名称。',
  unknownSource: (source, near) =>
    `配置中没有描述数据源 "${source}"。${near === undefined ? '' : `您是想写 ${near} 吗？`}`,
  describe: '请在配置文件的 sources 下描述它。',
  noData: (source, prefix) =>
    `数据源 "${source}" 说明的是如何读取 ${prefix} 之下的地址；它本身不是数据。`,
  nameAddress: '请指定这样的地址。',
  notABucket: (bucket) => `"${bucket}" 不是存储桶的名称。`,
  folder: (name) => `${name} 是文件夹，而不是文件。`,
  nameFiles: (name) => `请指定其中的文件，例如 ${name.replace(/\/?$/u, '/')}*.parquet。`,
  nothingMatches: (name, near) =>
    `没有对象匹配 ${name}。${near === undefined ? '' : `最接近的是 ${near}。`}`,
  checkPattern: '请检查模式；区分大小写。',
};

export const answers: Catalogue<typeof en.answers> = {
  notFound: (name) => `不存在 ${name}。`,
  checkCase: '请检查地址；区分大小写。',
  check: '请检查地址。',
  refused: (name, reason) => `无法读取 ${name}：${reason}。`,
  unavailable: (name, tries, reason) => `尝试 ${tries} 次仍无法读取 ${name}（${reason}）。`,
  checkServer: '请检查这台机器能否访问该服务器，然后重新运行该步骤。',
  tooLarge: (name, limit) => `${name} 大于 ${limit}，即一个名称最多获取的大小。`,
  nameLess: '请指定较少的数据，或在配置文件中提高其数据源的 max-size。',
  tooMany: (name, objects, megabytes) =>
    `${name} 代表 ${objects} 个对象，共 ${megabytes} MB：超过一个名称最多获取的量。`,
  narrow: '请缩小模式的范围，或在配置文件中提高其数据源的 max-size。',
  millions: (name) => `${name} 需要查看的对象超过一百万个。`,
  longerPrefix: '请在模式开头写出更长的文件夹名称。',
  diskFull: (folder, name) => `${folder} 中的空间不足以存放 ${name}。`,
  moreDisk: '请使用磁盘空间更大的运行器，或指定较少的数据。',
  inCircles: '它循环重定向',
  notHttps: '它重定向到的地址不是 https',
  status: (status, said) => `服务器应答 ${status}${said === '' ? '' : `，${said}`}`,
  statusAlone: (status) => `状态 ${status}`,
  checkCredentials: '请检查是否设置了凭据，以及凭据是否有权读取。',
  noAnswer: '未及时应答',
  brokeOff: '连接中断',
  endedEarly: '应答过早结束',
  otherPart: '服务器发送了另一部分',
  diskTookPart: '磁盘只写入了一部分',
  noList: '服务器没有给出对象列表',
};

export const secrets: Catalogue<typeof en.secrets> = {
  notSet: (name, variable) => `${name} 需要环境变量 ${variable}，而它未设置。`,
  handOver: '请把密钥交给该步骤：在 GitHub 工作流中用 `env:`，在 GitLab 上用 CI/CD 变量。',
  theData: '数据',
  unprotected: (name) => `${name} 位于 http 地址：凭据会在没有保护的情况下传输。`,
  useHttps: '请使用 https。',
  noHeader: (variable) => `环境变量 ${variable} 含有请求头无法携带的字符。`,
  onePlainLine: '请检查该密钥的存储方式：应为一行纯文本。',
  ownToken: (variable, name) => `${variable} 是作业自身的令牌，而 ${name} 不在颁发它的服务器上。`,
  makeToken: '请为那台服务器创建令牌，并指定存放它的变量。',
  unreadable: (variable) => `无法读取 ${variable} 所指定的文件。`,
  checkWriter: '请检查写出它的步骤。',
};

export const lakefs: Catalogue<typeof en.lakefs> = {
  noRef: (name) => `${name} 没有说明读取哪个分支、标签或提交。`,
  nameRef: '请把它写在路径之前，不带通配符：s3://repository/main/path/*.parquet。',
  ref: (ref, repository) => `lakeFS 仓库 ${repository} 中的 ${ref}`,
  noCommit: 'lakeFS 没有给出它的提交',
};

export const clouds: Catalogue<typeof en.clouds> = {
  notGoogle: (variable) => `${variable} 的内容不是 Google 凭据的 JSON。`,
  kindsOfGoogle: '应为服务账号、授权用户或工作负载身份联合。',
  keyDamaged: (account) => `服务账号 ${account} 的私钥已损坏。`,
  storeWhole: '请检查是否存储了完整的 JSON，其中密钥的换行写作 \\n。',
  identityToken: '本作业的身份令牌',
  none: '没有该令牌',
  givePermission: '请给作业授予权限 `id-token: write`。',
  accessToken: 'Google Cloud 的访问令牌',
  noToken: '服务器没有给出',
  checkAccount: '请检查该账号及其权限。',
  checkCredentials: '请检查凭据。',
  checkGoogle:
    '请检查是否设置了 GOOGLE_APPLICATION_CREDENTIALS，以及该账号是否有权读取存储桶（roles/storage.objectViewer）。',
  bucket: (bucket) => `存储桶 ${bucket}`,
  checkS3: '请检查它是否支持 S3 协议。',
  role: (role) => `角色 ${role}`,
  noCredentials: 'AWS STS 没有给出凭据',
  checkTrust: '请检查其信任策略。',
  containerRole: '此容器的角色',
  noneGiven: '没有得到凭据',
  checkRole: '请检查其角色。',
  checkAddressToo: '请检查地址和凭据。',
  s3: {
    AccessDenied:
      '请检查是否设置了凭据，以及凭据是否有权读取（s3:GetObject；使用通配符时还需要 s3:ListBucket）。',
    ExpiredToken: '凭据已过期：请在此步骤之前的步骤中获取新的凭据。',
    InvalidAccessKeyId: '请检查 AWS_ACCESS_KEY_ID，或数据源的 access-key-id。',
    SignatureDoesNotMatch: '请检查 AWS_SECRET_ACCESS_KEY，或数据源的 secret-access-key。',
    RequestTimeTooSkewed: '请校准这台机器的时钟。',
    InvalidObjectState: '该对象已归档：请先恢复它。',
  },
};

export const queries: Catalogue<typeof en.queries> = {
  invalid: (where, reason) => `${where}：${reason}。`,
  inLine: (name, line) => `${name} 的查询第 ${line} 行`,
  oneSelect: '应为一条 SELECT；它在只读事务中运行。',
  timedOut: (name, timeout) => `${name}：查询耗时超过 ${timeout}。`,
  raiseTimeout: '请加快查询，或在配置文件中提高其数据源的 timeout。',
  refused: (name, reason) => `${name}：数据库拒绝了请求（${reason}）。`,
  checkUser: (variable) => `请检查 ${variable} 中的地址，以及其用户有权读取的内容。`,
  noFile: (file) => `含有查询的文件 ${file} 不存在。`,
  unreadable: (file) => `无法读取含有查询的文件 ${file}。`,
  empty: '文件中没有查询',
  tooLong: '该文件不是查询：内容过长',
  noColumns: '查询没有给出任何列',
  columnTwice: (column) => `查询两次给出列 "${column}"`,
  notADatabase: (name, variable) => `${name}：${variable} 的内容不是数据库的地址。`,
  writeAddress:
    '请写成 postgresql://user:password@host:5432/database，或使用 mysql://；密码中的特殊字符须转义，例如 @ 写作 %40。',
  unknownMode: (name, variable) => `${name}：${variable} 中地址的 ssl-mode 无法识别。`,
  writeMode: (modes) => `请写以下之一：${modes.join('、')}。`,
  wouldChange: '该查询会更改数据库',
  login: '用户名或密码',
  mayNotUse: '该用户无权使用此数据库',
  noDatabase: '没有这个数据库',
};

export const progress: Catalogue<typeof en.progress> = {
  fetching: (name) => `正在获取 ${name}`,
  fetched: (name, received, total) =>
    `正在获取 ${name}：${received}${total === undefined ? '' : `，共 ${total}`}`,
  asking: (engine, name) => `正在向 ${engine} 查询 ${name}`,
  rows: (name, rows) => `${name}：目前 ${rows} 行`,
  bytes: '字节',
};
