import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Annotation,
  ChangeRequest,
  Host,
  HostContext,
  LogLevel,
  StateStore,
} from '../ports/host.ts';

export interface MemoryHostOptions {
  inputs?: Readonly<Record<string, string>>;
  context?: Partial<HostContext>;
  state?: Map<string, string>;
  changeRequest?: ChangeRequest;
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
  const redact = (text: string): string =>
    [...masked].reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
  const { changeRequest } = options;
  return {
    name: 'memory',
    context: { ...noContext, ...options.context },
    outputs,
    logs,
    annotations,
    summaries,
    masked,
    state,
    tempDir: mkdtempSync(join(tmpdir(), 'mlops-')),
    input: (name) => options.inputs?.[name],
    output: (name, value) => void outputs.set(name, value),
    mask: (secret) => void masked.add(secret),
    log: (level, message) => void logs.push({ level, message: redact(message) }),
    progress: () => undefined,
    group: (_title, body) => body(),
    annotate: (annotation) => void annotations.push(annotation),
    summary: async (markdown) => summaries.push(markdown) > 0,
    ...(changeRequest === undefined ? {} : { changeRequest: async () => changeRequest }),
  };
}

/** A context that knows nothing. */
export const noContext: HostContext = {
  commit: undefined,
  branch: undefined,
  targetBranch: undefined,
  repository: undefined,
  runUrl: undefined,
  runId: undefined,
  attempt: 1,
  job: undefined,
  event: undefined,
  actor: undefined,
};
