import { copyFile, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Artifact } from '../../../../shared/domain/record.ts';
import { digestFile } from '../../../../shared/files/digest-file.ts';
import { makeDirectory } from '../../../../shared/files/make-directory.ts';
import type { StepContext } from '../../../../shared/ports/step.ts';
import type { definition } from '../../definition.ts';

type Context = StepContext<typeof definition>;

/** A table of predictions as it was written while the model answered. */
export interface Answers {
  readonly path: string;
  readonly rows: number;
  readonly size: number;
}

/** What has more rows is too large to be kept anyway. */
const mostRows = 1_000_000;

/**
 * Keep what a model answered in the report directory: key and predictions, so that a later run can
 * compare with it where the model is not at hand. Predictions the user gave are files already.
 */
export async function keepAnswers(
  { modelName, reportDir, workingDirectory }: Context,
  { path: written, rows, size }: Answers,
): Promise<readonly Artifact[]> {
  if (rows > mostRows) return [];
  const path = join(reportDir, 'predictions', `${fileName(modelName)}.csv`);
  await makeDirectory(dirname(path));
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    // The temporary directory may lie on another device, where nothing can be renamed to.
    await copyFile(written, temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  const shown = relative(workingDirectory, path).split(sep).join('/');
  return [{ path: shown, size, sha256: await digestFile(path) }];
}

/** A model may be called anything; a file may not. */
function fileName(model: string): string {
  return model.replaceAll(/[^A-Za-z0-9._-]/gu, '_').slice(0, 64) || 'model';
}
