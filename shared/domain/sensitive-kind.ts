import { z } from 'zod';

/** Kinds of personal data and secrets that `data-validate` looks for, by what they identify. */
const people = ['email', 'phone', 'payment-card', 'iban'] as const;

const nationalIds = [
  'at-svnr',
  'au-tfn',
  'be-nn',
  'br-cpf',
  'ca-sin',
  'ch-ahv',
  'cn-id',
  'de-tax-id',
  'dk-cpr',
  'es-dni',
  'es-nie',
  'fi-hetu',
  'fr-nir',
  'gb-nhs',
  'gb-nino',
  'ie-pps',
  'il-id',
  'in-aadhaar',
  'in-pan',
  'it-codice-fiscale',
  'jp-my-number',
  'kr-rrn',
  'mx-curp',
  'nl-bsn',
  'no-fnr',
  'pl-pesel',
  'pt-nif',
  'se-personnummer',
  'tr-kimlik',
  'us-itin',
  'us-ssn',
  'za-id',
] as const;

const secrets = [
  'anthropic-key',
  'aws-access-key',
  'azure-storage-key',
  'databricks-token',
  'github-token',
  'gitlab-token',
  'google-api-key',
  'hugging-face-token',
  'jwt',
  'npm-token',
  'openai-key',
  'password-in-url',
  'private-key',
  'pypi-token',
  'sendgrid-key',
  'slack-token',
  'stripe-key',
] as const;

export const sensitiveKinds = [...people, ...nationalIds, ...secrets] as const;
export const sensitiveKindSchema = z.enum(sensitiveKinds);
export type SensitiveKind = z.infer<typeof sensitiveKindSchema>;
