import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordSchema, recordVersion, type StepRecord } from '../domain/record.ts';
import type { StepName } from '../domain/step.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { usageError } from '../kernel/action-error.ts';
import type { Evidence } from '../ports/evidence.ts';
import { records } from './messages.ts';

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
    throw usageError('record-unreadable', records.unreadable(path), records.checkFile, error);
  }
}

function parseRecord(text: string, path: string, step: StepName, modelName: string): StepRecord {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw usageError('record-invalid', records.notJson(path), records.runAgain, cause);
  }
  refuseOtherVersion(json, path);
  const parsed = recordSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined ? '' : `: ${issue.path.join('.')}: ${issue.message}`;
    throw usageError('record-invalid', records.wrongForm(path, where), records.runAgain);
  }
  const record = parsed.data;
  if (record.step !== step || record.model !== modelName) {
    throw usageError(
      'record-invalid',
      records.ofOther(path, record.step, record.model, step, modelName),
      records.ownDirectory,
    );
  }
  return record;
}

function refuseOtherVersion(json: unknown, path: string): void {
  const version = (json as { schema?: unknown } | null)?.schema;
  if (typeof version !== 'string' || version === recordVersion) return;
  throw usageError(
    'record-invalid',
    records.otherVersion(path, JSON.stringify(version.slice(0, 40)), recordVersion),
    records.oneVersion,
  );
}
