import { batchRows, type FeatureBatch } from '../../domain/prediction.ts';
import type { LoadableModel, ModelBench, TimedModel, Timings } from '../../ports/model-bench.ts';
import { type OwnProgram, startModelProcess } from './apart.ts';
import { messages } from './messages.ts';
import type { ModelAnswer, ModelQuestion } from './model-process.ts';

const warmUpRequests = 20;
const warmUpBatches = 2;
const memoryLimitMs = 120_000;

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
  own: OwnProgram,
  { model, rows }: { readonly model: LoadableModel; readonly rows: FeatureBatch },
  signal: AbortSignal,
): Promise<number> {
  const child = startModelProcess(own);
  const overdue = AbortSignal.any([signal, AbortSignal.timeout(memoryLimitMs)]);
  const measured = new Promise<number>((resolve, reject) => {
    const failed = (problem: string): void =>
      reject(messages.memoryNotMeasured(model.reference, problem));
    overdue.addEventListener('abort', () => failed(messages.problems.tookTooLong));
    child.once('error', (error) => failed(error.message));
    child.once('exit', (code) => failed(messages.problems.ended(code)));
    child.once('message', (answer: ModelAnswer) => {
      if ('value' in answer) resolve(Number(answer.value));
      else failed(answer.error.message.replace(/[.。]$/u, ''));
    });
    child.send({ kind: 'memory', model, rows } satisfies ModelQuestion);
  });
  return measured.finally(() => child.kill());
}
