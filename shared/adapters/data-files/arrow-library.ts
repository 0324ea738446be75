import { zstdDecompressSync } from 'node:zlib';
import { unpackLz4Frame } from './lz4-frame.ts';

export type Arrow = typeof import('apache-arrow');

let loading: Promise<Arrow> | undefined;

/** Apache Arrow, with the compressions its files have, and fit for files from anywhere. */
export function loadArrow(): Promise<Arrow> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Arrow> {
  const [arrow, { ByteBuffer }] = await Promise.all([
    import('apache-arrow'),
    import('flatbuffers'),
  ]);
  const { compressionRegistry, CompressionType } = arrow;
  compressionRegistry.set(CompressionType.ZSTD, {
    decode: (data) => new Uint8Array(zstdDecompressSync(data)),
  });
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: unpackLz4Frame });
  refuseEndlessLists(ByteBuffer.prototype);
  return arrow;
}

/**
 * FlatBuffers for JavaScript has no verifier: a list said to have two thousand million entries, in a
 * file of a few hundred bytes, is walked entry by entry until the memory is full. Each entry takes a
 * byte at least.
 */
function refuseEndlessLists(buffers: import('flatbuffers').ByteBuffer): void {
  const lengthAt = buffers.__vector_len;
  buffers.__vector_len = function lengthWithin(offset) {
    const length = lengthAt.call(this, offset);
    if (length >= 0 && length <= this.capacity()) return length;
    throw new Error(`a list of ${length} entries in ${this.capacity()} bytes`);
  };
}
