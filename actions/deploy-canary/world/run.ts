import type { Deployed, Deployment, LabelledAnswers } from '../../../shared/domain/rollout.ts';
import type { Replay } from '../../../shared/ports/replay.ts';
import type { TableReader } from '../../../shared/ports/table-reader.ts';
import type { World } from '../drive.ts';
import { messages } from '../messages.ts';
import type { Replayed } from '../result.ts';
import { changeOf, type Task } from '../run.ts';

/**
 * Rows that cannot be read are told while nothing has changed. Whether they fit the model is known
 * only once it runs: it is its server that names its inputs.
 */
export async function checkReplay({ context, ports, config }: Task): Promise<void> {
  if (config.replay === undefined) return;
  const data = [config.replay.data].flat();
  const tables = ports.tables();
  try {
    const { relation } = await tables.open(context.workingDirectory, data);
    const rows = await tables.query(`SELECT 1 FROM ${relation} LIMIT 1`);
    if (rows.length === 0) throw messages.noRowsToReplay(data);
  } finally {
    await tables.close();
  }
}

/**
 * What one rollout does to the world, and the rows it sends where there are no clients.
 *
 * @param label column of the truth in those rows
 */
export function worldOf(task: Task, { canary, stable }: Deployment, label: string | undefined) {
  const { context, ports, config, traffic } = task;
  const { replay: wanted } = config;
  let replay: Replay | undefined;
  let tables: TableReader | undefined;
  const openOnce = async (): Promise<Replay | undefined> => {
    if (replay !== undefined || wanted === undefined || canary === null) return replay;
    tables = ports.tables();
    const { data, columns, rate } = wanted;
    replay = await ports.openReplay({
      traffic,
      tables,
      columns,
      rate,
      model: canary.id,
      label,
      output: context.model.evaluate?.model?.output,
      root: context.workingDirectory,
      data: [data].flat(),
    });
    return replay;
  };
  let started = false;
  const world: World = {
    write: (next) => traffic.write(next),
    observe: () => traffic.observe(),
    ...(wanted === undefined
      ? {}
      : { probe: async (id) => (await openOnce())?.probe(id) ?? { status: 0, model: undefined } }),
    answers: () => answersOf(replay, canary, stable),
    async open() {
      const opened = await openOnce();
      if (!started) opened?.start();
      started = true;
    },
    change: () => changeOf(context),
    clock: ports.clock,
    wait: (milliseconds) => ports.wait(milliseconds, context.signal),
    say: (message) => context.host.log('info', message),
  };
  const close = async (): Promise<Replayed | undefined> => {
    const tally = await replay?.stop();
    await tables?.close();
    tables = undefined;
    if (tally === undefined || replay === undefined || wanted === undefined) return undefined;
    const { read, skipped, isLabelled } = replay;
    const answers = answersOf(replay, canary, stable);
    return { ...tally, read, skipped, isLabelled, answers, rate: wanted.rate };
  };
  return { world, close };
}

function answersOf(
  replay: Replay | undefined,
  canary: Deployed | null,
  stable: Deployed | null,
): LabelledAnswers {
  const of = (version: Deployed | null) =>
    version === null ? [] : (replay?.answersOf(version.id) ?? []);
  return { canary: of(canary), stable: of(stable) };
}
