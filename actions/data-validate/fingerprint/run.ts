import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Digest } from '../../../shared/domain/digest.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import { externalError } from '../../../shared/kernel/action-error.ts';
import type { OpenedFile, Table } from '../../../shared/ports/table-reader.ts';
import type { Examinee } from '../examine/run.ts';
import { hints, messages as stepMessages } from '../messages.ts';
import { settingsOf } from '../suite/run.ts';
import { messages } from './messages.ts';
import type { FingerprintedFile } from './present.ts';
import { rowsDigest, rowsQuery } from './rows-digest.ts';

/** Values up to which the digest of the rows costs a fraction of a second. */
const mostCells = 2_000_000;

/** The digest of every file of the data, read beside the scan. */
export async function fingerprintFiles(table: Table): Promise<FingerprintedFile[]> {
  const files: FingerprintedFile[] = [];
  for (const file of table.files) files.push(await fingerprintFile(file));
  return files;
}

/**
 * One file's digest, held against what a pointer says of it in the same pass.
 *
 * @throws ActionError (external, `data-store-damaged`): the bytes are from the store of a system
 *   that names them by another digest.
 */
async function fingerprintFile(file: OpenedFile): Promise<FingerprintedFile> {
  const { path, size, name, encoding, encodingGuessed, version, origin } = file;
  const [, algorithm, expected] = /^(md5|sha256):([0-9a-f]+)$/u.exec(version?.version ?? '') ?? [];
  const { sha256 = '', ...others } = await digestsOf(path, ['sha256', algorithm ?? 'sha256']);
  const asVersioned =
    algorithm === undefined ? undefined : { sha256, ...others }[algorithm] === expected;
  if (asVersioned === false && version?.followed === true) {
    throw externalError(
      'data-store-damaged',
      messages.storeDamaged(name, version),
      hints.repairStore(version.system === 'dvc' ? 'dvc fetch --force' : 'git lfs fsck'),
    );
  }
  return {
    ...{ path: name, size, sha256 },
    ...(encoding === undefined ? {} : { encoding }),
    ...(encodingGuessed === undefined ? {} : { encodingGuessed }),
    ...(version === undefined ? {} : { version }),
    ...(origin === undefined ? {} : { origin }),
    ...(asVersioned === undefined ? {} : { asVersioned }),
  };
}

async function digestsOf(
  path: string,
  algorithms: readonly string[],
): Promise<Partial<Record<string, string>>> {
  const hashes = new Map(algorithms.map((name) => [name, createHash(name)]));
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    for (const hash of hashes.values()) hash.update(piece as Buffer);
  }
  return Object.fromEntries([...hashes].map(([name, hash]) => [name, hash.digest('hex')]));
}

/** The digest of the rows, or why there is none, in words. */
export interface RowsIdentity {
  readonly digest?: Digest;
  readonly note?: string;
  readonly findings: readonly Finding[];
}

/** Take the digest of the rows, and tell whether the reference has the very same. */
export async function identifyRows(examinee: Examinee): Promise<RowsIdentity> {
  const { context, table, reference, suite, scan } = examinee;
  const wanted = settingsOf(context, suite)['rows-digest'] ?? 'auto';
  const cells = scan.rows * table.columns.length;
  if (wanted === 'never') return { findings: [] };
  if (table.castFailures.length > 0) return { note: messages.rowsUnreadable, findings: [] };
  if (wanted === 'auto' && cells > mostCells) {
    return { note: messages.rowsLeftOut(cells), findings: [] };
  }
  const digest = await digestRows(examinee, table);
  const isSame =
    reference !== undefined &&
    reference.rows === scan.rows &&
    reference.table.castFailures.length === 0 &&
    (await digestRows(examinee, reference.table)) === digest;
  const same: Finding = { code: 'same-rows', severity: 'info', message: messages.sameRows };
  return { digest, note: messages.rowsNote(digest), findings: isSame ? [same] : [] };
}

async function digestRows({ tables }: Examinee, table: Table): Promise<Digest> {
  const [answer = {}] = await tables.query(rowsQuery(table.relation, table.columns, tables));
  return rowsDigest(table.columns, answer);
}

/** The fingerprint must be of the very bytes that were checked. */
export async function holdUnchanged({ files }: Table): Promise<void> {
  for (const { path, size, modified, name } of files) {
    const now = await stat(path).catch(() => undefined);
    if (now?.size === size && now.mtimeMs === modified) continue;
    throw externalError('data-changed', stepMessages.changed(name), hints.nothingWrites);
  }
}
