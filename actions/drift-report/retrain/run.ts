import type { RetrainTrigger } from '../../../shared/config/sections/retrain.ts';
import type { TableInput } from '../../../shared/domain/cell.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import { ActionError } from '../../../shared/kernel/action-error.ts';
import type { DispatchRequest } from '../../../shared/ports/dispatch.ts';
import type { StepContext } from '../../../shared/ports/step.ts';
import type { Memory } from '../alerts/memory/run.ts';
import type { Found } from '../alerts/run.ts';
import type { definition } from '../definition.ts';
import { titles } from '../messages.ts';
import {
  decideRetrain,
  type RetrainDecision,
  type RetrainEvidence,
  type RetrainPolicy,
} from './decide.ts';
import { messages } from './messages.ts';

type Context = StepContext<typeof definition>;

/** Findings after which the data is no lesson. */
const breaks: readonly string[] = [
  'column-missing',
  'column-type-changed',
  'column-emptied',
  'column-stuck',
  'missing-values',
  'new-categories',
];
/** A trigger that is not confirmed is taken as lost after this long. */
const unsureMs = 3_600_000;

export interface Retraining {
  readonly output: string;
  readonly findings: readonly Finding[];
  readonly tables: readonly TableInput[];
}

export interface RetrainRun {
  /** The same for re-runs of one run. */
  readonly run: string;
  readonly labels: number;
  /** Whether something may be started. */
  readonly mayAct: boolean;
}

/** Decide whether retraining is worth it, show the arithmetic, and start it. */
export async function retrain(
  context: Context,
  result: Found,
  { run, labels, mayAct }: RetrainRun,
  memory: Memory,
): Promise<Retraining> {
  const configured = context.model.drift?.retrain;
  if (configured === undefined) return { output: result.outputs.retrain, findings: [], tables: [] };
  const policy: RetrainPolicy = {
    cost: configured.cost,
    lossPerPoint: configured['loss-per-point'],
    metric: configured.metric,
    assumedPoints: configured['assumed-points'],
    horizonMs: configured.horizon,
    cooldownMs: configured.cooldown,
    minLabels: configured['min-labels'],
  };
  const decision = decideRetrain(evidenceOf(context, result, { run, labels }, memory), policy);
  const tables = decision.reason === '' ? [] : [arithmetic(decision, policy, labels)];
  if (!decision.isDue) {
    const held = decision.holds.length === 0 ? [] : [messages.heldBack(decision.holds)];
    return { output: 'false', findings: held.map((text) => info('retrain-held', text)), tables };
  }
  const wanted = info('retrain', messages.wanted(decision.reason));
  const started = mayAct ? await begin(context, configured.trigger, { run, decision }, memory) : [];
  return { output: 'true', findings: [wanted, ...started], tables };
}

function evidenceOf(
  { now }: Context,
  { findings = [], metrics = [], outputs }: Found,
  { run, labels }: Pick<RetrainRun, 'run' | 'labels'>,
  { state }: Memory,
): RetrainEvidence {
  const last = state.retrain;
  return {
    isDriftedSoundly: outputs.retrain === 'true',
    isBroken: findings.some(({ code, severity }) => severity !== 'info' && breaks.includes(code)),
    metrics,
    labels,
    // The same run again says the same again.
    last: last === null || last.id === run ? undefined : new Date(last.at),
    now: now(),
  };
}

async function begin(
  context: Context,
  trigger: RetrainTrigger | undefined,
  { run, decision }: { run: string; decision: RetrainDecision },
  memory: Memory,
): Promise<Finding[]> {
  const before = memory.state.retrain;
  const at = context.now().toISOString();
  if (before?.id === run) {
    if (before.isConfirmed) return [];
    const age = Date.parse(at) - Date.parse(before.at);
    if (age < unsureMs) return [info('retrain-unsure', messages.begunBefore(before.at))];
  }
  await memory.keep({ ...memory.state, retrain: { id: run, at, isConfirmed: false } });
  const outcome = await start(context, trigger, run, decision);
  const isStarted = outcome?.severity !== 'warning';
  const after = isStarted ? { id: run, at, isConfirmed: true } : before;
  await memory.keep({ ...memory.state, retrain: after });
  return outcome === undefined ? [] : [outcome];
}

async function start(
  { host, inputs, modelName }: Context,
  trigger: RetrainTrigger | undefined,
  id: string,
  { reason }: RetrainDecision,
): Promise<Finding | undefined> {
  // The output is all that was asked for.
  if (trigger === undefined) return undefined;
  const request = requestOf(trigger, { model: modelName, reason, id }, host.context.runUrl);
  try {
    const dispatch = await host.dispatch?.(inputs.token);
    if (dispatch?.kinds.includes(request.kind) !== true) {
      return warning(messages.notStarted(messages.kindUnknown(request.kind, host.name)));
    }
    const url = await dispatch.start(request);
    return info('retrain-started', messages.started(nameOf(request), url));
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const hint = error.hint === undefined ? '' : ` ${error.hint}`;
    return warning(messages.notStarted(`${error.message}${hint}`));
  }
}

/** GitHub refuses inputs a workflow does not declare, so that one gets these three and no more. */
function requestOf(
  trigger: RetrainTrigger,
  values: { readonly model: string; readonly reason: string; readonly id: string },
  runUrl: string | undefined,
): DispatchRequest {
  if ('event' in trigger) {
    return { kind: 'event', event: trigger.event, values: { ...values, run: runUrl ?? '' } };
  }
  if ('workflow' in trigger) {
    return { kind: 'workflow', workflow: trigger.workflow, ref: trigger.ref, values };
  }
  const variables = {
    MLOPS_MODEL: values.model,
    MLOPS_REASON: values.reason,
    MLOPS_TRIGGER_ID: values.id,
    MLOPS_TRIGGERED_BY: runUrl ?? '',
  };
  return { kind: 'pipeline', ref: trigger.pipeline, token: trigger.token, values: variables };
}

function nameOf(request: DispatchRequest): string {
  if (request.kind === 'event') return messages.event(request.event);
  if (request.kind === 'workflow') return messages.workflow(request.workflow);
  return messages.pipeline(request.ref);
}

function arithmetic(
  { points, loss }: RetrainDecision,
  { cost, lossPerPoint, horizonMs, minLabels }: RetrainPolicy,
  labels: number,
): TableInput {
  const { rows: names } = messages;
  const source =
    points === undefined
      ? ''
      : points.metric === undefined
        ? messages.assumed
        : messages.measured(points);
  const rows: (readonly [string, number | null, string])[] = [
    [names.points, points?.value ?? null, source],
    [names.perDay, lossPerPoint ?? null, ''],
    [names.days, horizonMs / 86_400_000, ''],
    [names.loss, loss ?? null, ''],
    [names.cost, cost ?? null, ''],
    [names.labels, labels, messages.least(minLabels)],
  ];
  return {
    id: 'retraining',
    title: messages.tableTitle,
    folded: true,
    columns: [
      { title: titles.what },
      { title: titles.value, align: 'right' },
      { title: titles.from },
    ],
    rows: rows.map((row) => [...row]),
  };
}

function info(code: string, message: string): Finding {
  return { code, severity: 'info', message };
}

function warning(message: string): Finding {
  return { code: 'retrain-not-started', severity: 'warning', message };
}
