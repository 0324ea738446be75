import { resolve } from 'node:path';
import { evidenceFolder } from '../adapters/evidence-folder.ts';
import { chooseModel, type LoadedConfig, loadConfig } from '../config/load.ts';
import { tableSchema } from '../domain/cell.ts';
import { type Finding, recordVersion, type StepRecord, type Subject } from '../domain/record.ts';
import { stepSchema } from '../domain/step.ts';
import { failsRun } from '../domain/verdict.ts';
import { ActionError, exitCodeOf, exitCodes } from '../kernel/action-error.ts';
import {
  type ActionDefinition,
  allInputs,
  type CommonInputs,
  commonInputs,
  type InputsOf,
} from '../kernel/define-action.ts';
import { parseInputs } from '../kernel/parse-inputs.ts';
import { useNativeLocations } from '../native/locations.ts';
import type { Host } from '../ports/host.ts';
import type { Post, Run, StepContext, StepResult } from '../ports/step.ts';
import { codeState } from './code-state.ts';
import { detectHost } from './detect.ts';
import { Interruption, interruptible } from './interruption.ts';
import { nativeLocations } from './native-locations.ts';
import { publish } from './publish.ts';
import { reportError } from './report-error.ts';

export interface Start<D extends ActionDefinition> {
  definition: D;
  run: Run<D>;
  post?: Post<D>;
}

const phaseKey = 'mlops-phase';

/**
 * The life of a step, the same on every host: parse inputs, mask secrets, load configuration, run,
 * write the record, publish, map errors to messages and an exit code.
 *
 * @returns the exit code. Never throws.
 */
export async function start<D extends ActionDefinition>(
  step: Start<D>,
  host: Host = detectHost(step.definition),
): Promise<number> {
  useNativeLocations(nativeLocations());
  try {
    if (host.state.get(phaseKey) === 'main') return await runPost(step, host);
    host.state.set(phaseKey, 'main');
    return await runMain(step, host);
  } catch (error) {
    reportError(host, step.definition.name, error);
    return error instanceof Interruption ? exitCodes.external : exitCodeOf(error);
  }
}

async function runMain<D extends ActionDefinition>(step: Start<D>, host: Host): Promise<number> {
  const started = new Date();
  const { context, failOn, publishOptions } = await prepare(step.definition, host);
  const finish = async (record: StepRecord): Promise<void> => {
    const recordPath = await context.evidence.write(record);
    host.output('verdict', record.verdict);
    host.output('record', recordPath);
    const published = await publish(host, record, publishOptions);
    host.output('report', published.report);
    host.output('comment-url', published.commentUrl ?? '');
  };
  try {
    const result = await interruptible((signal) => step.run({ ...context, signal }));
    for (const [name, value] of Object.entries(result.outputs)) host.output(name, String(value));
    const record = await makeRecord(step.definition, context, started, result);
    await finish(record);
    return failsRun(record.verdict, failOn) ? exitCodes.verdict : exitCodes.ok;
  } catch (error) {
    await finish(await makeRecord(step.definition, context, started, failureOf(error)));
    throw error;
  }
}

/** Work after the job's other steps. It never fails the job: the verdict is already given. */
async function runPost<D extends ActionDefinition>(step: Start<D>, host: Host): Promise<number> {
  if (step.post === undefined) return exitCodes.ok;
  try {
    const { context } = await prepare(step.definition, host);
    const { post } = step;
    await interruptible((signal) => post({ ...context, signal }));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    host.log('warning', `${step.definition.name}: cleaning up failed: ${message}`);
  }
  return exitCodes.ok;
}

async function prepare<D extends ActionDefinition>(definition: D, host: Host) {
  maskSecrets(definition, host);
  const inputs: InputsOf<D> = parseInputs(definition, (name) => host.input(name));
  const common: CommonInputs = inputs;
  const workingDirectory = resolve(common['working-directory']);
  const reportDir = resolve(workingDirectory, common['report-dir']);
  const isDefault = common.config === commonInputs.config.default;
  const loaded = await loadConfig(workingDirectory, common.config, isDefault);
  const { name, model } = chooseModel(loaded, common.model);
  const context: StepContext<D> = {
    inputs,
    config: loaded.config,
    modelName: name,
    model,
    host,
    evidence: evidenceFolder(reportDir, name),
    workingDirectory,
    reportDir,
    configLine: (path) => configLine(loaded, name, path),
    signal: new AbortController().signal,
    now: () => new Date(),
  };
  const { comment, token } = common;
  return { context, failOn: common['fail-on'], publishOptions: { reportDir, comment, token } };
}

function maskSecrets(definition: ActionDefinition, host: Host): void {
  for (const [name, spec] of Object.entries(allInputs(definition))) {
    const value = spec.secret ? host.input(name) : undefined;
    if (value !== undefined && value !== '') host.mask(value);
  }
}

function configLine(loaded: LoadedConfig, model: string, path: readonly (string | number)[]) {
  const line = loaded.line(['models', model, ...path]);
  return loaded.file === undefined || line === undefined ? undefined : { file: loaded.file, line };
}

async function makeRecord<D extends ActionDefinition>(
  definition: D,
  context: StepContext<D>,
  started: Date,
  result: Omit<StepResult<D>, 'outputs'>,
): Promise<StepRecord> {
  return {
    schema: recordVersion,
    step: stepSchema.parse(definition.name),
    model: context.modelName,
    subject: await subjectOf(context, result.subject),
    started: started.toISOString(),
    finished: context.now().toISOString(),
    verdict: result.verdict,
    summary: result.summary,
    metrics: result.metrics ?? [],
    findings: [...(result.findings ?? [])],
    tables: (result.tables ?? []).map((table) => tableSchema.parse(table)),
    series: result.series ?? [],
    artifacts: result.artifacts ?? [],
    inputs: { ...result.inputs },
  };
}

async function subjectOf<D extends ActionDefinition>(
  context: StepContext<D>,
  known: Partial<Subject> | undefined,
): Promise<Subject> {
  const code = await codeState(context.workingDirectory, context.host.context.commit);
  return { ...code, data: null, model: null, environment: null, ...known };
}

/** A step that could not conclude is a failure that says so: its record and comment exist too. */
function failureOf(error: unknown): Omit<StepResult<ActionDefinition>, 'outputs'> {
  const finding = (code: string, message: string): Finding => ({
    code,
    severity: 'error',
    message,
  });
  if (error instanceof Interruption) {
    const message = `Stopped by ${error.signal} before it could conclude; run the step again.`;
    return { verdict: 'fail', summary: message, findings: [finding('interrupted', message)] };
  }
  if (error instanceof ActionError) {
    const advice = error.hint === undefined ? '' : ` ${error.hint}`;
    const message = error.message + advice;
    return { verdict: 'fail', summary: error.message, findings: [finding(error.code, message)] };
  }
  const message = 'The step failed with an internal error; its log has the details.';
  return { verdict: 'fail', summary: message, findings: [finding('internal-error', message)] };
}
