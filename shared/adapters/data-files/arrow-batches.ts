import type { FileHandle } from 'node:fs/promises';
import type { Data, RecordBatch, RecordBatchReader } from 'apache-arrow';
import type { Arrow } from './arrow-library.ts';

/** Columns without data (of the type null) cannot be held to what a batch says to have. */
const mostRowsWithoutData = 10_000_000;

/**
 * The batches of an Arrow file or stream. The library believes what a file says of itself: a
 * damaged one can send it to read the same place for ever, or to make rows out of nothing.
 */
export class ArrowBatches {
  private readonly arrow: Arrow;
  private readonly reader: RecordBatchReader;

  private constructor(arrow: Arrow, reader: RecordBatchReader) {
    this.arrow = arrow;
    this.reader = reader;
  }

  /** @throws Error where the file does not begin or end as one of Arrow. */
  static async open(arrow: Arrow, handle: FileHandle): Promise<ArrowBatches> {
    const reader = await arrow.RecordBatchReader.from(withoutEmptyReads(handle));
    await reader.open();
    return new ArrowBatches(arrow, reader);
  }

  get schema() {
    return this.reader.schema;
  }

  /** @throws Error where a batch is not where the file says, or has less than the file says. */
  async *[Symbol.asyncIterator](): AsyncGenerator<RecordBatch> {
    for await (const batch of this.listed()) {
      const { data, numRows } = batch;
      const isCounted = data.children.some((child) => child.values ?? child.valueOffsets);
      const isWhole = data.children.every((child) => this.holdsItsRows(child));
      if (!isWhole || !(isCounted || numRows <= mostRowsWithoutData)) {
        throw new Error(`a batch has less than the ${numRows} rows it says to have`);
      }
      yield batch;
    }
  }

  /** A stream ends where its bytes do; a file lists its batches, and may list what is none. */
  private async *listed(): AsyncGenerator<RecordBatch> {
    const { reader } = this;
    if (!reader.isFile()) return yield* reader;
    for (let index = 0; index < reader.numRecordBatches; index++) {
      const batch: RecordBatch | null = await reader.readRecordBatch(index);
      if (batch === null) throw new Error(`batch ${index + 1} is not where the file says`);
      yield batch;
    }
  }

  private holdsItsRows(data: Data): boolean {
    const { length, values, valueOffsets, stride, typeId, children } = data;
    if (!Number.isSafeInteger(length) || length < 0) return false;
    if (!children.every((child) => this.holdsItsRows(child))) return false;
    if (length === 0) return true;
    const { Type } = this.arrow;
    if (typeId === Type.Union) return data.typeIds.length >= length;
    // Where there are offsets, each value ends where the next begins.
    if (valueOffsets !== undefined) return valueOffsets.length > length && pointsInside(data);
    const [items] = children;
    if (typeId === Type.FixedSizeList)
      return items !== undefined && items.length >= length * stride;
    const bits = typeId === Type.Bool ? 8 : 1;
    return values === undefined || (values.length * bits) / stride >= length;
  }
}

/** Whether each list of a column of lists is one of the items that are there. */
function pointsInside({ length, valueOffsets, children: [items] }: Data): boolean {
  if (items === undefined) return true;
  const offsets: Int32Array | BigInt64Array = valueOffsets.subarray(0, length + 1);
  let before: number | bigint = 0;
  for (const at of offsets) {
    if (at < before || at > items.length) return false;
    before = at;
  }
  return true;
}

/** The library asks for the rest of a read for as long as it gets nothing. */
function withoutEmptyReads(handle: FileHandle): FileHandle {
  const read = async (to: Uint8Array, offset: number, length: number, position: number) => {
    const answer = position < 0 ? undefined : await handle.read(to, offset, length, position);
    if (!answer?.bytesRead) throw new Error(`there are no ${length} bytes at ${position}`);
    return answer;
  };
  return Object.create(handle, { read: { value: read } });
}
