import { crc32 } from 'node:zlib';

/** What the bytes of a file say it is. */
export interface Image {
  readonly format: 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp' | 'tiff';
  /** Pixels; 0 where the header does not say in one place. */
  readonly width: number;
  readonly height: number;
}

/** Why a file cannot be read: `cut short`. */
export type Unreadable = { readonly problem: string };

/**
 * The format and size of an image, after its parts were walked to the end: a file that was cut
 * short, or whose checks do not hold, is found without decoding a pixel.
 *
 * @param bytes the whole file
 * @see W3C PNG (third edition), ITU-T T.81 annex B, the GIF89a specification, the WebP container
 *   specification (Google), BITMAPINFOHEADER (Microsoft), TIFF 6.0
 */
export function readImage(bytes: Buffer): Image | Unreadable {
  if (bytes.subarray(0, 8).equals(pngSignature)) return readPng(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return readJpeg(bytes);
  const start = bytes.toString('latin1', 0, 6);
  if (start === 'GIF87a' || start === 'GIF89a') return readGif(bytes);
  if (start.startsWith('RIFF') && bytes.toString('latin1', 8, 12) === 'WEBP')
    return readWebp(bytes);
  if (start.startsWith('BM')) return readBmp(bytes);
  if (/^(?:II\*\0|MM\0\*)/u.test(start)) return { format: 'tiff', width: 0, height: 0 };
  return { problem: 'no image of a known format' };
}

const cutShort: Unreadable = { problem: 'cut short' };
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function sized(format: Image['format'], width: number, height: number): Image | Unreadable {
  return width > 0 && height > 0 ? { format, width, height } : { problem: 'no pixels' };
}

function readPng(bytes: Buffer): Image | Unreadable {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return cutShort;
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) return cutShort;
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) {
      return { problem: 'damaged: a checksum does not hold' };
    }
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') {
      return sized('png', bytes.readUInt32BE(16), bytes.readUInt32BE(20));
    }
    at = end + 4;
  }
  return cutShort;
}

/** Markers up to the first scan; after that, compressed data up to the end-of-image marker. */
function readJpeg(bytes: Buffer): Image | Unreadable {
  let at = 2;
  let image: Image | Unreadable = { problem: 'damaged: no frame' };
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return { problem: 'damaged: no marker where one belongs' };
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    if (isFrame(marker)) {
      if (at + 9 > bytes.length) return cutShort;
      image = sized('jpeg', bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
    }
    // Start of scan: what follows has no length. Some cameras write more after the end.
    if (marker === 0xda)
      return bytes.lastIndexOf('\xff\xd9', undefined, 'latin1') > at ? image : cutShort;
    at += 2 + length;
  }
  return cutShort;
}

/** Start of frame of any kind; C4, C8 and CC are tables. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function readGif(bytes: Buffer): Image | Unreadable {
  if (bytes.length < 14) return cutShort;
  // The trailer; some writers pad the file with zeros after it.
  let last = bytes.length - 1;
  while (last > 13 && bytes[last] === 0) last -= 1;
  if (bytes[last] !== 0x3b) return cutShort;
  return sized('gif', bytes.readUInt16LE(6), bytes.readUInt16LE(8));
}

function readWebp(bytes: Buffer): Image | Unreadable {
  if (bytes.length < 30 || bytes.length < bytes.readUInt32LE(4) + 8) return cutShort;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return sized('webp', bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return sized('webp', (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8X':
      return sized('webp', bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
    default:
      return { problem: 'damaged: no picture in it' };
  }
}

function readBmp(bytes: Buffer): Image | Unreadable {
  if (bytes.length < 26 || bytes.length < bytes.readUInt32LE(2)) return cutShort;
  // The oldest header has 16-bit sizes; a negative height means rows from the top.
  if (bytes.readUInt32LE(14) === 12) {
    return sized('bmp', bytes.readUInt16LE(18), bytes.readUInt16LE(20));
  }
  return sized('bmp', bytes.readInt32LE(18), Math.abs(bytes.readInt32LE(22)));
}
