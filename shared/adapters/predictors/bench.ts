import { fork } from 'node:child_process';
import { batchRows, type FeatureBatch } from '../../domain/prediction.ts';
import { externalError } from '../../kernel/action-error.ts';
import type { ModelBench, TimedModel, Timings } from '../../ports/model-bench.ts';
import type { MemoryAnswer, MemoryQuestion } from './memory-process.ts';

const warmUpRequests = 20;
const warmUpBatches = 2;
const memoryLimitMs = 120_000;

/** How to start a process of this very program. */
export interface OwnProgram {
  /** Arguments after `node`. */
  readonly program: readonly string[];
  /** Without the job's tokens: the process runs a model's code. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** @param own starts the process whose memory is measured. */
export function modelBench(own: OwnProgram): ModelBench {
  return {
    async time(models, plan, signal) {
      const end = performance.now() + plan.seconds * 1000;
      const one = ({ rows }: TimedModel, round: number) => {
        const place = round % rows.rows;
        return batchRows(rows, place, place + 1);
      };
      const ask = { models, signal, end };
      const single = await inTurn({ ...ask, rounds: plan.requests, warmUp: warmUpRequests }, one);
      const all = { ...ask, rounds: plan.batches, warmUp: warmUpBatches };
      const batch = plan.batches === 0 ? [] : await inTurn(all, ({ rows }) => rows);
      return models.map(({ rows }, i): Timings => {
        const own = { single: single[i] ?? [], batch: batch[i] ?? [] };
        return {
          single: Float64Array.from(own.single),
          batch: Float64Array.from(own.batch),
          batchRows: rows.rows,
        };
      });
    },
    async memory(models, runs, signal) {
      const grown = models.map(() => new Float64Array(runs));
      for (let run = 0; run < runs; run++) {
        for (const [i, { rows, ...model }] of models.entries()) {
          signal.throwIfAborted();
          (grown[i] as Float64Array)[run] = await memoryOf(own, { model, rows }, signal);
        }
      }
      return grown;
    },
  };
}

interface Turns {
  readonly models: readonly TimedModel[];
  readonly rounds: number;
  readonly warmUp: number;
  /** On the clock of `performance.now()`. */
  readonly end: number;
  readonly signal: AbortSignal;
}

/** Milliseconds of each model's requests. Every round asks all models the same. */
async function inTurn(
  { models, rounds, warmUp, end, signal }: Turns,
  rowsOfRound: (model: TimedModel, round: number) => FeatureBatch,
): Promise<number[][]> {
  const times = models.map((): number[] => []);
  for (let round = -Math.min(warmUp, rounds); round < rounds; round++) {
    if (round > 0 && performance.now() > end) break;
    signal.throwIfAborted();
    for (let turn = 0; turn < models.length; turn++) {
      const place = round % 2 === 0 ? turn : models.length - 1 - turn;
      const model = models[place];
      if (model === undefined) continue;
      const rows = rowsOfRound(model, Math.abs(round));
      const start = performance.now();
      await model.predictor.predict(rows, signal);
      if (round >= 0) times[place]?.push(performance.now() - start);
    }
  }
  return times;
}

/** Bytes that a new process grows by. */
function memoryOf(
  { program: [module, ...args], environment }: OwnProgram,
  question: MemoryQuestion,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (problem: string, cause?: unknown): void => {
      reject(
        externalError(
          'memory-not-measured',
          `The memory of ${question.model.reference} could not be measured: ${problem}.`,
          'Take `memory` out of the policy, or run on a machine where processes can be started.',
          cause,
        ),
      );
    };
    const child = fork(module ?? '', args, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...environment },
      timeout: memoryLimitMs,
      signal,
    });
    child.once('error', (error) => failed(error.message, error));
    child.once('exit', (code) => failed(`its process ended with ${code ?? 'a signal'}`));
    child.once('message', (answer: MemoryAnswer) => {
      if ('bytes' in answer) resolve(answer.bytes);
      else failed(answer.problem);
    });
    child.send(question);
  });
}
