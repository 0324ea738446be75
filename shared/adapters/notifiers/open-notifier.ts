import { usageError } from '../../kernel/action-error.ts';
import type { Notification, Notifier, OpenNotifier } from '../../ports/notifier.ts';
import { type Delivery, deliver, type Outbox, realOutbox } from './deliver.ts';
import { dingtalk } from './dingtalk.ts';
import { feishu } from './feishu.ts';
import { channels } from './messages.ts';
import { pagerduty, pagerdutyUrl } from './pagerduty.ts';
import { signedWebhook } from './signed-webhook.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';

/** Opens the channels of a configuration. What is missing or malformed is said before any message. */
export function notifierOpener(outbox: Outbox = realOutbox): OpenNotifier {
  return (name, channel, secret) => {
    const read = (variable: string): string => required(name, variable, secret(variable));
    const url = (variable: string): string => checkedUrl(name, variable, read(variable));
    const optional = (variable: string | undefined): string | undefined =>
      variable === undefined ? undefined : read(variable);
    const { now } = outbox;
    const by = (make: (notification: Notification) => Delivery): Notifier => ({
      send: (notification) => deliver(make(notification), outbox),
    });
    switch (channel.type) {
      case 'slack':
      case 'teams': {
        const target = url(channel.url);
        const write = channel.type === 'slack' ? slack : teams;
        return by((notification) => write(name, target, notification));
      }
      case 'dingtalk':
      case 'feishu': {
        const target = { url: url(channel.url), secret: optional(channel.secret), now };
        const write = channel.type === 'dingtalk' ? dingtalk : feishu;
        return by((notification) => write(name, target, notification));
      }
      case 'pagerduty': {
        const events = channel.url === undefined ? pagerdutyUrl : url(channel.url);
        const target = { url: events, key: read(channel.key) };
        return by((notification) => pagerduty(name, target, notification));
      }
      case 'webhook': {
        const target = { url: url(channel.url), secret: read(channel.secret), now };
        return by((notification) => signedWebhook(name, target, notification));
      }
    }
  };
}

function required(name: string, variable: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw usageError('channel-without-secret', channels.notSet(variable, name), channels.handOver);
}

/** Never over an open line, but for a receiver on this machine. */
function checkedUrl(name: string, variable: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return value;
  throw usageError(
    'channel-address-invalid',
    channels.notHttps(variable, name),
    channels.copyAddress,
  );
}
