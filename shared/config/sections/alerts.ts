import { z } from 'zod';
import { durationSchema } from '../../domain/duration.ts';

/** What an alert may do. */
const alertActions = ['rollback', 'page', 'notify', 'digest', 'issue'] as const;
type AlertAction = (typeof alertActions)[number];

/** Findings of drift-report that a policy may count as more than the rules do. */
export const alertCauses = [
  ...['column-missing', 'column-type-changed', 'column-emptied', 'column-stuck'],
  ...['missing-values', 'new-categories', 'unreadable-values', 'unit-changed', 'out-of-range'],
  ...['spike', 'drift', 'trend', 'relations-changed', 'feature-skew', 'label-shift'],
  ...['decisions-changed', 'rows-told-apart', 'concept-drift', 'predictions-missing'],
  ...['prediction-scale-changed', 'performance-dropped', 'estimated-performance-dropped'],
  ...['labels-late', 'labels-few'],
] as const;

/** Tokens of the job itself: handing one to a chat would give the repository away. */
const ownTokens = /^(?:GITHUB_TOKEN|CI_JOB_TOKEN|ACTIONS_|GITLAB_TOKEN$)/u;

/** Addresses and keys stand in the environment, and only the variables' names in the file. */
const variableSchema = z
  .string()
  .regex(
    /^[A-Z_][A-Z0-9_]{0,99}$/u,
    'the name of an environment variable is expected, as SLACK_WEBHOOK_URL; the secret itself does not belong into this file',
  )
  .refine((name) => !ownTokens.test(name), "the job's own token is not for a channel");

const urlOf = (what: string) => variableSchema.describe(`Environment variable with ${what}.`);

const audience = {
  for: z
    .array(z.enum(['page', 'notify', 'digest']))
    .min(1)
    .optional()
    .describe('What this channel is told. Default: PagerDuty page, all others notify and digest.'),
};

/** A place where people read alerts. */
export const channelSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('slack'),
    url: urlOf('the address of the incoming webhook'),
    ...audience,
  }),
  z.strictObject({
    type: z.literal('dingtalk'),
    url: urlOf("the robot's webhook address"),
    secret: urlOf('the secret the robot checks signatures with (it starts with SEC)').optional(),
    ...audience,
  }),
  z.strictObject({
    type: z.literal('teams'),
    url: urlOf('the address of the Workflows webhook'),
    ...audience,
  }),
  z.strictObject({
    type: z.literal('feishu'),
    url: urlOf("the bot's webhook address"),
    secret: urlOf('the secret the bot checks signatures with').optional(),
    ...audience,
  }),
  z.strictObject({
    type: z.literal('pagerduty'),
    key: urlOf('the integration key of a service with Events API v2'),
    url: urlOf(
      'the address of the Events API; needed only behind a relay or in the EU region',
    ).optional(),
    ...audience,
  }),
  z.strictObject({
    type: z.literal('webhook'),
    url: urlOf('the address the alert is posted to'),
    secret: urlOf('the secret the body is signed with'),
    ...audience,
  }),
]);
export type Channel = z.infer<typeof channelSchema>;

function levelSchema(actions: readonly AlertAction[], what: string) {
  return z
    .strictObject({
      when: z
        .array(z.enum(alertCauses))
        .default([])
        .describe('Findings that raise this level whatever the rules say, by their codes.'),
      actions: z
        .array(z.enum(alertActions))
        .default([...actions])
        .describe(`What is done about ${what}.`),
      after: z
        .number()
        .int()
        .min(1)
        .max(100)
        .default(1)
        .describe('How many runs in a row must show the level, or a higher one, before it acts.'),
    })
    .prefault({});
}

/** Who hears about drift, how, and how often. */
export const alertsSchema = z.strictObject({
  'missing-increase': z
    .number()
    .gt(0)
    .lt(1)
    .default(0.05)
    .describe('The rise in the share of missing values that matters.'),
  'new-categories': z
    .number()
    .gt(0)
    .lt(1)
    .default(0.05)
    .describe('The share of rows with values the reference never had that matters.'),
  'out-of-range': z
    .number()
    .gt(0)
    .lt(1)
    .default(0.01)
    .describe("The share of numbers outside the reference's range that matters."),
  spike: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.05)
    .describe("The rise of one single number's share that matters: it often stands for missing."),
  fail: z
    .enum(['p0', 'p1', 'p2', 'never'])
    .default('p0')
    .describe('The lowest alert that fails the step; lower ones warn.'),
  p0: levelSchema(['rollback', 'page', 'notify', 'issue'], 'a P0'),
  p1: levelSchema(['notify', 'issue'], 'a P1'),
  p2: levelSchema(['digest'], 'a P2'),
  cooldown: durationSchema
    .default(6 * 3_600_000)
    .describe('How long the same alert is not told again, unless it gets worse.'),
  channels: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/u), channelSchema).default({}),
  rollback: z
    .strictObject({
      workflow: z
        .string()
        .regex(/^[\w.-]+\.ya?ml$/u, 'the file name of a workflow is expected, as cd.yml')
        .describe('The workflow with deploy-canary; it is started with the input mode=rollback.'),
      ref: z.string().min(1).max(200).optional().describe('Branch. Default: that of this run.'),
    })
    .optional()
    .describe(
      'Starts the rollback on GitHub. Without it the output "rollback" says that one is due.',
    ),
});
export type AlertsConfig = z.infer<typeof alertsSchema>;
