import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Digest } from '../../../shared/domain/digest.ts';
import { pastGateOf } from '../../../shared/domain/past-gate.ts';
import type { Artifact, StepRecord } from '../../../shared/domain/record.ts';
import { digestFile } from '../../../shared/files/digest-file.ts';

/**
 * The predictions that the gate judged, where they still are as it saw them: kept with the model,
 * they let a later gate compare another model with this one row by row without running it. None
 * where a file is gone or has changed: what is kept must be what was judged.
 *
 * @param model what is registered: a gate that judged another model, or names none, shows nothing
 */
export async function judgedPredictions(
  gate: StepRecord | undefined,
  model: Digest,
  workingDirectory: string,
): Promise<readonly Artifact[]> {
  if (gate?.subject.model !== model) return [];
  const found: Artifact[] = [];
  for (const { path, size, sha256 } of pastGateOf(gate, gate.finished).predictions) {
    const absolute = resolve(workingDirectory, path);
    const info = await stat(absolute).catch(() => undefined);
    if (info?.isFile() !== true || info.size !== size) return [];
    if ((await digestFile(absolute)) !== sha256) return [];
    found.push({ path: absolute, size, sha256 });
  }
  return found;
}
