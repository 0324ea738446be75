import type { SensitiveKind } from '../../../shared/domain/sensitive-kind.ts';
import type { Detector } from './detector.ts';

/**
 * Keys and tokens, by the prefixes their issuers gave them so that they can be found: what stands
 * in every one of them, and its whole form. A random text has none of these forms.
 */
const forms: readonly (readonly [SensitiveKind, string, RegExp])[] = [
  ['anthropic-key', 'sk-ant-', /\bsk-ant-[a-z]{3}\d{2}-[\w-]{80,}/gu],
  ['aws-access-key', 'A', /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/gu],
  ['azure-storage-key', 'AccountKey=', /\bAccountKey=[A-Za-z\d+/]{86}==/gu],
  ['databricks-token', 'dapi', /\bdapi[\da-f]{32}\b/gu],
  [
    'github-token',
    '_',
    /\b(?:gh[pousr]_[A-Za-z\d]{36,255}|github_pat_[A-Za-z\d]{22}_[A-Za-z\d]{59})\b/gu,
  ],
  ['gitlab-token', 'gl', /\bgl(?:pat|dt|rt|ptt|cbt|soat)-[\w-]{20,}/gu],
  ['google-api-key', 'AIza', /\bAIza[\w-]{35}(?![\w-])/gu],
  ['hugging-face-token', 'hf_', /\bhf_[A-Za-z]{34}\b/gu],
  ['jwt', 'eyJ', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{16,}/gu],
  ['npm-token', 'npm_', /\bnpm_[A-Za-z\d]{36}\b/gu],
  ['openai-key', 'T3BlbkFJ', /\bsk-(?:proj-|svcacct-)?[\w-]{20,}T3BlbkFJ[\w-]{20,}/gu],
  [
    'password-in-url',
    '://',
    /\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s/:@]{1,64}:[^\s/:@]{3,64}@[\w.-]+/giu,
  ],
  ['private-key', 'PRIVATE KEY', /-----BEGIN (?:[A-Z\d]{1,12} )?PRIVATE KEY(?: BLOCK)?-----/gu],
  ['pypi-token', 'pypi-AgE', /\bpypi-AgE[\w-]{50,}/gu],
  ['sendgrid-key', 'SG.', /\bSG\.[\w-]{22}\.[\w-]{43}(?![\w-])/gu],
  [
    'slack-token',
    '',
    /\bxox[abeoprs]-\d+-[\w-]{10,}|\bhooks\.slack\.com\/services\/T\w+\/B\w+\/\w{20,}/gu,
  ],
  ['stripe-key', 'k_live_', /\b[rs]k_live_[A-Za-z\d]{16,}\b/gu],
];

export const secrets: readonly Detector[] = forms.map(([kind, sign, written]) => ({
  ...{ kind, sign, written },
  valid: () => true,
  chance: 1,
  // A column called `token` may hold words of a language.
  named: /(?!)/u,
}));
