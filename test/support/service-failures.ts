import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { start } from '../../shared/hosts/start.ts';
import type { StepContext } from '../../shared/ports/step.ts';
import { canary, token, ways } from './failing-ways.ts';
import { githubJob } from './forge-job.ts';
import { type ArtifactService, artifactService } from './forges/artifact-service.ts';
import { type GithubForge, githubForge } from './forges/github.ts';
import type { Failure } from './forges/loopback-server.ts';
import { type PlainDefinition, plainStep } from './plain-step.ts';
import { stepRecord } from './step-records.ts';
import { zipArchive } from './zip-archive.ts';

type Context = StepContext<PlainDefinition>;

interface ServiceCall {
  /** The method, or what is asked of the storage. */
  readonly call: string;
  /** 1: the verdict's. 3: without the answer a step cannot conclude. */
  readonly code: 1 | 3;
  /** An artifact or an entry of the cache that is there; none is left out. */
  readonly kept?: string;
  /** What the step itself asks; every step asks for evidence and leaves its own. */
  readonly body?: (context: Context) => Promise<unknown>;
}

const earlier = 'mlops.flights.data-validate.1.record';
const own = 'mlops.flights.evaluate-gate.1.record';
const key = 'history-of-flights';
/** Of the addresses of the storage: whoever has one may read and write there. */
const signature = 'c4narySignatureOfTheStorage';

const calls: readonly ServiceCall[] = [
  { call: 'ListArtifacts', code: 1 },
  // What is listed and cannot be fetched may be what the verdict hangs on.
  { call: 'GetSignedArtifactURL', code: 3, kept: earlier },
  { call: 'GET', code: 3, kept: earlier },
  { call: 'DeleteArtifact', code: 1, kept: own },
  { call: 'CreateArtifact', code: 1 },
  { call: 'PUT block', code: 1 },
  { call: 'PUT blocklist', code: 1 },
  { call: 'FinalizeArtifact', code: 1 },
  { call: 'GetCacheEntryDownloadURL', code: 1, body: restore },
  { call: 'GET', code: 1, kept: key, body: restore },
  { call: 'CreateCacheEntry', code: 1, body: save },
  { call: 'PUT', code: 1, body: save },
  { call: 'FinalizeCacheEntryUpload', code: 1, body: save },
];

async function restore({ host, reportDir }: Context): Promise<void> {
  const restored = await host.cache?.restore([join(reportDir, 'history')], key);
  expect(restored, 'an entry that did not come').toBe(false);
}

async function save({ host, reportDir }: Context): Promise<void> {
  const folder = join(reportDir, 'history');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'one.json'), '{}');
  await host.cache?.save([folder], key);
}

/**
 * What is waited for takes a thousandth of its time: the clients of these services rest for seconds
 * between attempts and take no clock of ours. A limit of ours becomes a second at most.
 */
function quicken(): void {
  const { setTimeout: real } = globalThis;
  const quick = (then: () => void, ms = 0, ...rest: []) => {
    const isLimit = ms >= 20_000;
    return real(then, isLimit ? 1_000 : ms / 1_000, ...rest);
  };
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(quick as typeof setTimeout);
}

/**
 * What a runner shows of a client's lines: the values that `add-mask` named, in them or in ours, are
 * hidden. Our own lines and files must hold no secret in the first place.
 */
function shown(printed: string, ours: string): string {
  const command = /^::add-mask::(.+)$/gmu;
  const masks = [...`${ours}\n${printed}`.matchAll(command)].map(([, mask = '']) => mask);
  const visible = printed.replaceAll(command, '');
  return masks.reduce((text, mask) => text.replaceAll(mask, '***'), visible);
}

/** Every call of the artifact and cache service, failing in a share of the ways. */
export function testServiceFailures(shares: number): void {
  let service: ArtifactService;
  let forge: GithubForge;
  const printed: string[] = [];

  beforeAll(async () => {
    forge = await githubForge();
    service = await artifactService(signature);
    const variables = { ...service.env, ACTIONS_CACHE_SERVICE_V2: 'true' };
    // The clients read the process's own variables, and write about their progress.
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    vi.stubEnv('GITHUB_SERVER_URL', 'https://github.com');
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.push(String(text));
      return true;
    });
    quicken();
  });
  afterAll(async () => {
    // First: a client that still waits for an answer writes that it got none.
    await Promise.all([forge.close(), service.close()]);
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  const run = async ({ call, kept, body }: ServiceCall, answer: Failure['answer']) => {
    service.kept.length = 0;
    service.calls.length = 0;
    const record = JSON.stringify(stepRecord('data-validate'));
    if (kept !== undefined) {
      service.put(kept, zipArchive({ name: 'record.json', content: record }));
    }
    service.failAt(call, answer);
    printed.length = 0;
    const job = githubJob(forge, {
      token,
      inputs: { comment: 'never', 'commit-check': 'never', model: 'flights' },
      env: { ...service.env, GITHUB_SERVER_URL: 'https://github.com' },
    });
    const step = plainStep(async (context) => {
      await body?.(context);
      return { verdict: 'fail', summary: 'AUC fell by 0.02.' };
    });
    const code = await start(step, job.host);
    service.failAt(undefined, 'nothing');
    return { code, job };
  };

  test.each(calls.map((each, place) => ({ ...each, place })))(
    'services: $call in every way it can fail: exit code $code, the report, and no secret ($place)',
    async ({ place, ...asked }) => {
      for (const [name, answer] of ways(place, shares)) {
        const what = `${asked.call}: ${name}`;
        const { code, job } = await run(asked, answer);
        const said = `${job.written()}\n${shown(printed.join(''), job.io.out())}`;
        expect(service.calls, `${what}: never asked`).toContain(asked.call);
        expect(code, what).toBe(asked.code);
        for (const secret of [canary, signature]) {
          const lines = said.split('\n').filter((line) => line.includes(secret));
          expect(lines, `${what}: a secret is written`).toEqual([]);
        }
        const report = join(job.directory, '.mlops', 'report.html');
        expect(existsSync(report) && readFileSync(report, 'utf8'), what).toContain('</html>');
        job.remove();
      }
    },
    60_000,
  );
}
