import { resolve } from 'node:path';
import { z } from 'zod';
import { parseYamlAs } from '../../shared/config/parse-yaml.ts';
import { deploySchema, stepsSchema } from '../../shared/config/sections/deploy.ts';
import { registerSchema } from '../../shared/config/sections/register.ts';
import { isDigest } from '../../shared/domain/digest.ts';
import {
  immutableReference,
  type ModelReference,
  modelNameSchema,
  parseModelReference,
  referenceForms,
  selectorOf,
} from '../../shared/domain/model-reference.ts';
import type { RegisteredModel } from '../../shared/domain/registry.ts';
import type { Deployed, Deployment, RolloutStep } from '../../shared/domain/rollout.ts';
import type { ModelRegistry } from '../../shared/ports/model-registry.ts';
import type { OpenReplay } from '../../shared/ports/replay.ts';
import type { StepContext, StepResult } from '../../shared/ports/step.ts';
import type { TableReader } from '../../shared/ports/table-reader.ts';
import type { Traffic } from '../../shared/ports/traffic.ts';
import type { RolloutPolicy } from './decide.ts';
import type { definition } from './definition.ts';
import { type Driven, drive } from './drive.ts';
import { shownAsDeployment } from './environment/run.ts';
import { keptReasons } from './kept-reasons.ts';
import { messages } from './messages.ts';
import * as plan from './plan.ts';
import { gatePolicy } from './quality/run.ts';
import { parseShortSteps, rolloutSteps, stepProblem } from './request.ts';
import { outputsOf, type Replayed, refusal, rolloutResult, statusResult } from './result.ts';
import { checkReplay, worldOf } from './world/run.ts';

type Context = StepContext<typeof definition>;
type Result = StepResult<typeof definition>;

export interface TargetOptions {
  /** Absolute folder of what is served. */
  readonly directory: string;
  readonly model: string;
  /** 0: any free one. */
  readonly port: number;
  /** The target ends by itself after this long without a request. 0: never. */
  readonly idleMs: number;
  readonly workingDirectory: string;
}

export interface Ports {
  registry(location: string, workingDirectory: string): ModelRegistry;
  traffic(options: TargetOptions): Traffic;
  tables(): TableReader;
  openReplay: OpenReplay;
  /** Milliseconds from any start. */
  clock(): number;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export interface Task {
  readonly context: Context;
  readonly ports: Ports;
  readonly config: ReturnType<typeof deploySchema.parse>;
  /** All but what the gate's record of a model says. */
  readonly policy: Omit<RolloutPolicy, 'quality'>;
  readonly traffic: Traffic;
}

/** Roll a model out, roll it back, show what is served, or stop. */
export async function run(context: Context, ports: Ports): Promise<Result> {
  const { inputs, workingDirectory } = context;
  const config = context.model.deploy ?? deploySchema.parse({});
  const model = modelNameSchema.safeParse(context.modelName);
  if (!model.success) {
    const accepted = model.error.issues[0]?.message;
    throw messages.invalidInput(
      'model',
      context.modelName,
      messages.problems.expected(accepted ?? ''),
    );
  }
  const directory = resolve(workingDirectory, config.state ?? `.mlops/serving/${model.data}`);
  const traffic = ports.traffic({
    directory,
    model: model.data,
    port: config.port ?? 0,
    idleMs: config.idle ?? 0,
    workingDirectory,
  });
  const task: Task = { context, ports, config, policy: policyOf(config), traffic };
  if (inputs.mode === 'status') return status(task);
  const body = { rollout, rollback, stop }[inputs.mode];
  return shownAsDeployment(context, () => traffic.exclusive(() => body(task)));
}

function policyOf(config: Task['config']): Task['policy'] {
  const { errors, latency } = config;
  return {
    minRequests: config['min-requests'],
    patienceMs: config.patience,
    tooLittleData: config['too-little-data'],
    errors: {
      alpha: errors.alpha,
      allowedRatio: errors['allowed-ratio'],
      maxRate: errors['max-rate'],
    },
    latency: {
      quantile: latency.quantile,
      allowedRatio: latency['allowed-ratio'],
      allowedIncreaseMs: latency['allowed-increase'],
    },
  };
}

/** The steps asked for: the input wins over the configuration. */
function stepsOf({ context, config }: Task): RolloutStep[] {
  const text = context.inputs.steps;
  if (text === undefined) return rolloutSteps(config.steps);
  const isYaml = /^\s*[[-]/u.test(text);
  const short = isYaml ? undefined : parseShortSteps(text);
  if (!isYaml && short === undefined) {
    throw messages.invalidInput('steps', text, messages.problems.notShortSteps);
  }
  const asked = short ?? yamlOf(text);
  const parsed = stepsSchema.safeParse(asked);
  if (parsed.success) return rolloutSteps(parsed.data);
  throw messages.invalidInput('steps', text, stepProblem(parsed.error.issues, asked));
}

function yamlOf(text: string): unknown {
  try {
    return parseYamlAs(text, 'input "steps"', z.unknown()).value;
  } catch {
    throw messages.invalidInput('steps', text, messages.problems.noYamlList);
  }
}

/** What a reference names, by its own registry or, in its short form, the configured one. */
async function referenceOf({ context }: Task): Promise<ModelReference> {
  const { inputs, evidence, model, modelName } = context;
  const registered = (await evidence.read('register-model'))?.inputs.reference;
  const text =
    inputs['model-reference'] ?? (typeof registered === 'string' ? registered : undefined);
  if (text === undefined) {
    throw messages.modelReferenceMissing(referenceForms);
  }
  const full = parseModelReference(text);
  if (full !== undefined) return full;
  const { registry } = registerSchema.parse(model.register ?? {});
  const selector = isDigest(text)
    ? ({ kind: 'manifest', digest: text } as const)
    : selectorOf(modelName, text);
  if (selector !== undefined) return { registry, selector };
  throw messages.invalidInput('model-reference', text, messages.problems.expected(referenceForms));
}

interface Found {
  readonly registry: ModelRegistry;
  readonly model: RegisteredModel;
  readonly deployed: Deployed;
}

async function find(task: Task, reference: ModelReference): Promise<Found> {
  const { context, ports } = task;
  const registry = ports.registry(reference.registry, context.workingDirectory);
  const model = await registry.find(reference.selector);
  if (model.name !== context.modelName) {
    throw messages.anotherModel(model.name, context.modelName);
  }
  const { versions } = await registry.state(model.name);
  const version = versions.find(({ manifest }) => manifest === model.manifest)?.version;
  const immutable = immutableReference(registry.location, model.manifest);
  const deployed = { id: model.id, reference: immutable, label: version ?? immutable };
  return { registry, model, deployed };
}

async function rollout(task: Task): Promise<Result> {
  const { context, config, traffic } = task;
  const steps = stepsOf(task);
  const found = await find(task, await referenceOf(task));
  const before = await traffic.read();
  const { registry, model } = found;
  const evidence = await registry.evidence(model.manifest);
  if (config.require.includes('passed-gate')) {
    const passed = plan.hasPassedGate(evidence, model.id);
    if (!passed) return refusal(found.deployed, before, messages.gateNotPassed(model.id));
  }
  const { quality, label } = gatePolicy(evidence, model.id, context.model);
  const policy = { ...task.policy, quality };
  const request = {
    model: context.modelName,
    target: found.deployed,
    steps,
    leaseMs: config.lease,
  };
  const beginning = plan.begin(before, request, changeOf(context));
  const { deployment, kind } = beginning;
  if (kind !== 'serving') await checkReplay(task);
  await install(task, found);
  if (deployment === before) await traffic.ensureRunning();
  else await traffic.write(deployment);
  if (kind === 'resume') context.host.log('notice', messages.goesOn(found.deployed.label));
  const { driven, replayed } =
    kind === 'serving'
      ? { driven: { deployment, stages: [], findings: [] }, replayed: undefined }
      : await carryOut(task, deployment, policy, label);
  // What is reported as served is served, also by a gateway that was killed and is starting anew.
  if (driven.deployment.stable?.id === found.model.id) await untilServed(task, driven.deployment);
  const endpoint = await traffic.endpoint();
  return rolloutResult({
    driven,
    replayed,
    wasServing: kind === 'serving',
    policy,
    target: found.deployed,
    content: found.model.content,
    steps,
    endpoint,
  });
}

function install({ traffic }: Task, { registry, model }: Found): Promise<void> {
  return traffic.install(model, (directory) => registry.extract(model.manifest, directory));
}

export function changeOf(context: Context): plan.Change {
  return { at: context.now().toISOString(), by: context.host.context.actor ?? null };
}

/** Drive the rollout. Where it is cut off on the way, the canary loses its traffic first. */
async function carryOut(
  task: Task,
  deployment: Deployment,
  policy: RolloutPolicy,
  label: string | undefined,
): Promise<{ driven: Driven; replayed: Replayed | undefined }> {
  const { context, traffic } = task;
  const session = worldOf(task, deployment, label);
  try {
    const driven = await drive(deployment, policy, session.world);
    return { driven, replayed: await session.close() };
  } catch (error) {
    const now = await traffic.read();
    if (now?.phase === 'progressing') {
      const reason = context.signal.aborted ? keptReasons.interrupted : keptReasons.failed;
      // Where even this cannot be done, the lease runs out and the target does it by itself.
      await traffic.write(plan.pause(now, reason, changeOf(context))).catch(() => undefined);
    }
    throw error;
  } finally {
    await session.close();
  }
}

async function rollback(task: Task): Promise<Result> {
  const { context, traffic } = task;
  const before = await traffic.read();
  const asked = context.inputs['model-reference'];
  const wanted = asked === undefined ? undefined : await find(task, await referenceOf(task));
  const planned =
    before === undefined
      ? ({ kind: 'impossible' } as const)
      : plan.planRollback(before, wanted?.model.id);
  if (before === undefined || planned.kind === 'impossible') {
    const finding = messages.cannotRollBack();
    return {
      verdict: 'fail',
      summary: finding.message,
      findings: [finding],
      outputs: outputsOf(before),
    };
  }
  const label = before.stable?.label ?? '';
  if (planned.kind === 'done') {
    if (before.phase !== 'stopped') await traffic.ensureRunning();
    const summary = messages.alreadyRolledBack(label);
    return { verdict: 'pass', summary, outputs: outputsOf(before) };
  }
  if (planned.kind === 'abort') {
    const after = plan.abort(before, keptReasons.askedFor, changeOf(context));
    await traffic.write(after);
    const summary = messages.canaryTurnedAway(before.canary?.label ?? '', label);
    return { verdict: 'pass', summary, outputs: outputsOf(after) };
  }
  const reference = parseModelReference(planned.to.reference);
  if (reference === undefined) throw new Error(`${planned.to.reference} is no reference`);
  await install(task, await find(task, reference));
  const after = plan.returnTo(before, planned.to, changeOf(context));
  await traffic.write(after);
  await untilServed(task, after);
  const summary = messages.rolledBack(planned.to.label, label);
  return {
    verdict: 'pass',
    summary,
    subject: { model: planned.to.id },
    inputs: { reference: planned.to.reference },
    outputs: outputsOf(after),
  };
}

/** Until the model that was made stable has taken over. */
async function untilServed({ context, ports, traffic }: Task, after: Deployment): Promise<void> {
  for (;;) {
    const report = await traffic.observe();
    const server = report.servers[after.stable?.id ?? ''];
    if (report.revision === after.revision) return;
    if (server?.state === 'failed')
      throw messages.cannotServe(after.stable?.label ?? '', server.error);
    await ports.wait(20, context.signal);
  }
}

async function status({ traffic }: Task): Promise<Result> {
  return statusResult(await traffic.read(), await traffic.look(), await traffic.endpoint());
}

async function stop({ context, traffic }: Task): Promise<Result> {
  const before = await traffic.read();
  if (before === undefined) {
    return { verdict: 'pass', summary: messages.nothingDeployed(), outputs: outputsOf(undefined) };
  }
  const isStopped = before.phase === 'stopped';
  const after = isStopped ? before : plan.stop(before, changeOf(context));
  await traffic.stop(after);
  return { verdict: 'pass', summary: messages.stopped(before.model), outputs: outputsOf(after) };
}
