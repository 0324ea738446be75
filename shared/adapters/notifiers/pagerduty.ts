import type { Notification } from '../../ports/notifier.ts';
import type { Delivery } from './deliver.ts';
import { wording } from './messages.ts';
import { address, heading, line, mostFacts } from './wording.ts';

export const pagerdutyUrl = 'https://events.pagerduty.com/v2/enqueue';

const severities = { p0: 'critical', p1: 'error', p2: 'warning' } as const;

/**
 * An event of PagerDuty's Events API v2. `dedup_key` (255 characters) is the trouble's own, so that
 * an event sent twice is one incident, and the resolve finds it. 202 is success.
 */
export function pagerduty(
  channel: string,
  { url, key }: { readonly url: string; readonly key: string },
  notification: Notification,
): Delivery {
  return {
    channel,
    receiver: 'PagerDuty',
    url,
    request: () => ({ body: pagerdutyEvent(key, notification) }),
    refusal: ({ text, json }) => (json?.status === 'success' ? undefined : { reason: text }),
  };
}

function pagerdutyEvent(
  key: string,
  notification: Notification,
): Readonly<Record<string, unknown>> {
  const { event, model, source, at, level } = notification;
  const target = { routing_key: key, dedup_key: line(notification.key, 255) };
  if (event === 'resolve') return { ...target, event_action: 'resolve' };
  const { shown } = mostFacts(notification, 50, 500);
  const link = address(notification.link);
  return {
    ...target,
    event_action: 'trigger',
    client: 'mlops-actions',
    ...(link === undefined
      ? {}
      : { client_url: link, links: [{ href: link, text: wording.report }] }),
    payload: {
      summary: heading(notification, 1_024),
      source: line(source ?? model, 255),
      severity: severities[level],
      timestamp: at.toISOString(),
      component: line(model, 255),
      class: 'drift',
      custom_details: {
        summary: line(notification.summary, 2_000),
        ...Object.fromEntries(shown.map(({ name, value }) => [name, value])),
      },
    },
  };
}
