import { driftSchema } from '../../../shared/config/sections/drift.ts';
import { tableSchema } from '../../../shared/domain/cell.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import type { OpenNotifier } from '../../../shared/ports/notifier.ts';
import type { StepContext, StepResult } from '../../../shared/ports/step.ts';
import { type Alert, alerts } from '../decide.ts';
import type { definition } from '../definition.ts';
import { retrain } from '../retrain/run.ts';
import { syncIssue } from './issue/run.ts';
import { type Memory, openMemory } from './memory/run.ts';
import { messages } from './messages.ts';
import { type Plan, planAlerts, raisedAlert, type Situation, withoutToldEntries } from './plan.ts';
import { startRollback } from './rollback/run.ts';
import { channelPlans, sendMessages } from './send/run.ts';
import { emptyState } from './state.ts';

type Context = StepContext<typeof definition>;
type Result = StepResult<typeof definition>;

/** What the comparison found, before anything was done about it. */
export type Found = Omit<Result, 'outputs'> & {
  readonly outputs: Omit<Result['outputs'], 'rollback' | 'issue-url'>;
};

export interface AlertPorts {
  readonly openNotifier: OpenNotifier;
}

/**
 * Do what the policy says about what was found: tell people, keep the model's issue, ask for a
 * rollback or a retraining. Nothing that fails here changes the verdict.
 *
 * @param labels - rows of the current data that have their label.
 */
export async function actOn(
  context: Context,
  { openNotifier }: AlertPorts,
  found: Found,
  labels: number,
): Promise<Result> {
  const drift = context.model.drift ?? driftSchema.parse({});
  const result = raised(found, drift.alerts);
  const reason = reasonNotToAct(context);
  const memory = reason === undefined ? await openMemory(context) : memoryOfNothing();
  const situation = situationOf(context, result);
  const channels = channelPlans(drift.alerts.channels);
  const plan = planAlerts(situation, channels, drift.alerts, memory.state);
  const asked = { run: situation.run, labels, mayAct: reason === undefined };
  const isRollback = plan.actions.includes('rollback') && !isOnRequest(context);
  if (reason !== undefined) {
    const retraining = await retrain(context, result, asked, memory);
    const notes = channels.length === 0 ? [] : [info('not-alerted', messages.notSent(reason))];
    return withOutputs(result, retraining, { isRollback, issue: undefined, findings: notes });
  }
  await memory.keep(plan.state);
  const { redact } = context.host;
  const content = { summary: redact(result.summary), facts: factsOf(result, redact) };
  // What repairs comes before what tells of it; a stopped run must not have told of nothing done.
  const rollback = isRollback
    ? await startRollback(context, situation.run, content.summary, memory)
    : [];
  const sent = await sendMessages(context, openNotifier, plan.messages, content, memory);
  const issue = await syncIssue(context, issueWish(context, result, situation, plan));
  const retraining = await retrain(context, result, asked, memory);
  await memory.keep(withoutToldEntries(memory.state, channels));
  await memory.share();
  const findings = [
    ...rollback,
    ...sent,
    ...heldFindings(plan, situation, drift.alerts),
    ...issue.findings,
    ...memory.findings,
  ];
  return withOutputs(result, retraining, { isRollback, issue: issue.url, findings });
}

/** A finding whose code the policy names raises the alert, and with it the verdict. */
function raised(
  result: Found,
  policy: Parameters<typeof raisedAlert>[2] & { fail: string },
): Found {
  const { findings = [], outputs } = result;
  const codes = findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code);
  const { alert, by } = raisedAlert(alertOf(result), codes, policy);
  if (by === undefined || alert === 'none') return result;
  const fails =
    policy.fail !== 'never' && alerts.indexOf(alert) >= alerts.indexOf(policy.fail as Alert);
  const cause = findings.find(({ code }) => code === by)?.message ?? '';
  return {
    ...result,
    verdict: fails || result.verdict === 'fail' ? 'fail' : 'warn',
    summary: `${alert.toUpperCase()}: ${cause}`,
    findings: [...findings, info('alert-raised', messages.raised(alert, by))],
    outputs: { ...outputs, alert },
  };
}

function alertOf({ outputs }: Found): Alert {
  return alerts.find((alert) => alert === outputs.alert) ?? 'none';
}

/** A change request has its comment; a person at a terminal has the screen. */
function reasonNotToAct(context: Context): string | undefined {
  const { inputs, host } = context;
  if (inputs.notify === 'always') return undefined;
  if (inputs.notify === 'never') return messages.never;
  if (isOnRequest(context)) return messages.onRequest;
  return host.name === 'local' ? messages.inTerminal : undefined;
}

function isOnRequest({ host }: Context): boolean {
  return host.context.targetBranch !== undefined;
}

function memoryOfNothing(): Memory {
  return {
    state: emptyState(),
    findings: [],
    keep: async () => undefined,
    share: async () => undefined,
  };
}

function situationOf({ host, now }: Context, result: Found): Situation {
  const { runId } = host.context;
  return {
    alert: alertOf(result),
    isConclusive: result.verdict !== 'inconclusive',
    run: `${runId ?? result.subject?.data ?? now().toISOString()}${windowOf(result)}`,
    now: now(),
    summary: result.summary,
  };
}

/** With "follow" one run reports many windows, and each of them counts. */
function windowOf({ inputs }: Found): string {
  return inputs?.follow === true ? `/${String(inputs.window)}` : '';
}

function factsOf({ findings = [] }: Found, redact: (text: string) => string) {
  const bad = findings.filter(({ severity }) => severity !== 'info');
  return bad.map(({ column, code, message }) => ({
    name: redact(column ?? code),
    value: redact(message),
  }));
}

function issueWish(
  { host }: Context,
  result: Found,
  { alert, isConclusive, run, now, summary }: Situation,
  { actions, level }: Plan,
) {
  const drifted: unknown = JSON.parse(result.outputs['drifted-columns']);
  const columns = (Array.isArray(drifted) ? drifted : []).map((name) => String(name).slice(0, 200));
  const isGone = alert === 'none' && isConclusive;
  const state = actions.includes('issue') && level !== 'none' ? 'open' : isGone ? 'close' : 'keep';
  return {
    state,
    entry: {
      at: now.toISOString(),
      run: run.slice(0, 200),
      alert,
      columns: columns.slice(0, 200),
      url: host.context.runUrl?.slice(0, 1_000) ?? null,
    },
    summary,
    tables: (result.tables ?? []).map((table) => tableSchema.parse(table)),
  } as const;
}

function heldFindings(
  plan: Plan,
  { now, alert }: Situation,
  policy: Parameters<typeof planAlerts>[2],
) {
  const [first] = plan.held;
  const names = plan.held.map(({ channel }) => channel);
  const held: Finding[] =
    first === undefined
      ? []
      : [info('alert-held', messages.held(names, first.until.getTime() - now.getTime()))];
  const isWaiting = alert !== 'none' && plan.level !== alert;
  const runs = alert === 'none' ? 0 : plan.state.streaks[alert];
  return isWaiting
    ? [...held, info('alert-waits', messages.waiting(alert, runs, policy[alert].after))]
    : held;
}

interface Done {
  readonly isRollback: boolean;
  readonly issue: string | undefined;
  readonly findings: readonly Finding[];
}

function withOutputs(
  result: Found,
  retraining: Awaited<ReturnType<typeof retrain>>,
  { isRollback, issue, findings }: Done,
): Result {
  return {
    ...result,
    findings: [...(result.findings ?? []), ...findings, ...retraining.findings],
    tables: [...(result.tables ?? []), ...retraining.tables],
    outputs: {
      ...result.outputs,
      retrain: retraining.output,
      rollback: String(isRollback),
      'issue-url': issue ?? '',
    },
  };
}

function info(code: string, message: string): Finding {
  return { code, severity: 'info', message };
}
