import type { DataVersion } from '../../../shared/domain/data-version.ts';
import { shortDigest } from '../../../shared/domain/digest.ts';
import { encodingNames } from '../../../shared/domain/text-encoding.ts';
import type { Catalogue } from '../../../shared/kernel/language.ts';
import { count } from '../wording.zh.ts';
import type * as en from './messages.en.ts';
import { shortVersion } from './short-version.ts';

const systems: Readonly<Record<DataVersion['system'], string>> = {
  dvc: 'DVC',
  'git-lfs': 'Git LFS',
  lakefs: 'lakeFS',
};

export const messages: Catalogue<typeof en.messages> = {
  encoding: (files, encoding) => `${files}：按字节顺序标记，以 ${encodingNames[encoding]} 读取。`,
  encodingGuessed: (files, encoding) =>
    `${files}：不是 UTF-8，以 ${encodingNames[encoding]} 读取，这只是根据字节推测的。如果 a 到 z 以外的字符显示不对，请另存为 UTF-8。`,
  followed: (files, { system, pointer }) =>
    `${files}：此处只有 ${systems[system]} 的指针（${pointer}），因此数据从 ${systems[system]} 的本地存储读取。`,
  differs: (file, { system, pointer, version }) =>
    `${file} 不是 ${pointer} 所指的数据（${shortVersion(version)}）：它被修改过而没有提交到 ${systems[system]}，或留下的是旧的副本。`,
  storeDamaged: (file, { system, version }) =>
    `${file}：${systems[system]} 的本地存储为它保存的内容不是 ${shortVersion(version)}。`,
  version: ({ system, version, source }) =>
    `${systems[system]} ${shortVersion(version)}${source === undefined ? '' : `，${source}`}`,
  bytesNote: (digest, files) =>
    `${shortDigest(digest)}：${count(files)} 个文件内容的摘要，与文件名无关。`,
  rowsNote: (digest) => `${shortDigest(digest)}：各行的摘要，与行的顺序、文件格式和列的顺序无关。`,
  sameRows: '数据的行与参考数据完全相同，无论顺序和格式如何：没有检查到新的内容。',
  rowsLeftOut: (cells) =>
    `没有计算行的摘要，因为 ${count(cells)} 个值会花很长时间；设置 rows-digest: always 可以计算。`,
  rowsUnreadable: '没有计算行的摘要：无法读取的值会被当作缺失。',
  someFiles: (names) =>
    names.length === 1 ? (names[0] ?? '') : `${names[0]} 及另外 ${count(names.length - 1)} 个`,
  progress: ({ share, rows, secondsLeft }) =>
    `正在读取数据：${Math.floor(share * 100)} %，约 ${count(rows)} 行${secondsLeft === undefined ? '' : `，还剩 ${duration(secondsLeft)}`}`,
};

function duration(seconds: number): string {
  return seconds < 90 ? `${seconds} 秒` : `${Math.round(seconds / 60)} 分钟`;
}
