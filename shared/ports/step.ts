import type { ModelConfig, ProjectConfig } from '../config/schema.ts';
import type { TableInput } from '../domain/cell.ts';
import type { Finding, StepRecord, Subject } from '../domain/record.ts';
import type { ActionDefinition, InputsOf, OutputsOf } from '../kernel/define-action.ts';
import type { Evidence } from './evidence.ts';
import type { Host } from './host.ts';

/** What every step is handed. */
export interface StepContext<D extends ActionDefinition> {
  readonly inputs: InputsOf<D>;
  /** The whole configuration; empty where there is no file. */
  readonly config: ProjectConfig;
  /** The model this run is about: its name, and its part of the configuration (empty if none). */
  readonly modelName: string;
  readonly model: ModelConfig;
  readonly host: Host;
  readonly evidence: Evidence;
  /** Absolute. Relative paths of inputs and configuration start here. */
  readonly workingDirectory: string;
  /** Absolute. */
  readonly reportDir: string;
  /** The line of a key of the configuration file, for findings: `line(['evaluate', 'metrics', 'auc'])`. */
  configLine(path: readonly (string | number)[]): { file: string; line: number } | undefined;
  /** Aborted on SIGINT and SIGTERM: stop in order within five seconds. */
  readonly signal: AbortSignal;
  now(): Date;
  /** Write the record and the figures of a run that goes on: the next call replaces them. */
  interim(result: StepResult<D>): Promise<void>;
}

/** What a step concludes. `start` adds names and times and publishes it. */
export type StepResult<D extends ActionDefinition> = Pick<StepRecord, 'verdict' | 'summary'> &
  Partial<Pick<StepRecord, 'metrics' | 'series' | 'artifacts'>> & {
    subject?: Partial<Subject>;
    findings?: readonly Finding[];
    tables?: readonly TableInput[];
    /** The inputs that mattered, without secrets: resolved paths, thresholds, seeds. */
    inputs?: Readonly<Record<string, unknown>>;
    outputs: OutputsOf<D>;
    /** Being stopped is how this run was meant to end: it concluded all the same. */
    endsWhenStopped?: boolean;
  };

export type Run<D extends ActionDefinition> = (context: StepContext<D>) => Promise<StepResult<D>>;

/** Work after the job's other steps. It never changes the verdict. */
export type Post<D extends ActionDefinition> = (
  context: Omit<StepContext<D>, 'evidence' | 'interim'>,
) => Promise<void>;
