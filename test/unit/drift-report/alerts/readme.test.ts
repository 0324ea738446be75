import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { notifierOpener } from '../../../../shared/adapters/notifiers/open-notifier.ts';
import { alertsSchema } from '../../../../shared/config/sections/alerts.ts';
import { driftSchema } from '../../../../shared/config/sections/drift.ts';
import { retrainSchema } from '../../../../shared/config/sections/retrain.ts';
import { receiver } from '../../../support/receiver.ts';

/** What the README tells people to copy does what it says. */

const readme = readFileSync(
  new URL('../../../../actions/drift-report/README.md', import.meta.url),
  'utf8',
);
const section = readme.slice(readme.indexOf('\n## Alerts'));
const blocks = (language: string): string[] =>
  [...section.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'gu'))].map(
    ([, text]) => text ?? '',
  );

describe('the README', () => {
  const [alerts, , retrain] = blocks('yaml').map((text) => parse(text));

  test('shows the defaults', () => {
    const { channels, ...shown } = alertsSchema.parse(alerts.models.flights.drift.alerts);
    const { channels: none, ...defaults } = alertsSchema.parse({});
    expect(shown).toEqual(defaults);
    expect([Object.keys(channels), none]).toEqual([['team', 'oncall'], {}]);
    const { horizon, cooldown, 'min-labels': labels } = retrainSchema.parse({});
    expect(retrainSchema.parse(retrain.drift.retrain)).toMatchObject({
      horizon,
      cooldown,
      'min-labels': labels,
    });
  });

  test('shows settings that are accepted, every one', () => {
    const all = [...readme.matchAll(/```yaml\n([\s\S]*?)```/gu)].map(([, text]) =>
      parse(text ?? ''),
    );
    const drifts = all.flatMap((block) => block?.drift ?? block?.models?.flights?.drift ?? []);
    expect(drifts.length).toBeGreaterThan(7);
    for (const drift of drifts) expect(driftSchema.safeParse(drift).error).toBeUndefined();
  });

  test('has a receiver that takes our messages and no others', async () => {
    const [code = ''] = blocks('js');
    const source = `${code}\nexport { isGenuine };`;
    const { isGenuine } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
    const hook = await receiver();
    const channel = { type: 'webhook', url: 'HOOK', secret: 'KEY' } as const;
    const secret = 'a shared secret';
    const notifier = notifierOpener()('own', channel, (name) =>
      name === 'KEY' ? secret : hook.url,
    );
    await notifier.send({
      ...{ id: '1', key: 'k', event: 'trigger', level: 'p1', model: 'flights', source: undefined },
      ...{ title: 't', summary: 's', facts: [], link: undefined, at: new Date() },
    });
    const [request] = hook.received;
    const { headers = {}, text = '' } = request ?? {};
    expect(isGenuine(headers, text, secret)).toBe(true);
    expect(isGenuine(headers, `${text} `, secret)).toBe(false);
    expect(isGenuine(headers, text, 'another secret')).toBe(false);
    const old = { ...headers, 'x-mlops-timestamp': '1700000000' };
    expect(isGenuine(old, text, secret)).toBe(false);
    expect(isGenuine({}, text, secret)).toBe(false);
  });
});
