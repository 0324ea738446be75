import { createHmac } from 'node:crypto';
import type { Notification } from '../../ports/notifier.ts';
import type { Delivery } from './deliver.ts';
import { wording } from './messages.ts';
import { address, heading, line, mostFacts } from './wording.ts';

export interface DingtalkTarget {
  readonly url: string;
  readonly secret: string | undefined;
  now(): number;
}

/**
 * A message for a DingTalk group robot: at most 20,000 bytes, 20 a minute. Where the robot asks
 * for signatures, `timestamp` (milliseconds, within an hour) and `sign` join the address.
 * Refusals come with status 200 and an `errcode`; 130101 means too many messages.
 */
export function dingtalk(
  channel: string,
  target: DingtalkTarget,
  notification: Notification,
): Delivery {
  return {
    channel,
    receiver: 'DingTalk',
    url: target.url,
    request: () => ({ url: signedUrl(target), body: dingtalkMessage(notification) }),
    refusal: ({ text, json }) => {
      if (json?.errcode === 0) return undefined;
      const again = json?.errcode === 130101 || json?.errcode === -1;
      return { reason: json === undefined ? text : `${json.errcode} ${json.errmsg}`, again };
    },
  };
}

function signedUrl({ url, secret, now }: DingtalkTarget): string {
  if (secret === undefined) return url;
  const timestamp = String(now());
  const signed = new URL(url);
  signed.searchParams.set('timestamp', timestamp);
  signed.searchParams.set('sign', dingtalkSignature(timestamp, secret));
  return signed.href;
}

/** Base64 of HMAC-SHA256 with the secret as key, over `timestamp\nsecret`. */
export function dingtalkSignature(timestamp: string, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}

function dingtalkMessage(notification: Notification): Readonly<Record<string, unknown>> {
  const title = inert(heading(notification, 120));
  const { shown, more } = mostFacts(notification, 12, 200);
  const link = address(notification.link);
  const text = [
    `#### ${title}`,
    inert(line(notification.summary, 600)),
    ...shown.map(({ name, value }) => `- ${inert(name)}: ${inert(value)}`),
    ...(more === undefined ? [] : [more]),
    ...(link === undefined ? [] : [`[${wording.openReport}](${closed(link)})`]),
  ].join('\n\n');
  return {
    msgtype: 'markdown',
    markdown: { title, text },
    // Who is called is decided here, and by nothing in the text.
    at: { atMobiles: [], atUserIds: [], isAtAll: false },
  };
}

/** Parentheses would end the address early. */
function closed(link: string): string {
  return link.replaceAll('(', '%28').replaceAll(')', '%29');
}

/** Whether DingTalk's Markdown honours back-slashes differs by client; full-width forms are text. */
const lookAlikes: Readonly<Record<string, string>> = {
  '[': '［',
  ']': '］',
  '(': '（',
  ')': '）',
  '<': '＜',
  '>': '＞',
  '@': '＠',
  '!': '！',
  '#': '＃',
  '*': '＊',
  '`': '｀',
  '|': '｜',
  '~': '～',
  '\\': '＼',
};

function inert(text: string): string {
  return text
    .replaceAll(/[[\]()<>@!#*`|~\\]/gu, (character) => lookAlikes[character] ?? character)
    .replaceAll(/:(?=\/\/)/gu, '：');
}
