import { join, relative, sep } from 'node:path';
import { tableSchema } from '../../../shared/domain/cell.ts';
import type { Artifact, StepRecord } from '../../../shared/domain/record.ts';
import type { StepName } from '../../../shared/domain/step.ts';
import { digestFile } from '../../../shared/files/digest-file.ts';
import { writeAtomically } from '../../../shared/files/write-atomically.ts';
import { ActionError } from '../../../shared/kernel/action-error.ts';
import type { StepContext, StepResult } from '../../../shared/ports/step.ts';
import { type CardRecord, renderModelCard } from '../../../shared/report/model-card.ts';
import type { definition } from '../definition.ts';

type Context = StepContext<typeof definition>;
type Result = StepResult<typeof definition>;

/**
 * The gate's result with a model card beside its report: `<report-dir>/model-card.md`, filled from
 * the records there and from this result.
 */
export async function withModelCard(context: Context, result: Result): Promise<Result> {
  const records = await Promise.all(others.map((step) => readRecord(context, step)));
  const known = records.filter((record) => record !== undefined);
  const text = renderModelCard([...known, asRecord(context, result)]);
  const path = join(context.reportDir, 'model-card.md');
  // What is a secret in the record is one in the card.
  await writeAtomically(path, context.host.redact(text));
  const artifact: Artifact = {
    path: relative(context.workingDirectory, path).split(sep).join('/'),
    size: Buffer.byteLength(context.host.redact(text)),
    sha256: await digestFile(path),
  };
  return { ...result, artifacts: [...(result.artifacts ?? []), artifact] };
}

const others: readonly StepName[] = ['data-validate', 'train-on-gpu-runner', 'register-model'];

/** A record that cannot be read fills nothing; the step that needs it says what is wrong. */
async function readRecord(context: Context, step: StepName): Promise<StepRecord | undefined> {
  return await context.evidence.read(step).catch((error: unknown) => {
    if (error instanceof ActionError) return undefined;
    throw error;
  });
}

function asRecord(context: Context, result: Result): CardRecord {
  return {
    step: 'evaluate-gate',
    model: context.modelName,
    subject: {
      ...{ commit: context.host.context.commit ?? null, dirty: null },
      ...{ data: null, model: null, environment: null },
      ...result.subject,
    },
    verdict: result.verdict,
    summary: result.summary,
    metrics: result.metrics ?? [],
    findings: [...(result.findings ?? [])],
    tables: (result.tables ?? []).map((table) => tableSchema.parse(table)),
    inputs: { ...result.inputs },
  };
}
