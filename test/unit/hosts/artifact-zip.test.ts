import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openZip } from '../../../shared/hosts/github-artifacts-zip.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type ZipMember, zipArchive } from '../../support/zip-archive.ts';

const limits = { entries: 5, bytes: 10_000 };

function archiveFile(content: Buffer): string {
  const path = join(temporaryFolder('zip'), 'archive.zip');
  writeFileSync(path, content);
  return path;
}

/** Unpack everything, as a reader would. */
async function contents(content: Buffer): Promise<Record<string, string>> {
  const archive = await openZip(archiveFile(content), limits);
  try {
    const read: Record<string, string> = {};
    for (const entry of archive.entries) read[entry.name] = (await archive.read(entry)).toString();
    return read;
  } finally {
    await archive.close();
  }
}

const file = (name: string, content = 'text', more: Partial<ZipMember> = {}): ZipMember => ({
  name,
  content,
  ...more,
});

/** Where the archive's directory is said to begin. */
function pointingElsewhere(content: Buffer): Buffer {
  return content.fill(0xff, content.length - 6, content.length - 2);
}

describe('an archive', () => {
  it('gives back what was put in, whatever the bytes', async () => {
    const member = fc.record({
      name: fc.stringMatching(/^[a-zä][a-z0-9._-]{0,20}$/u),
      content: fc.string({ maxLength: 300 }),
    });
    const members = fc.uniqueArray(member, { maxLength: 5, selector: ({ name }) => name });
    await fc.assert(
      fc.asyncProperty(members, async (given) => {
        const expected = Object.fromEntries(given.map(({ name, content }) => [name, content]));
        expect(await contents(zipArchive(...given))).toEqual(expected);
      }),
      { seed: 6, numRuns: 30 },
    );
  });

  it('is unpacked into files with the digest of their bytes', async () => {
    const bytes = randomBytes(9_000);
    const path = archiveFile(zipArchive({ name: 'model/weights.bin', content: bytes }));
    const archive = await openZip(path, limits);
    const target = join(temporaryFolder('unpacked'), 'weights.bin');
    const [entry] = archive.entries;
    const digest = await archive.extract(entry ?? { name: '', size: 0 }, target);
    await archive.close();
    expect(digest).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(readFileSync(target).equals(bytes)).toBe(true);
  });

  it('never writes through a link that lies where a file should go', async () => {
    const folder = temporaryFolder('linked');
    symlinkSync(join(folder, 'victim'), join(folder, 'file'));
    const archive = await openZip(archiveFile(zipArchive(file('file'))), limits);
    const entry = { name: 'file', size: 4 };
    await expect(archive.extract(entry, join(folder, 'file'))).rejects.toThrow(/EEXIST/u);
    await archive.close();
    expect(existsSync(join(folder, 'victim'))).toBe(false);
  });
});

describe('a hostile archive is refused with the reason:', () => {
  const zeros = '\0'.repeat(9_000);
  it.each<[string, Buffer, RegExp]>([
    ['a way out', zipArchive(file('../../.bashrc')), /would leave its folder/u],
    ['a way out within', zipArchive(file('model/../../x')), /would leave its folder/u],
    ['an absolute name', zipArchive(file('/etc/passwd')), /would leave its folder/u],
    ["Windows' way out", zipArchive(file('..\\x')), /would leave its folder/u],
    ['a drive', zipArchive(file('C:x')), /would leave its folder/u],
    ['a control character', zipArchive(file('a\nb')), /is no name/u],
    ['an empty name', zipArchive(file('')), /is no name/u],
    ['a link', zipArchive(file('link', '/etc/passwd', { mode: 0o120777 })), /is a link/u],
    ['encryption', zipArchive(file('a', 'x', { lies: { flags: 1 } })), /encrypted/u],
    ['another method', zipArchive(file('a', 'x', { lies: { method: 12 } })), /unusual way/u],
    ['two of one name', zipArchive(file('a'), file('a', 'other')), /two files of one name/u],
    ['too many files', zipArchive(...[1, 2, 3, 4, 5, 6].map((n) => file(`${n}`))), /6 files/u],
    ['too many bytes', zipArchive(file('a', zeros), file('b', zeros)), /18000 bytes/u],
    ['a bomb', zipArchive(file('a', zeros, { lies: { size: 10 } })), /larger than its directory/u],
    ['less than it says', zipArchive(file('a', 'x', { lies: { size: 9 } })), /is damaged/u],
    ['a wrong checksum', zipArchive(file('a', 'x', { lies: { crc: 1 } })), /is damaged/u],
    ['no archive', Buffer.from('<html>'), /not a whole ZIP archive/u],
    ['half an archive', zipArchive(file('a', zeros)).subarray(0, 60), /not a whole ZIP archive/u],
    ['nothing', Buffer.alloc(0), /not a whole ZIP archive/u],
    [
      'a directory elsewhere',
      pointingElsewhere(zipArchive(file('a'))),
      /its directory is damaged/u,
    ],
    [
      'damaged bytes',
      Buffer.from(zipArchive(file('a', zeros))).fill(0xff, 31, 40),
      /cannot be unpacked|is damaged/u,
    ],
  ])('%s', async (_name, content, reason) => {
    await expect(contents(content)).rejects.toThrow(reason);
  });

  it('also where any one byte of it is wrong, and never by a crash', async () => {
    const whole = zipArchive(file('model/a.bin', 'some bytes'), file('b', 'more'));
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const outcome = await contents(damaged).catch((error: { code?: string }) => error.code);
      if (typeof outcome === 'string') expect(outcome, `byte ${at}`).toBe('archive-refused');
    }
  });
});
