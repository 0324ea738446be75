import { resolve } from 'node:path';
import { pastGateOf } from '../../../../shared/domain/past-gate.ts';
import type { StepContext, StepResult } from '../../../../shared/ports/step.ts';
import type { definition } from '../../definition.ts';
import { said } from '../messages.ts';
import type { ChampionPorts } from '../run.ts';

type Context = StepContext<typeof definition>;

/**
 * Leave what was said of this commit where a later run finds it by `champion: git:...`. Only of code
 * that is committed: on a changed checkout the commit's name would be a lie. That it could not be
 * left is no reason to fail: the verdict is given.
 */
export async function keepGate(
  context: Context,
  ports: ChampionPorts,
  result: StepResult<typeof definition>,
  keepPredictions: boolean,
): Promise<void> {
  const { host, modelName, reportDir, workingDirectory } = context;
  const commit = host.context.commit ?? (await committed(context, ports));
  if (commit === undefined) return;
  const { verdict, summary, metrics = [], inputs = {} } = result;
  const subject = { data: null, model: null, ...result.subject, commit };
  const judged = { model: modelName, verdict, summary, metrics, inputs, subject };
  const gate = pastGateOf(judged, context.now().toISOString());
  const files = gate.predictions.map((file) => ({
    ...file,
    path: resolve(workingDirectory, file.path),
  }));
  try {
    const kept = keepPredictions ? files : [];
    await ports.past(reportDir, host.cache).keep(gate, commit, kept);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    host.log('warning', said.notKept(reason));
  }
}

async function committed(
  { workingDirectory }: Context,
  ports: ChampionPorts,
): Promise<string | undefined> {
  const head = await ports.commits(workingDirectory).head();
  return head === undefined || head.dirty ? undefined : head.commit;
}
