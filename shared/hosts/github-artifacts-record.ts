import { recordSchema, type StepRecord } from '../domain/record.ts';
import type { StepName } from '../domain/step.ts';
import { type ActionError, usageError } from '../kernel/action-error.ts';
import { artifactMessages as messages } from './github-artifacts-messages.ts';
import { recordEntry } from './github-artifacts-names.ts';
import type { ZipArchive } from './github-artifacts-zip.ts';

/**
 * The record in the archive of an artifact, when it is one of this step and model.
 *
 * @param artifact its name, for errors
 * @throws ActionError (usage, `evidence-refused`; external, `archive-refused`).
 */
export async function recordIn(
  archive: ZipArchive,
  artifact: string,
  { step, model }: { readonly step: StepName; readonly model: string },
): Promise<StepRecord> {
  const entry = archive.entries.find(({ name }) => name === recordEntry);
  const text = entry === undefined ? '' : (await archive.read(entry)).toString('utf8');
  const record = parseRecord(step, artifact, text);
  if (record.step === step && record.model === model) return record;
  throw refused(messages.notARecord(step, artifact, messages.about(record.step, record.model)));
}

function parseRecord(step: StepName, artifact: string, text: string): StepRecord {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refused(messages.notARecord(step, artifact, messages.noJson(recordEntry)));
  }
  const parsed = recordSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? '' : `: ${issue.path.join('.')}: ${issue.message}`;
  throw refused(messages.notARecord(step, artifact, messages.wrongForm(where)));
}

/** What arrived is not what it says it is. */
export function refused({ message, hint }: { message: string; hint: string }): ActionError {
  return usageError('evidence-refused', message, hint);
}
