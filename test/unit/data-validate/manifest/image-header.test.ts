import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lookInto } from '../../../../actions/data-validate/manifest/file-kind.ts';
import { readImage } from '../../../../actions/data-validate/manifest/image-header.ts';

// Seven by five pixels each, written by Pillow.
const folder = new URL('../../../fixtures/images/', import.meta.url);
const names = readdirSync(folder);
const read = (name: string): Buffer => readFileSync(new URL(name, folder));

describe('an image', () => {
  test.each(names)('%s is known with its size', (name) => {
    const image = readImage(read(name));
    const extension = name.split('.').at(-1);
    expect(image).toEqual(
      extension === 'tiff'
        ? { format: 'tiff', width: 0, height: 0 }
        : { format: extension === 'jpg' ? 'jpeg' : extension, width: 7, height: 5 },
    );
  });

  test.each(names.filter((name) => !name.endsWith('.tiff')))(
    '%s that was cut short at any byte is found',
    (name) => {
      const bytes = read(name);
      for (let length = 0; length < bytes.length; length++) {
        expect(readImage(bytes.subarray(0, length)), String(length)).toHaveProperty('problem');
      }
    },
  );

  test('a PNG with any byte changed is found by its checksums', () => {
    const bytes = read('picture.png');
    for (let at = 12; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (bytes[at] ?? 0) ^ 0x55;
      expect(readImage(damaged), String(at)).toHaveProperty('problem');
    }
  });

  test('whatever the bytes are, the answer is an image or a problem', () => {
    const starts = names.map((name) => read(name).subarray(0, 30));
    const bytes = fc
      .tuple(fc.constantFrom(...starts), fc.nat(30), fc.uint8Array({ maxLength: 80 }))
      .map(([start, kept, rest]) => Buffer.concat([start.subarray(0, kept), rest]));
    fc.assert(
      fc.property(bytes, (file) => {
        const found = readImage(file);
        return 'problem' in found ? found.problem !== '' : found.width >= 0;
      }),
      { seed: 3, numRuns: 2_000 },
    );
  });
});

describe('a file', () => {
  test.each([
    ['a.png', read('picture.jpg'), 'any', 'named as png'],
    ['a.png', Buffer.from('<html>not found</html>'), 'any', 'no image of a known format'],
    ['a.jpg', Buffer.alloc(0), 'any', 'empty'],
    ['a.txt', Buffer.from('caf\xe9', 'latin1'), 'any', 'not UTF-8'],
    ['a.txt', Buffer.from('a\0b'), 'any', 'zero bytes in a text'],
    ['a.bin', Buffer.from('x'), 'image', 'no image of a known format'],
    ['a.bin', Buffer.from([0xff]), 'text', 'not UTF-8'],
    [
      'a.jpg',
      Buffer.from('version https://git-lfs.github.com/spec/v1\n'),
      'any',
      'Git LFS pointers',
    ],
  ] as const)('%s is not what it is to be', (name, bytes, kind, problem) => {
    expect(lookInto(name, bytes, kind).problem).toBe(problem);
  });

  test('of a kind nobody named is not looked into', () => {
    expect(lookInto('a.wav', Buffer.from([0xff]), 'any')).toEqual({ format: 'other' });
    expect(lookInto('a.txt', Buffer.from('café'), 'any')).toEqual({ format: 'text' });
    expect(lookInto('a.JPG', read('picture.jpg'), 'any').problem).toBeUndefined();
  });
});
