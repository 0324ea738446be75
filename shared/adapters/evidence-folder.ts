import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordSchema, recordVersion, type StepRecord } from '../domain/record.ts';
import type { StepName } from '../domain/step.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { usageError } from '../kernel/action-error.ts';
import type { Evidence } from '../ports/evidence.ts';

/** Records as files: `<report-dir>/records/<step>.json`. */
export function evidenceFolder(reportDir: string, modelName: string): Evidence {
  const pathOf = (step: StepName): string => join(reportDir, 'records', `${step}.json`);
  return {
    async read(step) {
      const path = pathOf(step);
      const text = await readIfThere(path);
      return text === undefined ? undefined : parseRecord(text, path, step, modelName);
    },
    async write(record) {
      const path = pathOf(record.step);
      await writeAtomically(path, `${JSON.stringify(recordSchema.parse(record), null, 2)}\n`);
      return path;
    },
  };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const hint =
      'Check that it is a file this user may read, or remove it and run that step again.';
    throw usageError('record-unreadable', `The record ${path} cannot be read.`, hint, error);
  }
}

function parseRecord(text: string, path: string, step: StepName, modelName: string): StepRecord {
  const hint = 'Remove the file and run that step again; records are written by steps only.';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw usageError('record-invalid', `The record ${path} is not JSON.`, hint, cause);
  }
  refuseOtherVersion(json, path);
  const parsed = recordSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined ? '' : `: ${issue.path.join('.')}: ${issue.message}`;
    throw usageError('record-invalid', `The record ${path} has the wrong form${where}.`, hint);
  }
  const record = parsed.data;
  if (record.step !== step || record.model !== modelName) {
    throw usageError(
      'record-invalid',
      `The record ${path} is about ${record.step} of model "${record.model}", not ${step} of "${modelName}".`,
      'Give each model its own report-dir, or remove the file.',
    );
  }
  return record;
}

function refuseOtherVersion(json: unknown, path: string): void {
  const version = (json as { schema?: unknown } | null)?.schema;
  if (typeof version !== 'string' || version === recordVersion) return;
  throw usageError(
    'record-invalid',
    `The record ${path} is of another version: it says ${JSON.stringify(version.slice(0, 40))}, and this one reads "${recordVersion}".`,
    'Run all steps in one version, or remove the file and run that step again.',
  );
}
