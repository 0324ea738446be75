import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Finding } from '../../../../shared/domain/record.ts';
import { writeAtomically } from '../../../../shared/files/write-atomically.ts';
import type { StepContext } from '../../../../shared/ports/step.ts';
import type { definition } from '../../definition.ts';
import { messages } from '../messages.ts';
import { type AlertState, emptyState, parseState } from '../state.ts';

type Context = StepContext<typeof definition>;

/** What is remembered from run to run: a file in the report directory, which the cache carries. */
export interface Memory {
  state: AlertState;
  readonly findings: Finding[];
  /** Written at once, so that a killed run leaves what it had begun. */
  keep(state: AlertState): Promise<void>;
  /** Hand it to later runs on other machines. */
  share(): Promise<void>;
}

export async function openMemory(context: Context): Promise<Memory> {
  const { host, reportDir, modelName, now } = context;
  const path = join(reportDir, 'alerts', modelName, 'state.json');
  const here = await read(path);
  const { key, prefix } = cacheKey(context);
  await host.cache?.restore([dirname(path)], key, [prefix]);
  const restored = await read(path);
  const damaged = restored === 'damaged' || here === 'damaged';
  const findings: Finding[] = damaged
    ? [warning('alert-state-unreadable', messages.stateUnreadable(path))]
    : [];
  const memory: Memory = {
    state: newer(here, restored),
    findings,
    async keep(state) {
      memory.state = { ...state, updated: now().toISOString() };
      const text = host.redact(`${JSON.stringify(memory.state, null, 1)}\n`);
      try {
        await writeAtomically(path, text);
      } catch {
        const known = findings.some(({ code }) => code === 'alert-state-unwritable');
        if (!known)
          findings.push(warning('alert-state-unwritable', messages.stateUnwritable(path)));
      }
    },
    share: async () => host.cache?.save([dirname(path)], key),
  };
  return memory;
}

function warning(code: string, message: string): Finding {
  return { code, severity: 'warning', message };
}

/** Entries of a cache cannot be changed: each run saves its own and restores the newest. */
function cacheKey({ host, modelName, now }: Context): { key: string; prefix: string } {
  const { runId, attempt } = host.context;
  const prefix = `mlops-alerts-${modelName}-`;
  return { key: `${prefix}${runId ?? now().getTime()}-${attempt}`, prefix };
}

async function read(path: string): Promise<AlertState | 'damaged' | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (parseState(text) ?? 'damaged');
}

/** A machine that is used again has a file of its own, and may have been killed before it shared it. */
function newer(...copies: readonly (AlertState | 'damaged' | undefined)[]): AlertState {
  const whole = copies.filter((copy) => copy !== undefined && copy !== 'damaged');
  const [newest] = whole.sort((a, b) => (b.updated ?? '').localeCompare(a.updated ?? ''));
  return newest ?? emptyState();
}
