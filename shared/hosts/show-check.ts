import type { Finding, StepRecord } from '../domain/record.ts';
import { type FailOn, failsRun } from '../domain/verdict.ts';
import { ActionError } from '../kernel/action-error.ts';
import type { Check, CheckAnnotation, CheckState, CommitChecks } from '../ports/commit-checks.ts';
import type { Host } from '../ports/host.ts';
import { checkName, renderCheck } from '../report/check-run.ts';
import { plainLines } from '../report/escape.ts';
import { messages as reportMessages } from '../report/messages.ts';
import { checkMessages } from './check-messages.ts';
import { Interruption } from './interruption.ts';
import { messages } from './messages.ts';
import { repositoryPath } from './repository-path.ts';

export interface CheckOptions {
  wanted: 'auto' | 'always' | 'never';
  token: string | undefined;
  failOn: FailOn;
  /** Absolute: where the paths of findings start. */
  workingDirectory: string;
}

/** A step's check beside its commit, from its first moment to its last. */
export interface RunningCheck {
  /**
   * Show how it ended. Never throws: what kept it from being shown is logged.
   *
   * @param error why the step could not conclude, if so.
   * @returns whether its findings now stand beside the lines they are about.
   */
  conclude(record: StepRecord, error: unknown): Promise<boolean>;
}

export interface CheckedStep {
  step: string;
  model: string;
  started: Date;
}

/** Well below GitHub's 65,535 characters, counted in bytes. */
const summaryLimit = 60_000;
/** Refusals that a second try would only meet again. */
const final = ['forbidden', 'unauthorized', 'not-found', 'no-token', 'invalid'];
const none: RunningCheck = { conclude: async () => false };

/** Show that a step runs. It does not wait for that: the step begins meanwhile. */
export function beginCheck(host: Host, step: CheckedStep, options: CheckOptions): RunningCheck {
  const { wanted, token } = options;
  if (wanted === 'never' || host.checks === undefined) return none;
  const common = {
    name: checkName(step.step, step.model),
    started: step.started.toISOString(),
    url: host.context.runUrl,
  };
  const opened = host.checks(token, wanted);
  const begun = opened.then(async (checks) => {
    await checks?.show({
      ...common,
      state: 'running',
      title: checkMessages.running,
      summary: checkMessages.runningSummary,
      annotations: [],
    });
  });
  // Looked at when the step is over.
  begun.catch(() => undefined);
  return {
    async conclude(record, error) {
      try {
        const checks = await begunOrWorthAnotherTry(opened, begun);
        const check = concluded(host, record, error, options);
        return (await checks?.show({ ...common, ...check })) ?? false;
      } catch (refusal) {
        host.log(levelOf(refusal, wanted), checkMessages.notWritten(reasonOf(refusal)));
        return false;
      }
    },
  };
}

async function begunOrWorthAnotherTry(
  opened: Promise<CommitChecks | undefined>,
  begun: Promise<void>,
): Promise<CommitChecks | undefined> {
  await begun.catch((error: unknown) => {
    if (error instanceof ActionError && final.includes(error.code)) throw error;
  });
  return opened;
}

type Conclusion = Pick<Check, 'state' | 'title' | 'summary' | 'annotations'>;

function concluded(
  host: Host,
  record: StepRecord,
  error: unknown,
  { failOn, workingDirectory }: CheckOptions,
): Conclusion {
  const place = (file: string): string | undefined =>
    repositoryPath(file, workingDirectory, host.context.root);
  return {
    ...renderCheck(record, summaryLimit),
    state: stateOf(record, error, failOn),
    annotations: record.findings.flatMap((finding) => annotationOf(record, finding, place)),
  };
}

/** As the job ends: a check that failed where its job did not would block a merge all the same. */
function stateOf({ verdict }: StepRecord, error: unknown, failOn: FailOn): CheckState {
  if (error instanceof Interruption) return 'cancelled';
  if (error !== undefined || failsRun(verdict, failOn)) return 'failure';
  return verdict === 'pass' ? 'success' : 'neutral';
}

const levels = { error: 'error', warning: 'warning', info: 'notice' } as const;

function annotationOf(
  { step }: StepRecord,
  { code, severity, message, file, line }: Finding,
  place: (file: string) => string | undefined,
): CheckAnnotation[] {
  const path = file === undefined ? undefined : place(file);
  if (path === undefined || line === undefined) return [];
  const title = messages.annotation(reportMessages.stepTitles[step], code);
  return [{ level: levels[severity], title, message: plainLines(message), file: path, line }];
}

function levelOf(error: unknown, wanted: 'auto' | 'always'): 'info' | 'notice' | 'warning' {
  if (wanted === 'always') return 'warning';
  // Without a token nothing was promised, and the comment says as much.
  return error instanceof ActionError && error.code === 'no-token' ? 'info' : 'notice';
}

function reasonOf(error: unknown): string {
  if (!(error instanceof ActionError)) return error instanceof Error ? error.message : `${error}.`;
  return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
}
