import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Outbox } from '../../../../shared/adapters/notifiers/deliver.ts';
import { dingtalkSignature } from '../../../../shared/adapters/notifiers/dingtalk.ts';
import { feishuSignature } from '../../../../shared/adapters/notifiers/feishu.ts';
import { notifierOpener } from '../../../../shared/adapters/notifiers/open-notifier.ts';
import { type Channel, channelSchema } from '../../../../shared/config/sections/alerts.ts';
import type { Notification } from '../../../../shared/ports/notifier.ts';
import { type Receiver, receiver } from '../../../support/receiver.ts';

const at = new Date('2026-03-01T12:00:00Z');

const plain: Notification = {
  id: 'flights-trigger-p1-1',
  key: 'mlops/octo/flights/flights/drift',
  event: 'trigger',
  level: 'p1',
  model: 'flights',
  source: 'octo/flights',
  title: 'drift that needs a look',
  summary: 'P1: 1 of 9 columns drifted. delay drifted: mean 4 → 9.',
  facts: [{ name: 'delay', value: 'delay drifted: mean 4 → 9.' }],
  link: 'https://github.com/octo/flights/actions/runs/1',
  at,
};

const attack =
  '<!channel> <!here> <@U123> @all @everyone <at id=all></at> <at>x</at> [x](https://evil.example) ![i](https://evil.example/i.png) <https://evil.example|x> *b* `c` \u202e\u0000 \\ "q"';
const hostile: Notification = {
  ...plain,
  summary: attack,
  facts: [{ name: attack, value: attack }],
  link: 'javascript:alert(1)',
};
const huge: Notification = {
  ...plain,
  summary: '🦆"'.repeat(100_000),
  facts: Array.from({ length: 500 }, (_, i) => ({
    name: `c${i}${'&'.repeat(500)}`,
    value: '🦆&"'.repeat(9_000),
  })),
  link: `https://github.com/${'x'.repeat(900)}`,
};

interface Outing {
  box: Outbox;
  waits: number[];
}

function outing(): Outing {
  const waits: number[] = [];
  const wait = async (ms: number): Promise<void> => void waits.push(ms);
  const box = { timeoutMs: 2_000, retries: 3, longestRestS: 30, wait, now: () => at.getTime() };
  return { box, waits };
}

interface Kind {
  type: Channel['type'];
  /** As in mlops.yml. */
  channel: Record<string, unknown>;
  /** What the receiver answers where all is well, and where it refuses with status 200. */
  accepted: string;
  status?: number;
  refused?: { body: string; says: string };
  /** Bytes. */
  most: number;
}

const kinds: Kind[] = [
  {
    type: 'slack',
    channel: { type: 'slack', url: 'HOOK' },
    accepted: 'ok',
    refused: { body: 'no_service', says: 'no_service' },
    most: 60_000,
  },
  {
    type: 'dingtalk',
    channel: { type: 'dingtalk', url: 'HOOK', secret: 'KEY' },
    accepted: '{"errcode":0,"errmsg":"ok"}',
    refused: {
      body: '{"errcode":310000,"errmsg":"sign not match"}',
      says: '310000 sign not match',
    },
    most: 20_000,
  },
  {
    type: 'teams',
    channel: { type: 'teams', url: 'HOOK' },
    accepted: '',
    status: 202,
    most: 28_000,
  },
  {
    type: 'feishu',
    channel: { type: 'feishu', url: 'HOOK', secret: 'KEY' },
    accepted: '{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}',
    refused: {
      body: '{"code":19021,"data":{},"msg":"sign match fail or timestamp is not within one hour"}',
      says: '19021 sign match fail',
    },
    most: 20_000,
  },
  {
    type: 'pagerduty',
    channel: { type: 'pagerduty', key: 'KEY', url: 'HOOK' },
    accepted: '{"status":"success","message":"Event processed","dedup_key":"k"}',
    status: 202,
    refused: { body: '{"status":"invalid event","errors":["x"]}', says: 'invalid event' },
    most: 512_000,
  },
  {
    type: 'webhook',
    channel: { type: 'webhook', url: 'HOOK', secret: 'KEY' },
    accepted: '',
    status: 204,
    most: 262_144,
  },
];

async function opened(kind: Kind, out: Outing) {
  const there = await receiver();
  there.answer({ status: kind.status ?? 200, body: kind.accepted });
  const secret = (name: string) => ({ HOOK: there.url, KEY: 'SEC-canary-0001' })[name];
  const channel = channelSchema.parse(kind.channel);
  return { there, notifier: notifierOpener(out.box)('team', channel, secret) };
}

function sent({ received }: Receiver): Record<string, unknown> {
  expect(received).toHaveLength(1);
  return received[0]?.json ?? {};
}

/** Every text of a message, with the key it stands under and its neighbours. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}

describe.each(kinds)('$type', (kind) => {
  test('takes a message, and keeps the size the receiver allows', async () => {
    const { there, notifier } = await opened(kind, outing());
    await notifier.send(huge);
    const [request] = there.received;
    expect(Buffer.byteLength(request?.text ?? '')).toBeLessThan(kind.most);
    expect(request?.headers['content-type']).toMatch(/^application\/json/u);
  });

  test('a refusal is an error without the address or the secret', async () => {
    const out = outing();
    const { there, notifier } = await opened(kind, out);
    const body = `no: ${there.url} is not known`;
    there.answer({ status: 404, body });
    const error = await notifier.send(plain).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'channel-refused', kind: 'external' });
    expect(String(error)).toContain('the channel "team" (404');
    expect(String(error)).not.toContain('s3cret-path');
    expect(there.received).toHaveLength(1);
    if (kind.refused === undefined) return;
    there.answer({ body: kind.refused.body });
    await expect(notifier.send(plain)).rejects.toThrow(kind.refused.says);
    expect(out.waits).toEqual([]);
  });

  test('what passes is tried again, as long as the receiver asks for', async () => {
    const out = outing();
    const { there, notifier } = await opened(kind, out);
    const good = { status: kind.status ?? 200, body: kind.accepted };
    there.answer(
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 503 },
      'hang-up',
      good,
    );
    await notifier.send(plain);
    expect(there.received).toHaveLength(4);
    expect(out.waits).toEqual([7_000, 2_000, 4_000]);
    there.answer({ status: 500, body: '<html>down</html>' });
    await expect(notifier.send(plain)).rejects.toMatchObject({ code: 'channel-unavailable' });
    there.answer({ status: 429, headers: { 'retry-after': '3600' } });
    await expect(notifier.send(plain)).rejects.toThrow(/in 1 tries \(429\)/u);
  });

  test('a redirect is not followed: it would hand the message to somebody else', async () => {
    const { there, notifier } = await opened(kind, outing());
    const other = await receiver();
    there.answer({ status: 307, headers: { location: other.url } });
    await expect(notifier.send(plain)).rejects.toMatchObject({ code: 'channel-refused' });
    expect(other.received).toEqual([]);
  });

  test('a variable that is not set, or holds no address, is said before anything is sent', () => {
    const channel = channelSchema.parse(kind.channel);
    const open = notifierOpener(outing().box);
    expect(() => open('team', channel, () => undefined)).toThrow(
      /The environment variable (HOOK|KEY) of the channel "team" is not set/u,
    );
    const error = (() => {
      try {
        open('team', channel, () => 'canary-not-an-address');
      } catch (thrown) {
        return String(thrown);
      }
    })();
    expect(error).toContain('does not hold an https address');
    expect(error).not.toContain('canary');
    expect(() => open('team', channel, () => 'http://example.com/hook')).toThrow(/https address/u);
  });
});

describe('nothing in a text acts', () => {
  test('Slack: no mention, link or formatting can be formed', async () => {
    const { there, notifier } = await opened(kinds[0] as Kind, outing());
    await notifier.send(hostile);
    const message = sent(there);
    for (const text of texts((message.blocks as unknown[]).slice(1))) {
      expect(text).not.toMatch(/[<>]/u);
    }
    expect(JSON.stringify(message)).toContain('&lt;!channel&gt;');
    const blocks = message.blocks as { type: string; text?: Record<string, unknown> }[];
    expect(blocks[0]).toMatchObject({ type: 'header', text: { type: 'plain_text' } });
    expect(blocks[1]?.text).toMatchObject({ type: 'mrkdwn', verbatim: true });
    // No address that is none becomes a button.
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section']);
  });

  test('DingTalk: no Markdown, no call', async () => {
    const { there, notifier } = await opened(kinds[1] as Kind, outing());
    await notifier.send(hostile);
    const message = sent(there);
    const { text } = message.markdown as { text: string };
    const [, ...lines] = text.split('\n\n');
    for (const line of lines) expect(line).not.toMatch(/[<>[\]()@!*`\\]|:\/\//u);
    expect(message.at).toEqual({ atMobiles: [], atUserIds: [], isAtAll: false });
  });

  test('Microsoft Teams: text runs only, and nobody is mentioned', async () => {
    const { there, notifier } = await opened(kinds[2] as Kind, outing());
    await notifier.send(hostile);
    const [attachment] = sent(there).attachments as { content: Record<string, unknown> }[];
    const body = attachment?.content.body as { type: string; inlines: { type: string }[] }[];
    expect([...new Set(body.map(({ type }) => type))]).toEqual(['RichTextBlock']);
    const inlines = body.flatMap((block) => block.inlines.map(({ type }) => type));
    expect([...new Set(inlines)]).toEqual(['TextRun']);
    expect(attachment?.content.msteams).toEqual({ width: 'Full' });
    expect(attachment?.content.actions).toBeUndefined();
  });

  test('Feishu: plain text only', async () => {
    const { there, notifier } = await opened(kinds[3] as Kind, outing());
    await notifier.send(hostile);
    const tags = JSON.stringify(sent(there)).match(/"tag":"[a-z_]+"/gu);
    expect([...new Set(tags)].toSorted()).toEqual(['"tag":"div"', '"tag":"plain_text"']);
  });
});

describe('the forms the vendors document', () => {
  test("DingTalk's signature joins the address", async () => {
    const { there, notifier } = await opened(kinds[1] as Kind, outing());
    await notifier.send(plain);
    const query = there.received[0]?.url.searchParams;
    // HMAC-SHA256 keyed with the secret, over "timestamp\nsecret", in milliseconds.
    const timestamp = String(at.getTime());
    expect(query?.get('timestamp')).toBe(timestamp);
    expect(query?.get('token')).toBe('s3cret-path');
    const made = createHmac('sha256', 'SEC-canary-0001').update(`${timestamp}\nSEC-canary-0001`);
    expect(query?.get('sign')).toBe(made.digest('base64'));
  });

  test("Feishu's signature stands in the body, with the secret in the key", async () => {
    const { there, notifier } = await opened(kinds[3] as Kind, outing());
    await notifier.send(plain);
    const { timestamp, sign, msg_type } = sent(there);
    expect([timestamp, msg_type]).toEqual([String(at.getTime() / 1_000), 'interactive']);
    const made = createHmac('sha256', `${timestamp}\nSEC-canary-0001`).update('');
    expect(sign).toBe(made.digest('base64'));
  });

  // Made with Python: base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).
  test('both signatures are those of the vendors’ Python examples', () => {
    expect(dingtalkSignature('1599360473000', 'this is secret')).toBe(
      'hXZTWifRGHclNuZSKxoXc//sh51SWfVfRIhcdeKs63I=',
    );
    expect(feishuSignature('1599360473', 'this is secret')).toBe(
      '/eYKrXQBzTjUZJ3s6NX16VxGbTwmK7AEs8/FnvC1CSw=',
    );
  });

  test('a PagerDuty incident is opened once and resolved by its key', async () => {
    const { there, notifier } = await opened(kinds[4] as Kind, outing());
    await notifier.send(plain);
    await notifier.send({ ...plain, event: 'resolve' });
    expect(there.received.map(({ json }) => json)).toEqual([
      {
        routing_key: 'SEC-canary-0001',
        dedup_key: plain.key,
        event_action: 'trigger',
        client: 'mlops-actions',
        client_url: plain.link,
        links: [{ href: plain.link, text: 'Report' }],
        payload: {
          summary: '[P1] flights: drift that needs a look',
          source: 'octo/flights',
          severity: 'error',
          timestamp: at.toISOString(),
          component: 'flights',
          class: 'drift',
          custom_details: { summary: plain.summary, delay: 'delay drifted: mean 4 → 9.' },
        },
      },
      { routing_key: 'SEC-canary-0001', dedup_key: plain.key, event_action: 'resolve' },
    ]);
  });

  test('a webhook is signed over its time and its body, and names the message', async () => {
    const { there, notifier } = await opened(kinds[5] as Kind, outing());
    await notifier.send(plain);
    const [request] = there.received;
    const { headers = {}, text = '', json } = request ?? {};
    const signed = createHmac('sha256', 'SEC-canary-0001').update(
      `${headers['x-mlops-timestamp']}.${text}`,
    );
    expect(headers['x-mlops-signature-256']).toBe(`sha256=${signed.digest('hex')}`);
    expect(headers['x-mlops-timestamp']).toBe('1772366400');
    expect(headers['x-mlops-delivery']).toBe(plain.id);
    expect(json).toMatchObject({ schema: 'mlops-alert/1', level: 'p1', event: 'trigger' });
  });

  test('a card for Teams is a message with one Adaptive Card and a button', async () => {
    const { there, notifier } = await opened(kinds[2] as Kind, outing());
    await notifier.send(plain);
    expect(sent(there)).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: {
            type: 'AdaptiveCard',
            version: '1.4',
            actions: [{ type: 'Action.OpenUrl', url: plain.link }],
          },
        },
      ],
    });
  });

  test('a Slack message keeps the limits of its blocks', async () => {
    const { there, notifier } = await opened(kinds[0] as Kind, outing());
    await notifier.send(huge);
    const blocks = sent(there).blocks as {
      text?: { text: string };
      fields?: { text: string }[];
    }[];
    expect(blocks[0]?.text?.text.length).toBeLessThanOrEqual(150);
    expect(blocks[1]?.text?.text.length).toBeLessThanOrEqual(3_000);
    const fields = blocks[2]?.fields ?? [];
    expect(fields.length).toBe(10);
    for (const { text } of fields) expect(text.length).toBeLessThanOrEqual(2_000);
    expect(JSON.stringify(blocks)).toContain('and 490 more in the report');
  });
});
