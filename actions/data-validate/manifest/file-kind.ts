import { isUtf8 } from 'node:buffer';
import { readImage } from './image-header.ts';

/** What a file turned out to be. */
export interface FileContent {
  /** `png`, `text`; `other` for what is not looked into. */
  readonly format: string;
  readonly width?: number;
  readonly height?: number;
  /** Why it cannot be read: `cut short`, `not UTF-8`. */
  readonly problem?: string;
}

/** What extensions promise. */
const imageExtensions = new Map([
  ['png', 'png'],
  ['jpg', 'jpeg'],
  ['jpeg', 'jpeg'],
  ['jpe', 'jpeg'],
  ['gif', 'gif'],
  ['webp', 'webp'],
  ['bmp', 'bmp'],
  ['tif', 'tiff'],
  ['tiff', 'tiff'],
]);
const textExtensions = new Set(['txt', 'text', 'md', 'json', 'csv', 'tsv', 'xml', 'html']);

/** What Git LFS leaves in place of a file that was not fetched. */
const lfsPointer = 'version https://git-lfs.github.com/spec/';

/** What kind of file every row is to have, or `any`. */
export type WantedKind = 'image' | 'text' | 'any';

/**
 * What a file holds, and whether it can be read as what it is to be: an image of a known format
 * that is whole, or text in UTF-8.
 */
export function lookInto(name: string, bytes: Buffer, wanted: WantedKind): FileContent {
  const extension = /\.([^./]+)$/u.exec(name)?.[1]?.toLowerCase() ?? '';
  const promised = imageExtensions.get(extension);
  if (bytes.length === 0) return { format: 'empty', problem: 'empty' };
  if (bytes.toString('latin1', 0, lfsPointer.length) === lfsPointer) {
    return { format: 'pointer', problem: 'Git LFS pointers' };
  }
  if (wanted === 'image' || (wanted === 'any' && promised !== undefined)) {
    return imageContent(bytes, promised);
  }
  if (wanted === 'text' || textExtensions.has(extension)) return textContent(bytes);
  return { format: 'other' };
}

function imageContent(bytes: Buffer, promised: string | undefined): FileContent {
  const image = readImage(bytes);
  if ('problem' in image) return { format: promised ?? 'other', problem: image.problem };
  const { format, width, height } = image;
  // Some readers go by the name, some by the content: they would not see the same.
  const isMisnamed = promised !== undefined && promised !== format;
  return { format, width, height, ...(isMisnamed ? { problem: `named as ${promised}` } : {}) };
}

function textContent(bytes: Buffer): FileContent {
  if (!isUtf8(bytes)) return { format: 'text', problem: 'not UTF-8' };
  return bytes.includes(0)
    ? { format: 'text', problem: 'zero bytes in a text' }
    : { format: 'text' };
}
