import type { StepRecord } from '../domain/record.ts';
import { stepSchema } from '../domain/step.ts';
import { failsRun } from '../domain/verdict.ts';
import { ActionError, exitCodeOf, exitCodes, usageError } from '../kernel/action-error.ts';
import type { ActionDefinition } from '../kernel/define-action.ts';
import { useLanguage } from '../kernel/language.ts';
import { useNativeLocations } from '../native/locations.ts';
import type { Host } from '../ports/host.ts';
import type { Post, Run, StepContext } from '../ports/step.ts';
import { chainOf } from './chain-of-model.ts';
import { chooseLanguage } from './choose-language.ts';
import { type Detected, detectHost } from './detect.ts';
import { endProcess } from './end-process.ts';
import { receiveEvidence } from './github-artifacts-receive.ts';
import { helpText } from './help.ts';
import {
  graceMs,
  Interruption,
  publishGraceMs,
  type SignalWatch,
  watchSignals,
} from './interruption.ts';
import { failureOf, makeRecord } from './make-record.ts';
import { messages } from './messages.ts';
import { nativeLocations } from './native-locations.ts';
import { type Prepared, prepare } from './prepare.ts';
import { type PublishOptions, publish, publishInterim } from './publish.ts';
import { reportError } from './report-error.ts';
import { beginComment, type RunningComment } from './running-comment.ts';
import { beginCheck, type RunningCheck } from './show-check.ts';
import type { StickyOptions } from './sticky-comment.ts';

export interface Start<D extends ActionDefinition> {
  definition: D;
  run: Run<D>;
  post?: Post<D>;
}

const realPace: StickyOptions = {
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};

/**
 * The life of a step, the same on every host: parse inputs, mask secrets, load configuration, run,
 * write the record, publish, map errors to messages and an exit code.
 *
 * Without a `host` it is the one this process runs on, the command line counts, and the process
 * ends with the exit code even if something still holds it open.
 *
 * @param pace - how writers of the same comment wait for each other; tests make it quick.
 * @returns the exit code. Never throws.
 */
export async function start<D extends ActionDefinition>(
  step: Start<D>,
  host?: Host,
  pace: StickyOptions = realPace,
): Promise<number> {
  if (host !== undefined) return runPhases(step, host, watchSignals(), pace);
  const watch = watchSignals();
  const code = await startHere(step, watch);
  endProcess(code, watch.signal.aborted);
  return code;
}

async function startHere<D extends ActionDefinition>(
  step: Start<D>,
  watch: SignalWatch,
): Promise<number> {
  useNativeLocations(nativeLocations());
  const detected = tryDetect(step.definition);
  if (detected instanceof ActionError) {
    process.stderr.write(`error: ${detected.message}\n`);
    return exitCodeOf(detected);
  }
  if (detected.help) {
    process.stdout.write(helpText(step.definition));
    return exitCodes.ok;
  }
  if (detected.problem !== undefined) {
    reportError(detected.host, step.definition.name, detected.problem);
    return exitCodes.usage;
  }
  return runPhases(step, detected.host, watch, realPace);
}

function tryDetect(definition: ActionDefinition): Detected | ActionError {
  try {
    return detectHost(definition);
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
}

async function runPhases<D extends ActionDefinition>(
  step: Start<D>,
  host: Host,
  watch: SignalWatch,
  pace: StickyOptions,
): Promise<number> {
  useLanguage(chooseLanguage(host));
  try {
    const code = host.phase === 'post' ? exitCodes.ok : await runMain(step, host, watch, pace);
    if (host.phase !== 'main') await runPost(step, host, watch);
    return code;
  } finally {
    watch.dispose();
  }
}

async function runMain<D extends ActionDefinition>(
  step: Start<D>,
  host: Host,
  watch: SignalWatch,
  pace: StickyOptions,
): Promise<number> {
  const started = new Date();
  let running: RunningComment | undefined;
  try {
    const prepared = await prepare(step.definition, host, watch.signal);
    const context = withInterim(step.definition, prepared.context, started);
    const check = begin(step.definition, host, prepared, started);
    running = tellRunning(step.definition, host, prepared, started, pace);
    const { record, outputs, error } = await conclude(step, context, started, watch);
    const concluded = { record, outputs, error };
    const finished = finish(host, prepared, concluded, watch, pace, { check, running });
    // What went wrong first matters most; that it could not be recorded either is a warning.
    await (error === undefined ? finished : finished.catch((second) => warn(host, second)));
    if (error !== undefined) throw error;
    return failsRun(record.verdict, prepared.failOn) ? exitCodes.verdict : exitCodes.ok;
  } catch (error) {
    reportError(host, step.definition.name, error);
    return error instanceof Interruption ? exitCodes.external : exitCodeOf(error);
  } finally {
    // Also where nothing could be published: from here on nobody writes that it runs.
    void running?.end();
  }
}

function begin<D extends ActionDefinition>(
  { name }: D,
  host: Host,
  { context, checks, token, failOn }: Prepared<D>,
  started: Date,
): RunningCheck {
  const { modelName, workingDirectory } = context;
  const step = { step: name, model: modelName, started };
  return beginCheck(host, step, { wanted: checks, token, failOn, workingDirectory });
}

function tellRunning<D extends ActionDefinition>(
  { name }: D,
  host: Host,
  { context, comment, token }: Prepared<D>,
  started: Date,
  pace: StickyOptions,
): RunningComment {
  const step = { step: stepSchema.parse(name), model: context.modelName, started };
  return beginComment(host, step, { comment, token, chain: chainOf(context.model), ...pace });
}

/** A context whose run can write what it knows so far. */
function withInterim<D extends ActionDefinition>(
  definition: D,
  context: Prepared<D>['context'],
  started: Date,
): StepContext<D> {
  return {
    ...context,
    async interim(result) {
      const record = await makeRecord(definition, context, started, result);
      await publishInterim(context.host, record, context);
    },
  };
}

interface Concluded {
  record: StepRecord;
  /** The step's own outputs; none where it could not conclude. */
  outputs: Readonly<Record<string, string>>;
  /** Why it could not conclude. */
  error: unknown;
}

async function conclude<D extends ActionDefinition>(
  { definition, run }: Start<D>,
  context: StepContext<D>,
  started: Date,
  watch: SignalWatch,
): Promise<Concluded> {
  try {
    await watch.race(receiveEvidence(stepSchema.parse(definition.name), context), graceMs);
    const result = await watch.race(run(context), graceMs);
    if (result.endsWhenStopped !== true) watch.signal.throwIfAborted();
    const record = await makeRecord(definition, context, started, result);
    return { record, outputs: result.outputs, error: undefined };
  } catch (thrown) {
    // Whatever a step throws once it is told to stop is a consequence of that.
    const error = watch.signal.aborted ? watch.signal.reason : thrown;
    const record = await makeRecord(definition, context, started, failureOf(error));
    return { record, outputs: {}, error };
  }
}

/** Write the record, show it, and hand over the outputs. */
async function finish<D extends ActionDefinition>(
  host: Host,
  { context, comment, token }: Prepared<D>,
  { record, outputs, error }: Concluded,
  watch: SignalWatch,
  pace: StickyOptions,
  shown: Pick<PublishOptions, 'check' | 'running'>,
): Promise<void> {
  const { evidence, reportDir, workingDirectory } = context;
  const recordPath = await evidence.write(record).catch((cause) => {
    throw cause.code === undefined ? cause : unwritable(reportDir, cause);
  });
  const options = {
    ...{ reportDir, workingDirectory, evidence, error, comment, token, ...shown },
    chain: chainOf(context.model),
    modelLine: context.configLine([]),
    ...pace,
  };
  const published = await watch
    .race(publish(host, record, options), publishGraceMs)
    .catch(() => undefined);
  if (published === undefined) host.log('warning', messages.cutShort);
  for (const [name, value] of Object.entries(outputs)) host.output(name, String(value));
  host.output('verdict', record.verdict);
  host.output('record', recordPath);
  host.output('report', published?.report ?? '');
  host.output('comment-url', published?.commentUrl ?? '');
}

function unwritable(reportDir: string, cause: unknown): ActionError {
  return usageError(
    'report-dir-unwritable',
    messages.unwritable(reportDir),
    messages.nameReportDir,
    cause,
  );
}

function warn(host: Host, error: unknown): void {
  host.log('warning', error instanceof Error ? error.message : String(error));
}

/** Work after the job's other steps. It never fails the job: the verdict is already given. */
async function runPost<D extends ActionDefinition>(
  { definition, post }: Start<D>,
  host: Host,
  watch: SignalWatch,
): Promise<void> {
  if (post === undefined) return;
  try {
    const { context } = await prepare(definition, host, watch.signal);
    await watch.race(post(context), graceMs);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    host.log('warning', messages.cleanUpFailed(definition.name, message));
  }
}
