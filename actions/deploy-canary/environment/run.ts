import { ActionError } from '../../../shared/kernel/action-error.ts';
import type { ForgeDeployment } from '../../../shared/ports/deployments.ts';
import type { StepContext, StepResult } from '../../../shared/ports/step.ts';
import type { definition } from '../definition.ts';
import { environmentMessages as messages } from './messages.ts';
import { environmentState } from './state.ts';

type Context = StepContext<typeof definition>;
type Result = StepResult<typeof definition>;

/**
 * Show a rollout as a deployment of the forge while it runs and after, where an environment is named.
 * It waits for the forge only at the end, and what cannot be shown is a warning: traffic comes first.
 */
export async function shownAsDeployment(
  context: Context,
  body: () => Promise<Result>,
): Promise<Result> {
  const { environment, mode } = context.inputs;
  if (environment === undefined || mode === 'status') return body();
  const begun = begin(context, environment);
  // Looked at when the rollout is over.
  begun.catch(() => undefined);
  try {
    const result = await body();
    const { phase } = result.outputs;
    const state = environmentState({ mode, verdict: result.verdict, phase });
    await tell(context, environment, begun, state, result.summary);
    return result;
  } catch (error) {
    const reason = error instanceof ActionError ? error.message : messages.began(context.modelName);
    await tell(context, environment, begun, 'error', reason);
    throw error;
  }
}

async function begin(
  { host, inputs, modelName }: Context,
  environment: string,
): Promise<ForgeDeployment | undefined> {
  const deployments = await host.deployments?.(inputs.token);
  const description = messages.began(modelName);
  const made = await deployments?.begin(environment, `mlops:${modelName}`, description);
  await made?.change({ state: 'in_progress', description, environmentUrl: undefined });
  return made;
}

async function tell(
  { host, inputs }: Context,
  environment: string,
  begun: Promise<ForgeDeployment | undefined>,
  state: ReturnType<typeof environmentState> | 'error',
  description: string,
): Promise<void> {
  try {
    const made = await begun;
    if (made === undefined) {
      host.log('notice', messages.notShown(environment, messages.noneHere));
      return;
    }
    await made.change({ state, description, environmentUrl: inputs['environment-url'] });
  } catch (error) {
    const { message, hint } = error as ActionError;
    host.log('warning', messages.notShown(environment, hint ? `${message} ${hint}` : message));
  }
}
