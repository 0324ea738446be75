/**
 * What the schemas of the configuration say against a value, in Chinese. They themselves speak
 * English: the domain's import nothing, so no catalogue, and all are made before the language is
 * known. A test holds that each of their sentences is here. What `describe` says in them is for
 * editors, which show one JSON Schema to everybody: it stays English.
 */
export const refinements: Readonly<Record<string, string>> = {
  'lower-case letters and digits, joined by . _ or -': '应为小写字母和数字，可用 . _ 或 - 连接',
  'must be lower-case letters and digits, joined by . _ or -':
    '必须是小写字母和数字，可用 . _ 或 - 连接',
  'lower-case letters and digits, joined by -': '应为小写字母和数字，可用 - 连接',
  'must begin with a letter; letters, digits, _ and - may follow':
    '必须以字母开头，其后可为字母、数字、_ 和 -',
  'must be a name such as text-classification': '必须是 text-classification 这样的名称',
  'a name like warehouse-flights is expected': '应为 warehouse-flights 这样的名称',
  'data and reference are the names of the main data and of its reference':
    'data 和 reference 是主数据及其参照数据的名称',
  'an alias must not look like a version': '别名不能与版本号形式相同',
  '"latest" is not an alias: it promises what nobody moves':
    '"latest" 不能作为别名：没有人会移动它，它名不副实',

  'give min, max, min-ratio or max-ratio': '请给出 min、max、min-ratio 或 max-ratio',
  'give min, max or both': '请给出 min、max 或两者',
  'give min, max, above or below': '请给出 min、max、above 或 below',
  'give min, max or max-change': '请给出 min、max 或 max-change',
  'give min or above, not both': '请给出 min 或 above，不能同时给出',
  'give max or below, not both': '请给出 max 或 below，不能同时给出',
  'give either column or columns': '请给出 column 或 columns 之一',
  'give either edges or values': '请给出 edges 或 values 之一',
  'give matches, not-matches or both': '请给出 matches、not-matches 或两者',
  'give swap or values, not both': '请给出 swap 或 values，不能同时给出',
  'either prefix or address is expected': '应给出 prefix 或 address 之一',
  'either query or file is expected': '应给出 query 或 file 之一',
  'username and password belong together': 'username 和 password 必须同时给出',
  'access-key-id and secret-access-key belong together':
    'access-key-id 和 secret-access-key 必须同时给出',
  'lakefs needs the endpoint of the lakeFS server':
    '使用 lakefs 时需要给出 lakeFS 服务器的 endpoint',
  'max-age needs time': '使用 max-age 时需要给出 time',

  'min must not be above max': 'min 不能大于 max',
  'min is above max, so no value can pass': 'min 大于 max，因此没有任何值可以通过',
  'min-ratio must not be above max-ratio': 'min-ratio 不能大于 max-ratio',
  'min and max must be of the same kind': 'min 和 max 必须属于同一类型',
  'nothing lies between these bounds': '这两个界限之间没有任何值',
  'the first must be below the second': '第一个值必须小于第二个值',
  'must not be 0 or 1': '不能为 0 或 1',
  'must not be 0: nothing would move': '不能为 0：否则不会有任何变动',
  'must be a number, or a share such as +10% or -5%': '必须是数字，或 +10%、-5% 这样的比例',
  'the two values are the same, so nothing would be swapped': '两个值相同，因此无从交换',

  'a column cannot be compared with itself': '列不能与自身比较',
  'ordered by itself, every column is monotonic': '按自身排序时，任何列都是单调的',
  'a column determines itself already': '列本来就能确定自身',
  'a column is named more than once': '有一列被多次指定',
  'key must name as many columns as the check does': 'key 指定的列数必须与该检查相同',
  'rows must have one entry more than edges or values': 'rows 的项数必须比 edges 或 values 多一',
  'edges must ascend': 'edges 必须递增',
  'wasserstein needs the reference itself, not expected rows':
    'wasserstein 需要参照数据本身，而不是期望的行数',
  'ks needs an order, which categories have not': 'ks 需要顺序，而类别没有顺序',

  'a number and ms, s, m, h or d is expected, as 30s': '应为数字加 ms、s、m、h 或 d，例如 30s',
  'a number and m, h, d or w is expected, as 30d': '应为数字加 m、h、d 或 w，例如 30d',
  'a number and KB, MB, GB or TB is expected, as 20GB': '应为数字加 KB、MB、GB 或 TB，例如 20GB',
  'the file name of a workflow is expected, as cd.yml': '应为工作流的文件名，例如 cd.yml',
  'the file name of a workflow is expected, as train.yml': '应为工作流的文件名，例如 train.yml',
  'the name of an environment variable is expected': '应为环境变量的名称',
  'the name of an environment variable is expected, as SLACK_WEBHOOK_URL; the secret itself does not belong into this file':
    '应为环境变量的名称，例如 SLACK_WEBHOOK_URL；密钥本身不应写在此文件中',
  'the name of an environment variable is expected, as WAREHOUSE_URL; the secret itself does not belong into this file':
    '应为环境变量的名称，例如 WAREHOUSE_URL；密钥本身不应写在此文件中',
  "the job's own token is not for a channel": '作业自身的令牌不能用于通知渠道',
  'the name of a header is expected, as PRIVATE-TOKEN': '应为请求头的名称，例如 PRIVATE-TOKEN',
  'a region is expected, as eu-central-1': '应为区域，例如 eu-central-1',
  'an address that begins with https:// is expected': '应为以 https:// 开头的地址',
  'an address that begins with http:// is expected': '应为以 http:// 开头的地址',
  'an address that begins with s3:// is expected': '应为以 s3:// 开头的地址',
  'an address that begins with gs:// is expected': '应为以 gs:// 开头的地址',
  'an address like https://minio.example.com is expected':
    '应为 https://minio.example.com 这样的地址',
};
