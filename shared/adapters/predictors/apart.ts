import { type ChildProcess, fork } from 'node:child_process';
import type { PredictedBatch } from '../../domain/prediction.ts';
import { ActionError } from '../../kernel/action-error.ts';
import type { LoadableModel } from '../../ports/model-bench.ts';
import type { Predictor } from '../../ports/predictor.ts';
import { messages } from './messages.ts';
import type { ModelAnswer, ModelQuestion, ToldModel } from './model-process.ts';

/** How to start a process of this very program. */
export interface OwnProgram {
  /** Arguments after `node`. */
  readonly program: readonly string[];
  /** Without the job's tokens: the process runs a model's code. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Start a process that answers about models. It ends with this one. */
export function startModelProcess({ program, environment }: OwnProgram): ChildProcess {
  const [module = '', ...args] = program;
  return fork(module, args, {
    env: { ...environment },
    serialization: 'advanced',
    // What a model's code prints is no part of the report.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/**
 * A model whose folder brings code, in a process of its own that sees none of the job's tokens.
 *
 * @throws ActionError as the loader in that process, or (external, `model-process-ended`)
 */
export async function loadApart(own: OwnProgram, model: LoadableModel): Promise<Predictor> {
  const child = startModelProcess(own);
  const ask = askerOf(child, model.reference);
  try {
    const told = (await ask({ kind: 'load', model })) as ToldModel;
    return {
      ...told,
      async predict(batch, signal) {
        signal.throwIfAborted();
        return (await ask({ kind: 'predict', batch })) as PredictedBatch;
      },
      async close() {
        child.kill();
      },
    };
  } catch (error) {
    child.kill();
    throw error;
  }
}

/** One question after the other: the answers come in the same order. */
function askerOf(child: ChildProcess, source: string) {
  const waiting: { resolve(value: unknown): void; reject(error: Error): void }[] = [];
  child.on('message', (answer: ModelAnswer) => {
    const asked = waiting.shift();
    if ('value' in answer) asked?.resolve(answer.value);
    else asked?.reject(new ActionError(answer.error));
  });
  const ended = (problem: string): void => {
    for (const { reject } of waiting.splice(0)) reject(messages.processEnded(source, problem));
  };
  child.on('error', (error) => ended(error.message));
  child.on('exit', (code) => ended(messages.problems.ended(code)));
  return (question: ModelQuestion): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (!child.connected) return reject(messages.processEnded(source, messages.problems.gone));
      waiting.push({ resolve, reject });
      child.send(question);
    });
}
