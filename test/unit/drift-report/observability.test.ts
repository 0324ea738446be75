import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { step } from '../../../actions/drift-report/main.ts';
import { defaultThresholds } from '../../../actions/drift-report/measure.ts';
import { renderHtml } from '../../../shared/report/html.ts';
import { createRandom } from '../../../shared/stats/random.ts';
import { runStep } from '../../support/run-step.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** A month of labelled rows whose last labels have not come yet. */
function csv(seed: number, shift: number): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: 1_200 }, (_, i) => {
    const at = new Date(Date.UTC(2024, 0, 1, 0, i * 36)).toISOString();
    const label = seed === 2 && i >= 1_196 ? '' : random.uniform() < 0.4;
    return `${at.slice(0, 16).replace('T', ' ')}:00,${(random.normal() + shift).toFixed(3)},${label}`;
  });
  return `day,x,late\n${lines.join('\n')}\n`;
}

const inputs = {
  ...{ reference: 'r.csv', current: 'c.csv', time: 'day', label: 'late' },
  ...{ comment: 'never', history: 'off' },
};
/** The same as one window, which is quick. */
const whole = { ...inputs, columns: 'x', time: '', label: '' };
const drifted = () => tempDir({ 'r.csv': csv(1, 0), 'c.csv': csv(2, 1) });

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** A Pushgateway that answers as it is told. */
async function gateway(status: number, answer = '') {
  const received: Received[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, url, headers } = request;
    const body = Buffer.concat(chunks).toString('utf8');
    received.push({ method, url, authorization: headers.authorization, body });
    response.writeHead(status).end(answer);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return { received, port: (server.address() as AddressInfo).port };
}

describe('figures over time', () => {
  test('hold what the report says, as metrics a dashboard can ask for', async () => {
    const root = drifted();
    const ran = await runStep(step, root, { ...inputs, 'metrics-file': 'out/m.prom' });
    const text = readFileSync(join(root, 'out/m.prom'), 'utf8');
    const labels = 'model="model",step="drift-report"';
    expect(text).toContain(`mlops_drift_alert{${labels}} 1\n`);
    expect(text).toContain(`mlops_drift_alert{${labels},column="x"} 1\n`);
    expect(text).toContain(`mlops_drift_limit{${labels},column="x"} 0.1\n`);
    expect(text).toContain(`mlops_drifted_columns{${labels}} 1\n`);
    expect(text).toContain(`mlops_current_rows{${labels}} 1200\n`);
    // The last four rows have no labels yet.
    expect(text).toContain(`mlops_label_lag_seconds{${labels}} ${4 * 36 * 60}\n`);
    expect(text).toContain(`mlops_missing_share_baseline{${labels},column="late"} 0\n`);
    expect(text).toMatch(/mlops_missing_share\{[^}]*column="late"\} 0\.0033/u);
    expect(text).toMatch(/mlops_window_rows\{[^}]*slice="2024-01-08"\} 280\n/u);
    const monday = Date.UTC(2024, 0, 8) / 1_000;
    expect(text).toContain(`slice="2024-01-08"} ${monday}\n`);
    expect(text).toMatch(/mlops_psi\{[^}]*column="x"\} [\d.]+\n/u);
    expect(text).toMatch(/mlops_adjusted_p\{[^}]*column="x"\} /u);
    // What only machines read is in no table.
    expect(JSON.stringify(ran.record?.tables)).not.toContain('timestamp');
  });

  test('go to a Pushgateway, one group a model, in its own format', async () => {
    const { received, port } = await gateway(200);
    const pushgateway = `http://user:p%40ss@127.0.0.1:${port}/push/`;
    const ran = await runStep(step, drifted(), { ...whole, pushgateway });
    expect(ran.record?.findings.map(({ code }) => code)).not.toContain('metrics-not-pushed');
    const model = Buffer.from('model').toString('base64url');
    const job = Buffer.from('mlops_drift_report').toString('base64url');
    expect(received).toMatchObject([
      {
        method: 'PUT',
        url: `/push/metrics/job@base64/${job}/model@base64/${model}`,
        authorization: `Basic ${btoa('user:p@ss')}`,
      },
    ]);
    expect(received[0]?.body).toContain('mlops_drift_alert');
    expect(received[0]?.body).not.toMatch(/^# (?:EOF|UNIT)/mu);
    expect(JSON.stringify(ran.record)).not.toContain('p%40ss');
  });

  test.each([
    ['refuses them', 400, 'refused the figures (400): pushed metrics are invalid'],
    ['is down', 0, 'did not answer'],
  ])(
    'a Pushgateway that %s is a warning, and the verdict stands',
    async (_what, status, message) => {
      const { port } = await gateway(status || 200, 'pushed metrics are invalid');
      const pushgateway = `http://127.0.0.1:${status === 0 ? 1 : port}`;
      const ran = await runStep(step, drifted(), { ...whole, pushgateway });
      expect([ran.record?.verdict, ran.exitCode]).toEqual(['warn', 0]);
      const told = ran.record?.findings.find(({ code }) => code === 'metrics-not-pushed');
      expect(told?.message).toContain(message);
    },
  );

  test('an address that is none, and a file that cannot be, are warnings too', async () => {
    const wrong = { pushgateway: 'pushgateway:9091', 'metrics-file': 'r.csv/m.prom' };
    const ran = await runStep(step, drifted(), { ...whole, ...wrong });
    const codes = ran.record?.findings.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['metrics-not-pushed', 'metrics-not-written']));
    expect(ran.record?.verdict).toBe('warn');
  });
});

describe('the Grafana dashboard', () => {
  const folder = fileURLToPath(new URL('../../../workflows-templates/grafana/', import.meta.url));
  const dashboard = JSON.parse(readFileSync(join(folder, 'model-health.json'), 'utf8'));
  const expressions: string[] =
    JSON.stringify(dashboard)
      .match(/"(?:expr|definition)":"(?:[^"\\]|\\.)*"/gu)
      ?.map((pair) => JSON.parse(`{${pair}}`))
      .map(({ expr, definition }) => expr ?? definition) ?? [];

  test('asks only for what the step exports, or what its page says a service exports', async () => {
    const documented = readFileSync(join(folder, 'README.md'), 'utf8');
    const root = drifted();
    await runStep(step, root, { ...inputs, 'metrics-file': 'm.prom' });
    const text = readFileSync(join(root, 'm.prom'), 'utf8');
    const families = new Set([...text.matchAll(/^# TYPE (\S+)/gmu)].map(([, name = '']) => name));
    // Each method's figure goes by its own name.
    for (const method of Object.keys(defaultThresholds)) {
      families.add(`mlops_${method.replaceAll('-', '_')}`);
    }
    const asked = new Set(
      expressions.flatMap((text) => text.match(/\b[a-z]+(?:_[a-z]+)+\b(?!\s*\()/gu) ?? []),
    );
    const functions = ['label_values', 'histogram_quantile'];
    const unknown = [...asked].filter(
      (name) =>
        !families.has(name) && !documented.includes(`\`${name}\``) && !functions.includes(name),
    );
    expect(expressions.length).toBeGreaterThan(15);
    expect([...asked].filter((name) => name.startsWith('mlops_')).length).toBeGreaterThan(12);
    expect(unknown).toEqual([]);
  });

  test('has panels for features, verdicts, alerts, label lag, the service and the business', () => {
    const titles = dashboard.panels.map(({ title }: { title: string }) => title);
    for (const title of [
      'Alert',
      'Verdict',
      'Label lag',
      'Drift by column',
      'Service',
      'Business',
    ]) {
      expect(titles).toContain(title);
    }
    const ids = dashboard.panels.map(({ id }: { id: number }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the page of a column', () => {
  test('has its bars, figures and windows, and is reached from the table', async () => {
    const ran = await runStep(step, drifted(), inputs);
    if (ran.record === undefined) throw new Error(ran.log);
    const html = await renderHtml([ran.record]);
    expect(html).toContain('<a href="#step-1-column-1"><code><bdi>x</bdi></code></a>');
    const from = html.indexOf('id="step-1-column-1"');
    const page = html.slice(from, html.indexOf('</details>', from));
    expect(page).toContain('Distribution of x');
    expect(page.match(/<rect class="bar-2"/gu)?.length).toBeGreaterThan(12);
    expect(page).toContain('2024-01-08');
    expect(page).toContain('x drifted');
    expect(page).not.toContain('NaN');
  });

  test('of each of 300 columns is there, folded, and the table too', async () => {
    const ran = await runStep(step, drifted(), whole);
    const [page] = ran.record?.series.filter(({ column }) => column !== undefined) ?? [];
    const [table] = ran.record?.tables ?? [];
    if (ran.record === undefined || page === undefined || table === undefined) throw new Error();
    const names = Array.from({ length: 300 }, (_, i) => `c${i}`);
    const wide = {
      ...ran.record,
      tables: [{ ...table, rows: names.map((text) => [{ kind: 'code' as const, text }]) }],
      series: names.map((column, i) => ({ ...page, id: `column-${i + 1}`, column })),
    };
    const html = await renderHtml([wide]);
    expect(html).toContain('<summary>260 more rows</summary>');
    expect(html).toContain('<details class="pages"><summary>');
    expect(html.match(/<details class="column">/gu)).toHaveLength(300);
    expect(html.length).toBeLessThan(2_000_000);
  });
});
