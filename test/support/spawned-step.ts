/**
 * A step in a process of its own, for tests of signals, exit codes and command files. What it does
 * is told by MLOPS_TEST_STEP.
 */
import { start } from '../../shared/hosts/start.ts';
import { usageError } from '../../shared/kernel/action-error.ts';
import type { StepContext } from '../../shared/ports/step.ts';
import { type PlainDefinition, plainStep } from './plain-step.ts';

const forever = new Promise<never>(() => undefined);
/** A promise alone does not keep a process alive; a training run's child process would. */
const keepAlive = (): NodeJS.Timeout => setInterval(() => undefined, 1_000);

async function behave({ host, signal, inputs }: StepContext<PlainDefinition>) {
  switch (process.env.MLOPS_TEST_STEP) {
    case 'stops-in-order':
      keepAlive();
      host.log('info', 'ready');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      host.log('info', 'put everything back');
      return {};
    case 'never-stops':
      keepAlive();
      signal.addEventListener('abort', () => host.log('info', 'heard it'));
      host.log('info', 'ready');
      return forever;
    case 'fails':
      return { verdict: 'fail' as const, summary: 'AUC fell by 0.02.' };
    case 'wrong-input':
      throw usageError('file-not-found', 'The file data.csv is not there.', 'Check the path.');
    case 'bug':
      throw new TypeError('undefined is not a function');
    case 'leaks':
      host.log('info', `logging in with ${inputs.password}`);
      return {
        summary: `Logged in with ${inputs.password}.`,
        inputs: { login: { password: inputs.password } },
        outputs: { promote: `${inputs.password}` },
      };
    case 'leaves-a-handle':
      keepAlive();
      return {};
    default:
      return {};
  }
}

await start(plainStep(behave));
