import type { Finding } from '../../../../shared/domain/record.ts';
import { ActionError } from '../../../../shared/kernel/action-error.ts';
import type { StepContext } from '../../../../shared/ports/step.ts';
import type { definition } from '../../definition.ts';
import type { Memory } from '../memory/run.ts';
import { messages } from '../messages.ts';

type Context = StepContext<typeof definition>;

function finding(code: string, severity: Finding['severity'], message: string): Finding {
  return { code, severity, message };
}

/**
 * Start the workflow that rolls back, at most once in a cool-down. A second rollback would undo the
 * first, so that what a killed run began is not begun again: the page that follows tells people.
 */
export async function startRollback(
  context: Context,
  run: string,
  summary: string,
  memory: Memory,
): Promise<Finding[]> {
  const { host, model, modelName, now } = context;
  const { rollback: wanted, cooldown } = model.drift?.alerts ?? {};
  // The output is all that was asked for.
  if (wanted === undefined || cooldown === undefined) return [];
  const last = memory.state.rollback;
  if (last !== null && (last.id === run || now().getTime() - Date.parse(last.at) < cooldown)) {
    return last.isConfirmed
      ? [finding('rollback-held', 'info', messages.rollbackHeld(last.at))]
      : [finding('rollback-unsure', 'warning', messages.rollbackUnsure(last.at))];
  }
  const dispatch = host.dispatch === undefined ? undefined : await tried(context);
  if (dispatch instanceof ActionError) return [notStarted(dispatch)];
  if (dispatch?.kinds.includes('workflow') !== true) {
    const message = messages.cannotDispatch('workflow', host.name);
    return [finding('rollback-not-started', 'warning', message)];
  }
  const begun = { id: run, at: now().toISOString(), isConfirmed: false };
  await memory.keep({ ...memory.state, rollback: begun });
  try {
    const values = { mode: 'rollback', model: modelName, reason: summary.slice(0, 500) };
    await dispatch.start({ kind: 'workflow', workflow: wanted.workflow, ref: wanted.ref, values });
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    await memory.keep({ ...memory.state, rollback: last });
    return [notStarted(error)];
  }
  await memory.keep({ ...memory.state, rollback: { ...begun, isConfirmed: true } });
  return [finding('rollback-started', 'info', messages.rollbackStarted(wanted.workflow))];
}

async function tried({ host, inputs }: Context) {
  try {
    return await host.dispatch?.(inputs.token);
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
}

function notStarted({ message, hint }: ActionError): Finding {
  return finding(
    'rollback-not-started',
    'warning',
    `${message}${hint === undefined ? '' : ` ${hint}`}`,
  );
}
