/** Sentences about how data that is elsewhere is named. */
export const addresses = {
  database: 'The address of a database is no data, and holds a secret.',
  nameQuery:
    'Name a file with a query (queries/train.sql) and hand the address over in the environment variable DATABASE_URL.',
  unknownScheme: (scheme: string, near: string | undefined): string =>
    `Data is not read from ${scheme}:// addresses${near === undefined ? '' : `; did you mean ${near}://`}.`,
  nameKnown:
    'Name a path, an address with s3://, gs:// or https://, a .sql file, or source:<name> of the configuration.',
  notWhole: (name: string): string => `${name} is not a whole address.`,
  checkSpelling: 'Check its spelling.',
  withPassword: (host: string): string => `The address on ${host} holds a user name or password.`,
  leaveOut:
    'Leave it out, and describe the address under sources in the configuration file, with the names of environment variables that hold the secrets.',
  unknownSource: (source: string, near: string | undefined): string =>
    `The configuration describes no source "${source}".${near === undefined ? '' : ` Did you mean ${near}?`}`,
  describe: 'Describe it under sources in the configuration file.',
  noData: (source: string, prefix: string | undefined): string =>
    `The source "${source}" says how addresses below ${prefix} are read; it is no data itself.`,
  nameAddress: 'Name such an address.',
  notABucket: (bucket: string): string => `"${bucket}" is not the name of a bucket.`,
  folder: (name: string): string => `${name} is a folder, not a file.`,
  nameFiles: (name: string): string =>
    `Name the files in it, for example ${name.replace(/\/?$/u, '/')}*.parquet.`,
  nothingMatches: (name: string, near: string | undefined): string =>
    `No object matches ${name}.${near === undefined ? '' : ` The nearest is ${near}.`}`,
  checkPattern: 'Check the pattern; upper and lower case count.',
};

/** What a server answers, or does not. */
export const answers = {
  notFound: (name: string): string => `There is no ${name}.`,
  checkCase: 'Check the address; upper and lower case count.',
  check: 'Check the address.',
  refused: (name: string, reason: string): string => `${name} could not be read: ${reason}.`,
  unavailable: (name: string, tries: number, reason: string): string =>
    `${name} could not be read in ${tries} ${tries === 1 ? 'try' : 'tries'} (${reason}).`,
  checkServer: 'Check that this machine can reach the server, and run the step again.',
  tooLarge: (name: string, limit: string): string =>
    `${name} is larger than ${limit}, the most that is fetched for one name.`,
  nameLess: 'Name less data, or raise max-size of its source in the configuration file.',
  tooMany: (name: string, objects: number, megabytes: number): string =>
    `${name} stands for ${objects} objects of ${megabytes} MB: more than is fetched for one name.`,
  narrow: 'Narrow the pattern, or raise max-size of its source in the configuration file.',
  millions: (name: string): string => `${name} has more than a million objects to look through.`,
  longerPrefix: 'Begin the pattern with more of the folder’s name.',
  diskFull: (folder: string, name: string): string =>
    `There is not enough space in ${folder} for ${name}.`,
  moreDisk: 'Use a runner with more disk space, or name less data.',
  inCircles: 'it redirects in circles',
  notHttps: 'it redirects to an address that is not https',
  status: (status: number, said: string): string =>
    `the server answered ${status}${said === '' ? '' : `, ${said}`}`,
  statusAlone: (status: number): string => `status ${status}`,
  checkCredentials: 'Check that the credentials are set and may read it.',
  noAnswer: 'no answer in time',
  brokeOff: 'the connection broke off',
  endedEarly: 'the answer ended too early',
  otherPart: 'the server sent another part',
  diskTookPart: 'the disk took only a part',
  noList: 'the server gave no list of objects',
};

export const secrets = {
  notSet: (name: string, variable: string): string =>
    `${name} needs the environment variable ${variable}, which is not set.`,
  handOver:
    'Hand the secret to this step: `env:` in a GitHub workflow, a CI/CD variable on GitLab.',
  theData: 'The data',
  unprotected: (name: string): string =>
    `${name} is on an http address: the credentials would travel unprotected.`,
  useHttps: 'Use https.',
  noHeader: (variable: string): string =>
    `The environment variable ${variable} holds characters that no header can carry.`,
  onePlainLine: 'Check how the secret was stored: one line of plain text is expected.',
  ownToken: (variable: string, name: string): string =>
    `${variable} is the job's own token, and ${name} is not on the server that gave it.`,
  makeToken: 'Make a token for that server, and name the variable that holds it.',
  unreadable: (variable: string): string => `The file that ${variable} names cannot be read.`,
  checkWriter: 'Check the step that writes it.',
};

/** Repositories of lakeFS. */
export const lakefs = {
  noRef: (name: string): string => `${name} does not say which branch, tag or commit to read.`,
  nameRef: 'Write it before the path, without a pattern: s3://repository/main/path/*.parquet.',
  ref: (ref: string, repository: string): string => `${ref} in the lakeFS repository ${repository}`,
  noCommit: 'lakeFS names no commit of it',
};

/** What the clouds are asked for before the data, and how they refuse. */
export const clouds = {
  notGoogle: (variable: string): string =>
    `What ${variable} holds is not the JSON of Google credentials.`,
  kindsOfGoogle:
    'A service account, an authorized user or workload identity federation is expected.',
  keyDamaged: (account: string): string =>
    `The private key of the service account ${account} is damaged.`,
  storeWhole: 'Check that the whole JSON was stored, line breaks of the key as \\n.',
  identityToken: 'The identity token of this job',
  none: 'there is none',
  givePermission: 'Give the job the permission `id-token: write`.',
  accessToken: 'An access token of Google Cloud',
  noToken: 'the server gave none',
  checkAccount: 'Check the account, and what it may do.',
  checkCredentials: 'Check the credentials.',
  checkGoogle:
    'Check that GOOGLE_APPLICATION_CREDENTIALS is set and that the account may read the bucket (roles/storage.objectViewer).',
  bucket: (bucket: string): string => `bucket ${bucket}`,
  checkS3: 'Check that it speaks S3.',
  role: (role: string): string => `The role ${role}`,
  noCredentials: 'AWS STS gave no credentials',
  checkTrust: 'Check its trust policy.',
  containerRole: 'The role of this container',
  noneGiven: 'no credentials were given',
  checkRole: 'Check its role.',
  checkAddressToo: 'Check the address and the credentials.',
  /** By the code of S3's error. */
  s3: {
    AccessDenied:
      'Check that the credentials are set and may read it (s3:GetObject, and s3:ListBucket for globs).',
    ExpiredToken: 'The credentials have expired: get new ones in a step before this one.',
    InvalidAccessKeyId: 'Check AWS_ACCESS_KEY_ID, or access-key-id of the source.',
    SignatureDoesNotMatch: 'Check AWS_SECRET_ACCESS_KEY, or secret-access-key of the source.',
    RequestTimeTooSkewed: 'Set the clock of this machine.',
    InvalidObjectState: 'The object is archived: restore it first.',
  },
};

export const queries = {
  invalid: (where: string, reason: string): string => `${where}: ${reason}.`,
  inLine: (name: string, line: number): string => `${name}, line ${line} of the query`,
  oneSelect: 'One SELECT is expected; it runs in a read-only transaction.',
  timedOut: (name: string, timeout: string): string =>
    `${name}: the query took longer than ${timeout}.`,
  raiseTimeout: 'Make it faster, or raise timeout of its source in the configuration file.',
  refused: (name: string, reason: string): string => `${name}: the database refused (${reason}).`,
  checkUser: (variable: string): string =>
    `Check the address in ${variable}, and what its user may read.`,
  noFile: (file: string): string => `The file with the query ${file} does not exist.`,
  unreadable: (file: string): string => `The file with the query ${file} cannot be read.`,
  empty: 'the file holds no query',
  tooLong: 'the file is no query: it is too long',
  noColumns: 'it gives no columns',
  columnTwice: (column: string): string => `it gives the column "${column}" twice`,
  notADatabase: (name: string, variable: string): string =>
    `${name}: what ${variable} holds is not the address of a database.`,
  writeAddress:
    'Write it as postgresql://user:password@host:5432/database, or with mysql://; special characters in the password are escaped, as %40 for @.',
  unknownMode: (name: string, variable: string): string =>
    `${name}: the ssl-mode of the address in ${variable} is not known.`,
  writeMode: (modes: readonly string[]): string => `Write one of ${modes.join(', ')}.`,
  wouldChange: 'it would change the database',
  login: 'user name or password',
  mayNotUse: 'this user may not use the database',
  noDatabase: 'there is no such database',
};

export const progress = {
  fetching: (name: string): string => `Fetching ${name}`,
  fetched: (name: string, received: string, total: string | undefined): string =>
    `Fetching ${name}: ${received}${total === undefined ? '' : ` of ${total}`}`,
  asking: (engine: string, name: string): string => `Asking ${engine} for ${name}`,
  rows: (name: string, rows: number): string => `${name}: ${rows} rows so far`,
  bytes: 'bytes',
};
