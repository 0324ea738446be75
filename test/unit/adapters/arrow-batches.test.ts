import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ArrowBatches } from '../../../shared/adapters/data-files/arrow-batches.ts';
import { loadArrow } from '../../../shared/adapters/data-files/arrow-library.ts';
import { tempDir } from '../../support/temp-dir.ts';

const arrow = await loadArrow();
const { Bool, Field, Int32, List, Null, Utf8, vectorFromArray } = arrow;

const table = new arrow.Table({
  n: vectorFromArray([1, 2, null], new Int32()),
  s: vectorFromArray(['a', null, 'c'], new Utf8()),
  b: vectorFromArray([true, false, true], new Bool()),
  l: vectorFromArray([[1], [2, 3], []], new List(new Field('item', new Int32()))),
});

/** How many rows are read, or that the file is said to be damaged. */
async function rowsOf(
  bytes: Uint8Array,
  path = join(tempDir({}), 'data.arrow'),
): Promise<number | 'damaged'> {
  writeFileSync(path, bytes);
  const handle = await open(path);
  try {
    let rows = 0;
    for await (const batch of await ArrowBatches.open(arrow, handle)) {
      rows += batch.numRows;
      const items = batch.getChild('l')?.toArray() ?? [];
      for (const item of items) expect(item?.length ?? 0).toBeLessThanOrEqual(3);
    }
    return rows;
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return 'damaged';
  } finally {
    await handle.close().catch(() => undefined);
  }
}

const with32Bits = (bytes: Uint8Array, at: number, value: number): Uint8Array => {
  const damaged = Buffer.from(bytes);
  damaged.writeUInt32LE(value, at);
  return damaged;
};

describe.each(['file', 'stream'] as const)('an Arrow %s', (format) => {
  const whole = arrow.tableToIPC(table, format);

  test('is read whole', async () => {
    expect(await rowsOf(whole)).toBe(3);
  });

  // A place of the file, far outside of it, and before its beginning.
  test.each([1, 0x7fffff00, 0xffffff00])(
    'with any word damaged to %i ends, and has no rows out of nothing',
    async (value) => {
      const words = Array.from({ length: Math.floor(whole.length / 4) }, (_, word) => word * 4);
      const path = join(tempDir({}), 'data.arrow');
      for (const at of words) {
        const rows = await rowsOf(with32Bits(whole, at, value), path);
        if (rows !== 'damaged') expect(rows, `byte ${at}`).toBeLessThanOrEqual(3);
      }
    },
  );

  test('of nothing but nulls is read, but not for ever', async () => {
    const nulls = arrow.tableToIPC(
      new arrow.Table({ empty: vectorFromArray([null, null, null], new Null()) }),
      format,
    );
    expect(await rowsOf(nulls)).toBe(3);
    const three = Buffer.from([3, 0, 0, 0, 0, 0, 0, 0]);
    const endless = Array.from({ length: nulls.length / 8 }, (_, word) => word * 8)
      .filter((at) => three.equals(nulls.subarray(at, at + 8)))
      .reduce((bytes, at) => with32Bits(bytes, at, 0x7fffffff), nulls);
    expect(await rowsOf(endless)).toBe('damaged');
  });
});
