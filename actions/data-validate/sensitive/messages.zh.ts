import type { SensitiveKind } from '../../../shared/domain/sensitive-kind.ts';
import type { Catalogue } from '../../../shared/kernel/language.ts';
import { nearestName } from '../../../shared/kernel/nearest-name.ts';
import { count } from '../wording.zh.ts';
import type * as en from './messages.en.ts';

const names: Readonly<Record<SensitiveKind, string>> = {
  email: '电子邮箱地址',
  phone: '电话号码',
  'payment-card': '银行卡号',
  iban: '银行账号（IBAN）',
  'at-svnr': '奥地利社会保险号',
  'au-tfn': '澳大利亚税号',
  'be-nn': '比利时国民号码',
  'br-cpf': '巴西 CPF 号码',
  'ca-sin': '加拿大社会保险号',
  'ch-ahv': '瑞士 AHV 号码',
  'cn-id': '中国居民身份证号',
  'de-tax-id': '德国税号',
  'dk-cpr': '丹麦 CPR 号码',
  'es-dni': '西班牙 DNI 号码',
  'es-nie': '西班牙 NIE 号码',
  'fi-hetu': '芬兰个人身份代码',
  'fr-nir': '法国社会保险号（NIR）',
  'gb-nhs': '英国 NHS 号码',
  'gb-nino': '英国国民保险号',
  'ie-pps': '爱尔兰 PPS 号码',
  'il-id': '以色列身份证号',
  'in-aadhaar': '印度 Aadhaar 号码',
  'in-pan': '印度永久账号（PAN）',
  'it-codice-fiscale': '意大利税号（codice fiscale）',
  'jp-my-number': '日本个人编号',
  'kr-rrn': '韩国居民登记号',
  'mx-curp': '墨西哥 CURP 代码',
  'nl-bsn': '荷兰公民服务号（BSN）',
  'no-fnr': '挪威国民身份号',
  'pl-pesel': '波兰 PESEL 号码',
  'pt-nif': '葡萄牙税号（NIF）',
  'se-personnummer': '瑞典个人身份号',
  'tr-kimlik': '土耳其身份证号',
  'us-itin': '美国纳税人号码（ITIN）',
  'us-ssn': '美国社会保险号',
  'za-id': '南非身份证号',
  'anthropic-key': 'Anthropic API 密钥',
  'aws-access-key': 'AWS 访问密钥',
  'azure-storage-key': 'Azure 存储密钥',
  'databricks-token': 'Databricks 令牌',
  'github-token': 'GitHub 令牌',
  'gitlab-token': 'GitLab 令牌',
  'google-api-key': 'Google API 密钥',
  'hugging-face-token': 'Hugging Face 令牌',
  jwt: 'JSON Web Token（JWT）',
  'npm-token': 'npm 令牌',
  'openai-key': 'OpenAI API 密钥',
  'password-in-url': '含密码的地址',
  'private-key': '私钥',
  'pypi-token': 'PyPI 令牌',
  'sendgrid-key': 'SendGrid 密钥',
  'slack-token': 'Slack 令牌',
  'stripe-key': 'Stripe 密钥',
};

function percent(share: number): string {
  return `${(share * 100).toLocaleString('en-US', { maximumSignificantDigits: 3 })} %`;
}

export const messages: Catalogue<typeof en.messages> = {
  name: (kind) => names[kind],
  title: (column, kind) => `${column} 不含${names[kind]}`,
  expected: (kind) => `没有；请删除该列或取其散列值，或在 validate.sensitive 中为它允许 ${kind}`,
  observed: (kind, rows, values, isSample) =>
    `${isSample ? '所查看的 ' : ''}${count(values)} 个值中有 ${count(rows)} 个含${names[kind]}`,
  cleanTitle: '没有敏感数据',
  cleanExpected: '没有个人数据、密钥或令牌',
  clean: (columns) => `${count(columns)} 列中都没有`,
  tableTitle: (found) => (found === 0 ? '没有发现敏感数据' : '敏感数据'),
  note: ({ rows, looked, columns }) => {
    const where = `${count(columns)} 个文本或长数字列`;
    if (looked >= rows) return `搜索了${where}的全部 ${count(rows)} 行。`;
    // The rule of three, as in English.
    return `在${where}中搜索了 ${count(rows)} 行里均匀分布的约 ${count(looked)} 行：出现在超过 ${percent(3 / looked)} 的行中的内容，有 95 % 的把握会被发现。`;
  },
  interval: (low, high) => `${percent(low)} 至 ${percent(high)}`,
  where: (inText, rows) => {
    if (inText === 0) return '整个值';
    return inText === rows ? '在文本之中' : '整个值，以及在文本之中';
  },
  unknownColumn: (column, there) => {
    const near = nearestName(column, there);
    return `validate.sensitive.allow 指定了列 "${column}"，而数据中没有这一列${near === undefined ? '' : `；您是想写 "${near}" 吗？`}`;
  },
};
