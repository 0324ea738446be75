import { createHmac } from 'node:crypto';
import type { Notification } from '../../ports/notifier.ts';
import type { Delivery } from './deliver.ts';
import { wording } from './messages.ts';
import { address, heading, line, mostFacts } from './wording.ts';

export interface FeishuTarget {
  readonly url: string;
  readonly secret: string | undefined;
  now(): number;
}

const colours = { p0: 'red', p1: 'orange', p2: 'yellow' } as const;

/** Too many messages: of this bot, and of the whole tenant. */
const passing: readonly unknown[] = [11232, 99991400];

/**
 * A card for a Feishu or Lark group bot: at most 20 KB, 100 a minute. Where the bot asks for
 * signatures, `timestamp` (seconds, within an hour) and `sign` join the body. Refusals come with
 * status 200 and a `code` (older bots: `StatusCode`), 19021 for a wrong signature.
 */
export function feishu(
  channel: string,
  target: FeishuTarget,
  notification: Notification,
): Delivery {
  return {
    channel,
    receiver: 'Feishu',
    url: target.url,
    request: () => ({ body: { ...signature(target), ...feishuMessage(notification) } }),
    refusal: ({ text, json }) => {
      const code = json?.code ?? json?.StatusCode;
      if (code === 0) return undefined;
      const reason = json === undefined ? text : `${code} ${json.msg ?? json.StatusMessage}`;
      return { reason, again: passing.includes(code) };
    },
  };
}

function signature({ secret, now }: FeishuTarget) {
  if (secret === undefined) return {};
  const timestamp = String(Math.floor(now() / 1_000));
  return { timestamp, sign: feishuSignature(timestamp, secret) };
}

/** Base64 of HMAC-SHA256 over nothing: unlike DingTalk's, `timestamp\nsecret` is the key. */
export function feishuSignature(timestamp: string, secret: string): string {
  return createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
}

/** Every text is `plain_text`, in which neither `<at id=all>` nor Markdown is read. */
function feishuMessage(notification: Notification): Readonly<Record<string, unknown>> {
  const { shown, more } = mostFacts(notification, 12, 200);
  const link = address(notification.link);
  const template = notification.event === 'resolve' ? 'green' : colours[notification.level];
  return {
    msg_type: 'interactive',
    card: {
      config: { wide_screen_mode: true },
      header: { title: plain(heading(notification, 120)), template },
      elements: [
        { tag: 'div', text: plain(line(notification.summary, 600)) },
        ...shown.map(({ name, value }) => ({ tag: 'div', text: plain(`${name}: ${value}`) })),
        ...(more === undefined ? [] : [{ tag: 'note', elements: [plain(more)] }]),
        ...(link === undefined
          ? []
          : [
              {
                tag: 'action',
                actions: [
                  { tag: 'button', text: plain(wording.openReport), url: link, type: 'default' },
                ],
              },
            ]),
      ],
    },
  };
}

function plain(content: string) {
  return { tag: 'plain_text', content };
}
