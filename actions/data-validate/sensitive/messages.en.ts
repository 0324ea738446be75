import type { SensitiveKind } from '../../../shared/domain/sensitive-kind.ts';
import { nearestName } from '../../../shared/kernel/nearest-name.ts';
import { count, plural } from '../wording.en.ts';

/** What each kind is called, in the plural. */
const names: Readonly<Record<SensitiveKind, string>> = {
  email: 'e-mail addresses',
  phone: 'telephone numbers',
  'payment-card': 'payment card numbers',
  iban: 'bank accounts (IBAN)',
  'at-svnr': 'Austrian social security numbers',
  'au-tfn': 'Australian tax file numbers',
  'be-nn': 'Belgian national numbers',
  'br-cpf': 'Brazilian CPF numbers',
  'ca-sin': 'Canadian social insurance numbers',
  'ch-ahv': 'Swiss AHV numbers',
  'cn-id': 'Chinese resident identity numbers',
  'de-tax-id': 'German tax identification numbers',
  'dk-cpr': 'Danish CPR numbers',
  'es-dni': 'Spanish DNI numbers',
  'es-nie': 'Spanish NIE numbers',
  'fi-hetu': 'Finnish personal identity codes',
  'fr-nir': 'French social security numbers (NIR)',
  'gb-nhs': 'British NHS numbers',
  'gb-nino': 'British national insurance numbers',
  'ie-pps': 'Irish PPS numbers',
  'il-id': 'Israeli identity numbers',
  'in-aadhaar': 'Indian Aadhaar numbers',
  'in-pan': 'Indian permanent account numbers (PAN)',
  'it-codice-fiscale': 'Italian codici fiscali',
  'jp-my-number': 'Japanese individual numbers',
  'kr-rrn': 'South Korean resident registration numbers',
  'mx-curp': 'Mexican CURP codes',
  'nl-bsn': 'Dutch citizen service numbers (BSN)',
  'no-fnr': 'Norwegian national identity numbers',
  'pl-pesel': 'Polish PESEL numbers',
  'pt-nif': 'Portuguese tax numbers (NIF)',
  'se-personnummer': 'Swedish personal identity numbers',
  'tr-kimlik': 'Turkish identification numbers',
  'us-itin': 'American taxpayer numbers (ITIN)',
  'us-ssn': 'American social security numbers',
  'za-id': 'South African identity numbers',
  'anthropic-key': 'Anthropic API keys',
  'aws-access-key': 'AWS access keys',
  'azure-storage-key': 'Azure storage keys',
  'databricks-token': 'Databricks tokens',
  'github-token': 'GitHub tokens',
  'gitlab-token': 'GitLab tokens',
  'google-api-key': 'Google API keys',
  'hugging-face-token': 'Hugging Face tokens',
  jwt: 'JSON Web Tokens',
  'npm-token': 'npm tokens',
  'openai-key': 'OpenAI API keys',
  'password-in-url': 'addresses with a password',
  'private-key': 'private keys',
  'pypi-token': 'PyPI tokens',
  'sendgrid-key': 'SendGrid keys',
  'slack-token': 'Slack tokens',
  'stripe-key': 'Stripe keys',
};

function percent(share: number): string {
  return `${(share * 100).toLocaleString('en-US', { maximumSignificantDigits: 3 })} %`;
}

export const messages = {
  name: (kind: SensitiveKind): string => names[kind],
  title: (column: string, kind: SensitiveKind): string => `${column} holds no ${names[kind]}`,
  expected: (kind: SensitiveKind): string =>
    `none; drop or hash the column, or allow ${kind} for it under validate.sensitive`,
  observed: (kind: SensitiveKind, rows: number, values: number, isSample: boolean): string =>
    `${names[kind]} in ${count(rows)} of ${plural(values, 'value')}${isSample ? ' looked at' : ''}`,
  cleanTitle: 'no sensitive data',
  cleanExpected: 'no personal data, keys or tokens',
  clean: (columns: number): string => `none in ${plural(columns, 'column')}`,
  tableTitle: (found: number): string =>
    found === 0 ? 'No sensitive data found' : 'Sensitive data',
  note: ({ rows, looked, columns }: { rows: number; looked: number; columns: number }): string => {
    const where = plural(
      columns,
      'column of text or long numbers',
      'columns of text or long numbers',
    );
    if (looked >= rows) return `All ${plural(rows, 'row')} of ${where} were searched.`;
    // The rule of three: what none of n rows shows is in at most 3/n of all, at 95 %.
    return `About ${count(looked)} of ${count(rows)} rows, spread evenly, of ${where} were searched: what stands in more than ${percent(3 / looked)} of the rows is seen with 95 % certainty.`;
  },
  interval: (low: number, high: number): string => `${percent(low)} to ${percent(high)}`,
  where: (inText: number, rows: number): string => {
    if (inText === 0) return 'whole values';
    return inText === rows ? 'inside texts' : 'whole values and inside texts';
  },
  unknownColumn: (column: string, there: readonly string[]): string => {
    const near = nearestName(column, there);
    return `validate.sensitive.allow names the column "${column}", which the data does not have${near === undefined ? '' : `; did you mean "${near}"?`}`;
  },
} as const;
