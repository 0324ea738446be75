import { createHmac } from 'node:crypto';
import type { Notification } from '../../ports/notifier.ts';
import type { Delivery } from './deliver.ts';
import { channels } from './messages.ts';
import { address, line, mostFacts } from './wording.ts';

export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
  now(): number;
}

/**
 * A JSON message of at most 256 KiB to an address of the user's own. The receiver checks
 *
 * - `X-Mlops-Signature-256`: `sha256=` and the HMAC-SHA256, in hex, with the shared secret, over
 *   the value of `X-Mlops-Timestamp`, a dot, and the body's bytes;
 * - `X-Mlops-Timestamp` (seconds since 1970): older than five minutes is a replay;
 * - `X-Mlops-Delivery`: the same for repetitions of one message, to drop them.
 */
export function signedWebhook(
  channel: string,
  target: WebhookTarget,
  notification: Notification,
): Delivery {
  const body = JSON.stringify(webhookMessage(notification));
  return {
    channel,
    receiver: channels.theWebhook,
    url: target.url,
    request: () => {
      const timestamp = String(Math.floor(target.now() / 1_000));
      const headers = {
        'x-mlops-timestamp': timestamp,
        'x-mlops-signature-256': webhookSignature(timestamp, body, target.secret),
        'x-mlops-delivery': notification.id,
      };
      return { headers, body };
    },
    refusal: () => undefined,
  };
}

function webhookSignature(timestamp: string, body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

function webhookMessage(notification: Notification): Readonly<Record<string, unknown>> {
  const { key, event, level, model, source, title, summary, at } = notification;
  const { shown } = mostFacts(notification, 100, 500);
  return {
    schema: 'mlops-alert/1',
    key,
    event,
    level,
    model,
    source: source ?? null,
    title: line(title, 300),
    summary: line(summary, 2_000),
    facts: shown,
    link: address(notification.link) ?? null,
    at: at.toISOString(),
  };
}
