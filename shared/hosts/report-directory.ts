import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type MakeLevel, makeDirectory } from '../files/make-directory.ts';
import { type ActionError, usageError } from '../kernel/action-error.ts';
import { messages } from './messages.ts';

/**
 * Make sure that the record can be written below `directory`, and make it where it is missing.
 * Asked before the work, not after hours of it: the record has to go somewhere.
 *
 * @throws ActionError (usage, `report-dir-unwritable`).
 */
export async function openReportDirectory(directory: string, makeLevel?: MakeLevel): Promise<void> {
  await requireWritable(directory);
  await makeDirectory(directory, makeLevel).catch((cause: NodeJS.ErrnoException) => {
    const reason = messages.cannotBeMade(cause.code ?? cause.message);
    throw reportDirUnwritable(directory, reason);
  });
}

async function requireWritable(directory: string): Promise<void> {
  const info = await stat(directory).catch(() => undefined);
  if (info === undefined) {
    const parent = dirname(directory);
    if (parent === directory) throw reportDirUnwritable(directory, messages.cannotBeLookedInto);
    return requireWritable(parent);
  }
  if (!info.isDirectory()) throw reportDirUnwritable(directory, messages.isAFile);
  const isWritable = await access(directory, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable) throw reportDirUnwritable(directory, messages.mayNotWrite);
}

function reportDirUnwritable(directory: string, reason: string): ActionError {
  return usageError(
    'report-dir-unwritable',
    messages.cannotWrite(directory, reason),
    messages.nameReportDir,
  );
}
