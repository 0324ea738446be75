import type { DataVersion } from '../../../shared/domain/data-version.ts';
import { type Digest, shortDigest } from '../../../shared/domain/digest.ts';
import { encodingNames, type TextEncoding } from '../../../shared/domain/text-encoding.ts';
import { count, plural } from '../wording.en.ts';
import { shortVersion } from './short-version.ts';

const systems: Readonly<Record<DataVersion['system'], string>> = {
  dvc: 'DVC',
  'git-lfs': 'Git LFS',
  lakefs: 'lakeFS',
};

interface Progress {
  readonly share: number;
  readonly rows: number;
  readonly secondsLeft?: number;
}

/** Every sentence about what the data is, to the byte and to the row. */
export const messages = {
  encoding: (files: string, encoding: TextEncoding): string =>
    `${files}: read as ${encodingNames[encoding]}, as the byte order mark says.`,
  encodingGuessed: (files: string, encoding: TextEncoding): string =>
    `${files}: not UTF-8, and read as ${encodingNames[encoding]}, which the bytes suggest and nothing confirms. Save it as UTF-8 if letters beyond a to z look wrong.`,
  followed: (files: string, { system, pointer }: DataVersion): string =>
    `${files}: only a ${systems[system]} pointer is in place (${pointer}), so the data was read from the local store of ${systems[system]}.`,
  differs: (file: string, { system, pointer, version }: DataVersion): string =>
    `${file} is not the data that ${pointer} names (${shortVersion(version)}): it was changed and not committed to ${systems[system]}, or an older copy was left behind.`,
  storeDamaged: (file: string, { system, version }: DataVersion): string =>
    `${file}: the content that the local store of ${systems[system]} holds for it is not ${shortVersion(version)}.`,
  version: ({ system, version, source }: DataVersion): string =>
    `${systems[system]} ${shortVersion(version)}${source === undefined ? '' : `, ${source}`}`,
  bytesNote: (digest: Digest, files: number): string =>
    `${shortDigest(digest)}: the digest of the content of ${plural(files, 'file')}, whatever their names.`,
  rowsNote: (digest: Digest): string =>
    `${shortDigest(digest)}: the digest of the rows, in whatever order, format and order of columns they stand.`,
  sameRows:
    'The data has the very rows of the reference, in whatever order and format: nothing new is checked.',
  rowsLeftOut: (cells: number): string =>
    `The digest of the rows was not taken, since it would take long for ${count(cells)} values; set rows-digest: always to take it.`,
  rowsUnreadable:
    'The digest of the rows was not taken: values that cannot be read would count as missing.',
  someFiles: (names: readonly string[]): string =>
    names.length === 1 ? (names[0] ?? '') : `${names[0]} and ${plural(names.length - 1, 'other')}`,
  progress: ({ share, rows, secondsLeft }: Progress): string =>
    `Reading the data: ${Math.floor(share * 100)} %, about ${count(rows)} rows${secondsLeft === undefined ? '' : `, ${duration(secondsLeft)} left`}`,
} as const;

function duration(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
