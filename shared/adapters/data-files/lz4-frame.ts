/**
 * Unpack an LZ4 frame (LZ4 Frame Format 1.6, block format 1.5), which is how pandas and Arrow pack
 * columns by default. Checksums are passed over: what is read is checked by Arrow's own lengths.
 *
 * @throws RangeError where the frame is damaged.
 */
export function unpackLz4Frame(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== 0x184d2204) throw new RangeError('not an LZ4 frame');
  const flags = view.getUint8(4);
  const hasBlockChecksums = (flags & 0x10) !== 0;
  // Magic, flags, block size; then the optional content size and dictionary; then a checksum byte.
  let at = 6 + ((flags & 0x08) === 0 ? 0 : 8) + ((flags & 0x01) === 0 ? 0 : 4) + 1;
  const output = new Output();
  for (;;) {
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) return output.bytes();
    const length = size & 0x7fffffff;
    const block = frame.subarray(at, at + length);
    if (block.length < length) throw new RangeError('an LZ4 block is cut short');
    // The highest bit marks a block that did not get smaller and stands as it is.
    if (size > 0x7fffffff) output.copyFrom(block, 0, block.length);
    else unpackBlock(block, output);
    at += length + (hasBlockChecksums ? 4 : 0);
  }
}

/** A block is a row of literals, each followed by a match in what was written before. */
function unpackBlock(block: Uint8Array, output: Output): void {
  let at = 0;
  const next = (): number => {
    const byte = block[at++];
    if (byte === undefined) throw new RangeError('an LZ4 block is cut short');
    return byte;
  };
  /** A length of 15 goes on in further bytes, the last of which is not 255. */
  const lengthFrom = (start: number): number => {
    let length = start;
    if (start !== 15) return length;
    for (let more = 255; more === 255; length += more) more = next();
    return length;
  };
  while (at < block.length) {
    const token = next();
    const literals = lengthFrom(token >> 4);
    output.copyFrom(block, at, literals);
    at += literals;
    // The last row has no match.
    if (at >= block.length) return;
    const offset = next() | (next() << 8);
    output.repeat(offset, lengthFrom(token & 15) + 4);
  }
}

/** Bytes that grow, since a frame need not say how many it holds. */
class Output {
  private held = new Uint8Array(1 << 16);
  private length = 0;

  copyFrom(source: Uint8Array, start: number, count: number): void {
    if (start + count > source.length) throw new RangeError('an LZ4 block is cut short');
    this.reserve(count);
    this.held.set(source.subarray(start, start + count), this.length);
    this.length += count;
  }

  repeat(offset: number, count: number): void {
    if (offset === 0 || offset > this.length) throw new RangeError('an LZ4 match is out of range');
    this.reserve(count);
    const from = this.length - offset;
    // A match may run into itself, so it is copied byte by byte where it does.
    if (offset >= count) this.held.copyWithin(this.length, from, from + count);
    else for (let i = 0; i < count; i++) this.held[this.length + i] = this.held[from + i] as number;
    this.length += count;
  }

  bytes(): Uint8Array {
    return this.held.subarray(0, this.length);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.held.length) return;
    const grown = new Uint8Array(Math.max(this.held.length * 2, this.length + count));
    grown.set(this.held.subarray(0, this.length));
    this.held = grown;
  }
}
