import type { Cell, TableInput } from '../../../shared/domain/cell.ts';
import type { DataOrigin } from '../../../shared/domain/data-origin.ts';
import type { DataVersion } from '../../../shared/domain/data-version.ts';
import type { Digest } from '../../../shared/domain/digest.ts';
import type { Finding } from '../../../shared/domain/record.ts';
import { encodingNames, type TextEncoding } from '../../../shared/domain/text-encoding.ts';
import { titles } from '../messages.ts';
import { messages } from './messages.ts';

/** One file of the data, by content. */
export interface FingerprintedFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly encoding?: TextEncoding;
  readonly encodingGuessed?: boolean;
  readonly version?: DataVersion;
  /** Where it was fetched from. */
  readonly origin?: DataOrigin;
  /** Whether the content is that which its version names; absent where that cannot be told. */
  readonly asVersioned?: boolean;
}

/** The identity of the data: what each file holds, to the byte. */
export function fingerprintTable(
  fingerprint: Digest,
  files: readonly FingerprintedFile[],
  rowsNote: string | undefined,
): TableInput {
  const versioned = files.some((file) => versionCell(file) !== '');
  const encoded = files.some(isUnusual);
  const notes = [
    messages.bytesNote(fingerprint, files.length),
    ...(rowsNote === undefined ? [] : [rowsNote]),
  ];
  return {
    id: 'fingerprint',
    title: titles.fingerprint,
    note: notes.join(' '),
    folded: true,
    columns: [
      { title: titles.file },
      { title: titles.size, align: 'right', unit: 'bytes', digits: 0 },
      { title: 'sha-256' },
      ...(versioned ? [{ title: titles.version }] : []),
      ...(encoded ? [{ title: titles.encoding }] : []),
    ],
    rows: files.map((file) => [
      { kind: 'code', text: file.path },
      file.size,
      { kind: 'code', text: file.sha256 },
      ...(versioned ? [versionCell(file)] : []),
      ...(encoded ? [file.encoding === undefined ? '' : encodingNames[file.encoding]] : []),
    ]),
  };
}

function versionCell({ version, origin }: FingerprintedFile): Cell {
  if (version !== undefined) return messages.version(version);
  return origin?.version === undefined ? '' : { kind: 'code', text: origin.version };
}

function isUnusual({ encoding }: FingerprintedFile): boolean {
  return encoding !== undefined && encoding !== 'utf-8';
}

/** What a person should know of how the files were read: one finding for all files of a kind. */
export function fileFindings(files: readonly FingerprintedFile[]): Finding[] {
  const findings: Finding[] = [];
  for (const group of groupsOf(files.filter(isUnusual), encodingKey)) {
    const [{ encoding = 'utf-8', encodingGuessed = false }] = group;
    const names = messages.someFiles(group.map(({ path }) => path));
    findings.push(
      encodingGuessed
        ? finding('encoding-guessed', 'warning', messages.encodingGuessed(names, encoding))
        : finding('encoding', 'info', messages.encoding(names, encoding)),
    );
  }
  const followed = files.filter(({ version }) => version?.followed === true);
  for (const group of groupsOf(followed, ({ version }) => version?.system ?? '')) {
    const [{ version }] = group;
    const names = messages.someFiles(group.map(({ path }) => path));
    if (version !== undefined) {
      findings.push(finding('pointer-followed', 'info', messages.followed(names, version)));
    }
  }
  for (const { path, version, asVersioned } of files) {
    if (asVersioned === false && version !== undefined) {
      findings.push(finding('version-differs', 'warning', messages.differs(path, version)));
    }
  }
  return findings;
}

function encodingKey({ encoding, encodingGuessed }: FingerprintedFile): string {
  return `${encoding} ${encodingGuessed === true}`;
}

function finding(code: string, severity: Finding['severity'], message: string): Finding {
  return { code, severity, message };
}

function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** The versions of the files as the record keeps them. */
export function versionsOf(files: readonly FingerprintedFile[]): Record<string, unknown> {
  const versions = files.flatMap(({ path, version, origin }) =>
    version === undefined && origin === undefined ? [] : [{ file: path, ...origin, ...version }],
  );
  return versions.length === 0 ? {} : { 'data-versions': versions };
}
