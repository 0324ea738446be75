import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { step } from '../../actions/drift-report/main.ts';
import { createRandom } from '../../shared/stats/random.ts';
import { runStep } from '../support/run-step.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder('monitoring');
const running: ChildProcess[] = [];
let addresses: { pushgateway: string; prometheus: string };

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Until the condition holds: real servers answer when they can. */
async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  const until = Date.now() + 30_000;
  for (;;) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error('it did not happen within 30 seconds');
    await new Promise((rest) => setTimeout(rest, 200));
  }
}

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

async function query(expression: string): Promise<Sample[]> {
  const url = `${addresses.prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`;
  const answer = (await (await fetch(url)).json()) as {
    status: string;
    error?: string;
    data: { result: Sample[] };
  };
  if (answer.status !== 'success') throw new Error(`${expression}: ${answer.error}`);
  return answer.data.result;
}

function csv(seed: number, shift: number): string {
  const random = createRandom(seed);
  const lines = Array.from(
    { length: 1_500 },
    () => `${(random.normal() + shift).toFixed(3)},${'abc'[random.below(3)]}`,
  );
  return `x,"a ""b"" \\ {c}"\n${lines.join('\n')}\n`;
}

beforeAll(async () => {
  const [push, scrape] = [await freePort(), await freePort()];
  addresses = {
    pushgateway: `http://127.0.0.1:${push}`,
    prometheus: `http://127.0.0.1:${scrape}`,
  };
  const config = join(folder, 'prometheus.yml');
  const scrapes = `[{ job_name: push, honor_labels: true, static_configs: [{ targets: ['127.0.0.1:${push}'] }] }]`;
  writeFileSync(config, `global: { scrape_interval: 1s }\nscrape_configs: ${scrapes}\n`);
  const start = (program: string, ...flags: string[]): void => {
    running.push(spawn(program, flags, { stdio: 'ignore', cwd: folder }));
  };
  start('prometheus-pushgateway', `--web.listen-address=127.0.0.1:${push}`);
  start(
    'prometheus',
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'tsdb')}`,
    `--web.listen-address=127.0.0.1:${scrape}`,
  );
  for (const address of Object.values(addresses)) {
    await eventually(async () => ((await fetch(`${address}/-/ready`)).ok ? true : undefined));
  }
  writeFileSync(join(folder, 'r.csv'), csv(1, 0));
  writeFileSync(join(folder, 'c.csv'), csv(2, 1));
}, 60_000);

afterAll(() => {
  for (const child of running) child.kill();
});

describe('figures of a drift report in Prometheus', () => {
  test('are pushed, scraped and asked for by the dashboard', { timeout: 60_000 }, async () => {
    const ran = await runStep(step, folder, {
      ...{ reference: 'r.csv', current: 'c.csv', history: 'off', comment: 'never' },
      pushgateway: addresses.pushgateway,
    });
    expect(ran.record?.findings.map(({ code }) => code)).not.toContain('metrics-not-pushed');
    const [alert] = await eventually(async () => {
      const found = await query('mlops_drift_alert{column=""}');
      return found.length > 0 ? found : undefined;
    });
    expect(alert?.metric).toMatchObject({ job: 'mlops_drift_report', model: 'model' });
    expect(alert?.value[1]).toBe('1');
    const psi = await query('mlops_psi{slice=""}');
    const pushed = ran.record?.metrics.filter(({ name }) => name === 'psi') ?? [];
    expect(psi.map(({ metric, value }) => [metric.column, Number(value[1])]).toSorted()).toEqual(
      pushed.map(({ column, value }) => [column, value]).toSorted(),
    );
    const path = fileURLToPath(
      new URL('../../workflows-templates/grafana/model-health.json', import.meta.url),
    );
    const { panels } = JSON.parse(readFileSync(path, 'utf8')) as {
      panels: { title: string; targets?: { expr: string }[] }[];
    };
    const empty: string[] = [];
    for (const { title, targets = [] } of panels) {
      for (const { expr } of targets) {
        const all = expr.replaceAll(/\$(?:model|column|service)/gu, '.*');
        if ((await query(all)).length === 0) empty.push(title);
      }
    }
    // No service runs here, and no time column says how late labels are.
    expect([...new Set(empty)]).toEqual([
      'Label lag',
      'Rows and label lag',
      'Requests a second',
      'Errors',
      'Latency',
      'Decisions an hour',
      'Value an hour',
    ]);
  });

  test('a second push replaces the first', { timeout: 60_000 }, async () => {
    await runStep(step, folder, {
      ...{ reference: 'r.csv', current: 'r.csv', history: 'off', comment: 'never' },
      ...{ pushgateway: addresses.pushgateway, columns: 'x' },
    });
    const answer = await eventually(async () => {
      const found = await query('mlops_psi{slice=""}');
      return found.length === 1 ? found : undefined;
    });
    expect(answer[0]?.metric.column).toBe('x');
  });

  test('pass the checks of promtool', () => {
    const text = readFileSync(join(folder, '.mlops/metrics.txt'), 'utf8');
    execFileSync('promtool', ['check', 'metrics'], {
      input: text,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  });
});
