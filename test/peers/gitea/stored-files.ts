import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

/**
 * Files below a folder that hold a text. What is kept compressed counts by what it holds: logs
 * (Zstandard), artifacts (ZIP), caches and git's objects. A forge's own data base is left out.
 */
export function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('gitea.db'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => contentsOf(readFileSync(path)).some((content) => content.includes(text)));
}

const magic = {
  zstandard: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]),
  gzip: Buffer.from([0x1f, 0x8b]),
  zip: Buffer.from('PK\u0003\u0004'),
  zlib: Buffer.from([0x78]),
};

function contentsOf(bytes: Buffer): Buffer[] {
  const starts = (kind: keyof typeof magic): boolean =>
    bytes.subarray(0, magic[kind].length).equals(magic[kind]);
  try {
    if (starts('zstandard')) return [bytes, ...framesOf(bytes)];
    if (starts('gzip')) return [bytes, gunzipSync(bytes)];
    if (starts('zip')) return [bytes, ...membersOf(bytes)];
    if (starts('zlib')) return [bytes, inflateSync(bytes)];
  } catch {
    // It only begins like one.
  }
  return [bytes];
}

/** A log is a frame every few lines, so that it can be read from the middle. */
function framesOf(bytes: Buffer): Buffer[] {
  return placesOf(bytes, magic.zstandard).map((at) => zstdDecompressSync(bytes.subarray(at)));
}

function membersOf(bytes: Buffer): Buffer[] {
  return placesOf(bytes, magic.zip).map((at) => {
    const method = bytes.readUInt16LE(at + 8);
    const data = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    return method === 8 ? inflateRawSync(bytes.subarray(data)) : bytes.subarray(data);
  });
}

function placesOf(bytes: Buffer, pattern: Buffer): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(pattern); at !== -1; at = bytes.indexOf(pattern, at + 1)) {
    places.push(at);
  }
  return places;
}
