import type { Notification } from '../../ports/notifier.ts';
import type { Delivery } from './deliver.ts';
import { wording } from './messages.ts';
import { address, heading, line, mostFacts } from './wording.ts';

/**
 * A message for a Slack incoming webhook. Facts about Slack's limits (Block Kit reference): a
 * header is plain text of at most 150 characters, the text of a section 3,000, a section has at
 * most 10 fields of 2,000, a message 50 blocks.
 *
 * Text from data goes through `text()`: with `&`, `<` and `>` encoded neither a mention
 * (`<!channel>`, `<@U1>`) nor a link can be formed, and `verbatim` keeps Slack from making them out
 * of bare names and addresses. Encoded text is at most five times as long, which the lengths allow.
 */
export function slack(channel: string, url: string, notification: Notification): Delivery {
  return {
    channel,
    receiver: 'Slack',
    url,
    request: () => ({ body: slackMessage(notification) }),
    // Success is the text ok; a few errors come with status 200 from relays.
    refusal: ({ text, json }) => {
      if (text.trim() === 'ok' || json?.ok === true || text === '') return undefined;
      return { reason: text };
    },
  };
}

function slackMessage(notification: Notification): Readonly<Record<string, unknown>> {
  const { shown, more } = mostFacts(notification, 10, 300);
  const link = address(notification.link);
  const fields = shown.map(({ name, value }) => text(`${name}\n${value}`));
  return {
    // For notifications and screen readers; blocks are what people see.
    text: encoded(heading(notification, 150)),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: plain(heading(notification, 150)) },
      { type: 'section', text: text(line(notification.summary, 600)) },
      ...(fields.length === 0 ? [] : [{ type: 'section', fields }]),
      ...(more === undefined ? [] : [{ type: 'context', elements: [plain(more)] }]),
      ...(link === undefined
        ? []
        : [
            {
              type: 'actions',
              elements: [{ type: 'button', text: plain(wording.openReport), url: link }],
            },
          ]),
    ],
  };
}

function plain(content: string) {
  return { type: 'plain_text', text: content, emoji: false };
}

function text(content: string) {
  return { type: 'mrkdwn', text: encoded(content), verbatim: true };
}

/** The three characters Slack's text knows as control characters; the others only decorate. */
function encoded(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
