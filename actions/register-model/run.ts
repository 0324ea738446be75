import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { registerSchema } from '../../shared/config/sections/register.ts';
import type { Digest } from '../../shared/domain/digest.ts';
import {
  aliasSchema,
  immutableReference,
  modelNameSchema,
  versionSchema,
} from '../../shared/domain/model-reference.ts';
import type { Finding, StepRecord } from '../../shared/domain/record.ts';
import type { RegisteredModel } from '../../shared/domain/registry.ts';
import { digestDirectory } from '../../shared/files/digest-file.ts';
import { refuseLfsPointer } from '../../shared/files/lfs-pointer.ts';
import type { ModelRegistry } from '../../shared/ports/model-registry.ts';
import type { StepContext, StepResult } from '../../shared/ports/step.ts';
import type { definition } from './definition.ts';
import { keptReasons, passedGate } from './kept-reasons.ts';
import { messages } from './messages.ts';
import * as plan from './plan.ts';
import { judgedPredictions } from './predictions/run.ts';
import { fileTable, historyTable, lineageTable, versionTable } from './tables.ts';

type Context = StepContext<typeof definition>;
type Result = StepResult<typeof definition>;

export interface Ports {
  /** @param location as the user named it, relative to `workingDirectory`. */
  registry(location: string, workingDirectory: string): ModelRegistry;
}

interface Task {
  readonly context: Context;
  readonly registry: ModelRegistry;
  readonly policy: ReturnType<typeof registerSchema.parse>;
  readonly name: string;
  readonly version: string | undefined;
  readonly alias: string | undefined;
}

const evidenceSteps = ['data-validate', 'train-on-gpu-runner', 'evaluate-gate'] as const;
const noOutputs = { 'model-id': '', 'model-reference': '', version: '' };

/** Register a model, or act on what is registered. */
export function run(context: Context, ports: Ports): Promise<Result> {
  const { inputs } = context;
  const policy = registerSchema.parse(context.model.register ?? {});
  const task: Task = {
    context,
    policy,
    registry: ports.registry(inputs.registry ?? policy.registry, context.workingDirectory),
    name: checked('model', modelNameSchema, context.modelName),
    version: inputs.version && checked('version', versionSchema, inputs.version),
    alias: inputs.alias && checked('alias', aliasSchema, inputs.alias),
  };
  switch (inputs.mode) {
    case 'register':
      return register(task);
    case 'promote':
      return promote(task);
    case 'rollback':
      return rollback(task);
    case 'verify':
      return verify(task);
    case 'show':
      return show(task);
    case 'prune':
      return prune(task);
  }
}

type Checker = typeof versionSchema | typeof aliasSchema | typeof modelNameSchema;

function checked(input: string, schema: Checker, value: string): string {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw messages.invalidInput(input, value, parsed.error.issues[0]?.message ?? '');
}

async function register(task: Task): Promise<Result> {
  const { context, registry, policy, name } = task;
  const training = await context.evidence.read('train-on-gpu-runner');
  const gate = await context.evidence.read('evaluate-gate');
  const { directory, shown } = await modelDirectory(context, training);
  const { content, id } = plan.contentOf(await digestDirectory(directory), training);
  if (content.files.length === 0) throw emptyFolder(shown);
  for (const { path } of content.files) {
    await refuseLfsPointer(join(directory, path), join(shown, path), messages.modelPart);
  }
  const alias = task.alias ?? policy.alias;
  const gateRequired =
    policy.require.includes('passed-gate') ||
    (alias !== undefined && policy.protected.includes(alias));
  const trained = plan.judgeTraining(training, content, id, shown, policy);
  const gated = plan.judgeGate(gate, id, gateRequired);
  const findings = [...trained, ...(gated === undefined ? [] : [gated])];
  const subject = { ...lineageSubject(training), model: id };
  const inputs = { 'model-dir': shown, registry: registry.location, ...(alias && { alias }) };
  const tables = [lineageTable(content, id), fileTable(content)];
  const refusal = findings.find(({ severity }) => severity === 'error');
  if (refusal !== undefined) {
    const summary = messages.refused(name, refusal);
    const outputs = { ...noOutputs, 'model-id': id };
    return { verdict: 'fail', summary, findings, subject, inputs, tables, outputs };
  }
  const evidence = (await evidenceOf(context)).filter((record) =>
    concerns(record, id, content.data),
  );
  const at = context.now().toISOString();
  const by = context.host.context.actor ?? null;
  const { version, manifest, created } = await registry.register({
    name,
    id,
    content,
    directory,
    version: task.version,
    evidence,
    ...(policy['keep-predictions'] && {
      predictions: await judgedPredictions(gate, id, context.workingDirectory),
    }),
    at,
    by,
  });
  if (alias !== undefined) await moveTo(task, alias, manifest, reasonOf(gate));
  context.host.log('info', messages.registered(`${name}/${version}`, created, alias));
  return {
    verdict: findings.length > 0 ? 'warn' : 'pass',
    summary: messages.registered(`${name}/${version}`, created, alias),
    findings,
    subject,
    inputs: { ...inputs, version, reference: immutableReference(registry.location, manifest) },
    tables: [...tables, historyTable(await registry.state(name))],
    outputs: outputsOf(task, { id, manifest, version }),
  };
}

async function modelDirectory(context: Context, training: StepRecord | undefined) {
  const recorded = training?.inputs['model-dir'];
  const asked =
    context.inputs['model-dir'] ?? (typeof recorded === 'string' ? recorded : undefined);
  if (asked === undefined) {
    throw messages.modelDirUnnamed();
  }
  const directory = resolve(context.workingDirectory, asked);
  const found = await stat(directory).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw messages.modelDirMissing(asked, found !== undefined);
  }
  return { directory, shown: relative(context.workingDirectory, directory) || '.' };
}

function emptyFolder(shown: string): Error {
  return messages.modelDirEmpty(shown);
}

function lineageSubject(training: StepRecord | undefined) {
  if (training === undefined) return {};
  const { commit, dirty, data, environment } = training.subject;
  return { commit, dirty, data, environment };
}

async function evidenceOf(context: Context): Promise<StepRecord[]> {
  const records = await Promise.all(evidenceSteps.map((step) => context.evidence.read(step)));
  return records.filter((record) => record !== undefined);
}

/** Only records about this model or its data are its evidence. */
function concerns(record: StepRecord, id: Digest, data: Digest | null): boolean {
  const { subject } = record;
  if (record.step === 'data-validate') return subject.data !== null && subject.data === data;
  return subject.model === id;
}

function reasonOf(gate: StepRecord | undefined): string {
  return gate === undefined ? keptReasons.askedFor : passedGate(gate.summary);
}

/** Move an alias by compare-and-swap from where it is now. Resolves to where it was. */
async function moveTo(
  { context, registry, name }: Task,
  alias: string,
  to: Digest,
  reason: string,
  event: 'promoted' | 'rolled-back' = 'promoted',
): Promise<Digest | undefined> {
  const from = (await registry.state(name)).aliases[alias];
  if (from === to) return from;
  const at = context.now().toISOString();
  const by = context.host.context.actor ?? null;
  await registry.moveAlias(name, { event, alias, from: from ?? null, to, at, by, reason });
  return from;
}

async function promote(task: Task): Promise<Result> {
  const { context, registry, policy, name } = task;
  const alias = task.alias ?? policy.alias ?? 'champion';
  const fresh = await context.evidence.read('evaluate-gate');
  const model = await promotable(task, fresh);
  const kept = (await registry.evidence(model.manifest)).find(
    ({ step }) => step === 'evaluate-gate',
  );
  const gate = fresh?.subject.model === model.id ? fresh : (kept ?? fresh);
  const finding = plan.judgeGate(gate, model.id, policy.protected.includes(alias));
  const findings = finding === undefined ? [] : [finding];
  const was = (await registry.state(name)).aliases[alias];
  if (finding === undefined) await moveTo(task, alias, model.manifest, reasonOf(gate));
  const state = await registry.state(name);
  const [version = ''] = plan.versionsOf(state, model.manifest);
  const from = was === undefined ? undefined : (plan.versionsOf(state, was)[0] ?? was);
  const done =
    was === model.manifest
      ? messages.alreadyAlias(`${name}/${version}`, alias)
      : messages.promoted(`${name}/${version}`, alias, from);
  return {
    verdict: finding === undefined ? 'pass' : 'fail',
    summary: finding === undefined ? done : messages.notMoved(alias, finding),
    findings,
    subject: subjectOf(model),
    inputs: { registry: registry.location, alias, version },
    tables: [versionTable(state), historyTable(state)],
    outputs: outputsOf(task, { ...model, version }),
  };
}

/** The version named, else the one the gate has just judged. */
async function promotable(task: Task, gate: StepRecord | undefined): Promise<RegisteredModel> {
  const { registry, name, version } = task;
  if (version !== undefined) return registry.find({ kind: 'version', model: name, name: version });
  const { versions } = await registry.state(name);
  const judged = versions.find(({ id }) => id === gate?.subject.model);
  if (judged !== undefined) return registry.find({ kind: 'manifest', digest: judged.manifest });
  throw messages.versionMissing();
}

function subjectOf(model: RegisteredModel) {
  const { data, environment, code } = model.content;
  return { model: model.id, data, environment, ...(code === null ? {} : { commit: code }) };
}

async function rollback(task: Task): Promise<Result> {
  const { registry, policy, name } = task;
  const alias = task.alias ?? policy.alias ?? 'champion';
  const before = await registry.state(name);
  const planned = plan.planRollback(before, alias, task.version);
  const inputs = { registry: registry.location, alias };
  if (planned.kind === 'refused') {
    const { finding } = planned;
    const summary = messages.notMoved(alias, finding);
    return { verdict: 'fail', summary, findings: [finding], inputs, outputs: noOutputs };
  }
  const to = planned.kind === 'done' ? planned.at : planned.to;
  const from = await moveTo(task, alias, to, keptReasons.rollback, 'rolled-back');
  const state = await registry.state(name);
  const label = (manifest: Digest): string => plan.versionsOf(state, manifest)[0] ?? manifest;
  const model = await registry.find({ kind: 'manifest', digest: to });
  return {
    verdict: 'pass',
    summary:
      planned.kind === 'done' || from === undefined
        ? messages.alreadyRolledBack(alias, label(to))
        : messages.rolledBack(alias, label(to), label(from)),
    subject: subjectOf(model),
    inputs: { ...inputs, version: label(to) },
    tables: [versionTable(state), historyTable(state)],
    outputs: outputsOf(task, { ...model, version: label(to) }),
  };
}

async function verify({ registry }: Task): Promise<Result> {
  const { blobs, bytes, damages, strays } = await registry.verify();
  const findings: Finding[] = [
    ...damages.map(messages.damageFinding),
    ...strays.map(messages.strayFinding),
  ];
  const isSound = findings.length === 0;
  return {
    verdict: isSound ? 'pass' : 'fail',
    summary: isSound
      ? messages.verified(blobs, bytes)
      : messages.unsound(damages.length, blobs, strays.length),
    findings,
    inputs: { registry: registry.location },
    outputs: noOutputs,
  };
}

async function show(task: Task): Promise<Result> {
  const { registry, name, version, context } = task;
  const state = await registry.state(name);
  const chosen =
    version === undefined ? state.aliases.champion : plan.findVersion(state, version)?.manifest;
  const label = chosen === undefined ? undefined : plan.versionsOf(state, chosen)[0];
  const wanted = version ?? label;
  const model =
    wanted === undefined
      ? undefined
      : await registry.find({ kind: 'version', model: name, name: wanted });
  for (const { version: tag, id } of state.versions) context.host.log('info', `${tag}  ${id}`);
  for (const [alias, at] of Object.entries(state.aliases)) {
    context.host.log('info', `${alias}  ${plan.versionsOf(state, at)[0] ?? at}`);
  }
  return {
    verdict: 'pass',
    summary: messages.shown(name, state.versions.length, label),
    ...(model === undefined ? {} : { subject: subjectOf(model) }),
    inputs: { registry: registry.location },
    tables: [
      versionTable(state),
      ...(model === undefined ? [] : [lineageTable(model.content, model.id)]),
      historyTable(state),
    ],
    outputs: model === undefined ? noOutputs : outputsOf(task, { ...model, version: wanted ?? '' }),
  };
}

async function prune({ registry, policy, name }: Task): Promise<Result> {
  const keep = plan.keepOnPrune(await registry.state(name), policy.keep);
  const { versions, blobs, bytes } = await registry.prune(name, keep);
  return {
    verdict: 'pass',
    summary: messages.pruned(versions, blobs, bytes),
    inputs: { registry: registry.location, keep: policy.keep },
    tables: [versionTable(await registry.state(name))],
    outputs: noOutputs,
  };
}

function outputsOf(
  { registry }: Task,
  model: { id: Digest; manifest: Digest; version: string },
): Result['outputs'] {
  return {
    'model-id': model.id,
    'model-reference': immutableReference(registry.location, model.manifest),
    version: model.version,
  };
}
