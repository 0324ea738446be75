import type { Notification } from '../../ports/notifier.ts';
import type { Delivery } from './deliver.ts';
import { wording } from './messages.ts';
import { address, heading, line, mostFacts } from './wording.ts';

const colours = { p0: 'attention', p1: 'warning', p2: 'default' } as const;

/**
 * An Adaptive Card for a Microsoft Teams Workflows webhook: at most 28 KB. The flow answers 202
 * before it posts; a flow that is switched off answers 4xx.
 */
export function teams(channel: string, url: string, notification: Notification): Delivery {
  return {
    channel,
    receiver: 'Microsoft Teams',
    url,
    request: () => ({ body: teamsMessage(notification) }),
    // The retired Office connectors said errors with status 200.
    refusal: ({ text }) =>
      /^Webhook message delivery failed/u.test(text)
        ? { reason: text, again: /429/u.test(text) }
        : undefined,
  };
}

/**
 * Text from data stands in text runs, which unlike text blocks and facts read no Markdown; a
 * mention would need an entry under `msteams.entities`, and there is none.
 */
function teamsMessage(notification: Notification): Readonly<Record<string, unknown>> {
  const { shown, more } = mostFacts(notification, 12, 200);
  const link = address(notification.link);
  const color = notification.event === 'resolve' ? 'good' : colours[notification.level];
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      rich([{ text: heading(notification, 200), weight: 'bolder', size: 'medium', color }]),
      rich([{ text: line(notification.summary, 600) }]),
      ...shown.map(({ name, value }) =>
        rich([{ text: `${name}: `, weight: 'bolder' }, { text: value }]),
      ),
      ...(more === undefined ? [] : [rich([{ text: more, isSubtle: true }])]),
    ],
    ...(link === undefined
      ? {}
      : { actions: [{ type: 'Action.OpenUrl', title: wording.openReport, url: link }] }),
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content: card }] };
}

function rich(runs: readonly Readonly<Record<string, unknown>>[]) {
  return { type: 'RichTextBlock', inlines: runs.map((run) => ({ type: 'TextRun', ...run })) };
}
