import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type MakeLevel, makeDirectory } from '../files/make-directory.ts';
import { type ActionError, usageError } from '../kernel/action-error.ts';

/**
 * Make sure that the record can be written below `directory`, and make it where it is missing.
 * Asked before the work, not after hours of it: the record has to go somewhere.
 *
 * @throws ActionError (usage, `report-dir-unwritable`).
 */
export async function openReportDirectory(directory: string, makeLevel?: MakeLevel): Promise<void> {
  await requireWritable(directory);
  await makeDirectory(directory, makeLevel).catch((cause: NodeJS.ErrnoException) => {
    const reason = `cannot be made (${cause.code ?? cause.message})`;
    throw reportDirUnwritable(directory, reason);
  });
}

async function requireWritable(directory: string): Promise<void> {
  const info = await stat(directory).catch(() => undefined);
  if (info === undefined) {
    const parent = dirname(directory);
    if (parent === directory) throw reportDirUnwritable(directory, 'cannot be looked into');
    return requireWritable(parent);
  }
  if (!info.isDirectory()) throw reportDirUnwritable(directory, 'is a file');
  const isWritable = await access(directory, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable) throw reportDirUnwritable(directory, 'may not be written to by this user');
}

function reportDirUnwritable(directory: string, reason: string): ActionError {
  return usageError(
    'report-dir-unwritable',
    `The record cannot be written: ${directory} ${reason}.`,
    'Name a directory this job may write to in the input "report-dir".',
  );
}
