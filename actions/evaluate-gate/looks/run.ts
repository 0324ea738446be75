import { pastGateOf } from '../../../shared/domain/past-gate.ts';
import { ActionError } from '../../../shared/kernel/action-error.ts';
import type { StepContext, StepResult } from '../../../shared/ports/step.ts';
import type { ChampionPorts } from '../champion/run.ts';
import { registryOf } from '../champion/run.ts';
import type { definition } from '../definition.ts';
import { type EarlierLook, looksOf, otherLooks } from './count.ts';

type Context = StepContext<typeof definition>;

/** The nearest earlier run knows of those before it, so a few commits back are enough. */
const mostAncestors = 5;
const mostVersions = 20;

/**
 * What is known of earlier looks at test sets: from this report directory, from the nearest commit
 * that was judged, and from the registry. Each source may have forgotten some; none of them can
 * stop the gate.
 */
export async function earlierLooks(context: Context, ports: ChampionPorts): Promise<EarlierLook[]> {
  const sources = [ofRecord(context), ofHistory(context, ports), ofRegistry(context, ports)];
  const found = await Promise.all(sources.map((source) => source.catch(unlessBug)));
  return found.flat();
}

/** A result that hands on what is known of looks at other test sets. */
export function withOtherLooks(
  result: StepResult<typeof definition>,
  earlier: readonly EarlierLook[],
): StepResult<typeof definition> {
  const others = otherLooks(result.inputs?.['test-set'], earlier);
  if (others.length === 0) return result;
  return { ...result, inputs: { ...result.inputs, 'other-looks': others } };
}

/** A damaged or foreign record counts no looks. */
function unlessBug(error: unknown): EarlierLook[] {
  if (error instanceof ActionError) return [];
  throw error;
}

async function ofRecord({ evidence }: Context): Promise<EarlierLook[]> {
  const record = await evidence.read('evaluate-gate');
  return record === undefined ? [] : looksOf(pastGateOf(record, record.finished));
}

async function ofHistory(context: Context, ports: ChampionPorts): Promise<EarlierLook[]> {
  const { host, modelName, reportDir, workingDirectory } = context;
  const commits = ports.commits(workingDirectory);
  const past = ports.past(reportDir, host.cache);
  const line = await commits.line(host.context.commit ?? 'HEAD', mostAncestors);
  for (const commit of line) {
    const kept = await past.find(modelName, commit);
    if (kept !== undefined) return looksOf(kept.gate);
  }
  return [];
}

async function ofRegistry(context: Context, ports: ChampionPorts): Promise<EarlierLook[]> {
  const registry = ports.registry(registryOf(context), context.workingDirectory);
  const { versions } = await registry.state(context.modelName);
  const looks: EarlierLook[] = [];
  for (const { manifest } of versions.slice(-mostVersions)) {
    const records = await registry.evidence(manifest);
    const gates = records.filter(({ step }) => step === 'evaluate-gate');
    looks.push(...gates.flatMap((gate) => looksOf(pastGateOf(gate, gate.finished))));
  }
  return looks;
}
