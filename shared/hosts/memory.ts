import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dispatch } from '../ports/dispatch.ts';
import type {
  Annotation,
  Cache,
  ChangeRequest,
  Host,
  HostContext,
  HostPhase,
  LogLevel,
  StateStore,
} from '../ports/host.ts';
import type { IssueStore } from '../ports/issues.ts';
import type { PastRuns } from '../ports/past-runs.ts';
import { namedSecret, namedVariable } from './named-secret.ts';
import { noContext } from './no-context.ts';
import { redactDeep, secrets } from './secrets.ts';

/** Made when they are asked for, removed when the process ends. */
const folders: string[] = [];

function temporaryFolder(): string {
  if (folders.length === 0) {
    process.once('exit', () => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    });
  }
  const folder = mkdtempSync(join(tmpdir(), 'mlops-'));
  folders.push(folder);
  return folder;
}

export interface MemoryHostOptions {
  inputs?: Readonly<Record<string, string>>;
  context?: Partial<HostContext>;
  state?: Map<string, string>;
  changeRequest?: ChangeRequest;
  phase?: HostPhase;
  /** What the environment holds for `secret`. */
  environment?: Readonly<Record<string, string>>;
  issues?: IssueStore;
  dispatch?: Dispatch;
  cache?: Cache;
  pastRuns?: () => Promise<PastRuns>;
}

/** A host that keeps what it is told, for tests. */
export interface MemoryHost extends Host {
  readonly outputs: Map<string, string>;
  readonly logs: { level: LogLevel; message: string }[];
  readonly annotations: Annotation[];
  readonly summaries: string[];
  readonly masked: Set<string>;
}

export function memoryHost(options: MemoryHostOptions = {}): MemoryHost {
  const outputs = new Map<string, string>();
  const logs: MemoryHost['logs'] = [];
  const annotations: Annotation[] = [];
  const summaries: string[] = [];
  const masked = new Set<string>();
  const values = options.state ?? new Map<string, string>();
  const state: StateStore = {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
  };
  const hidden = secrets();
  const { changeRequest, issues, dispatch, cache, pastRuns, environment } = options;
  const mask = (secret: string): void => {
    masked.add(secret);
    hidden.add(secret);
  };
  let folder: string | undefined;
  return {
    name: 'memory',
    phase: options.phase ?? 'main',
    context: { ...noContext, ...options.context },
    outputs,
    logs,
    annotations,
    summaries,
    masked,
    state,
    get tempDir() {
      folder ??= temporaryFolder();
      return folder;
    },
    input: (name) => options.inputs?.[name],
    output: (name, value) => void outputs.set(name, hidden.redact(value)),
    mask,
    redact: hidden.redact,
    log: (level, message) => void logs.push({ level, message: hidden.redact(message) }),
    progress: () => undefined,
    group: (_title, body) => body(),
    annotate: (annotation) => void annotations.push(redactDeep(annotation, hidden.redact)),
    summary: async (markdown) => summaries.push(hidden.redact(markdown)) > 0,
    ...(changeRequest === undefined ? {} : { changeRequest: async () => changeRequest }),
    ...(issues === undefined ? {} : { issues: async () => issues }),
    ...(dispatch === undefined ? {} : { dispatch: async () => dispatch }),
    ...(cache === undefined ? {} : { cache }),
    ...(pastRuns === undefined ? {} : { pastRuns }),
    ...(environment === undefined
      ? {}
      : {
          secret: namedSecret({ env: environment }, mask),
          variable: namedVariable({ env: environment }),
        }),
  };
}
