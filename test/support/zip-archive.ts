import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipMember {
  name: string;
  content: string | Buffer;
  /** What the archive's directory says instead of the truth. */
  lies?: { size?: number; crc?: number; method?: number; flags?: number };
  /** Unix mode, as for a link: 0o120777. */
  mode?: number;
}

/** A ZIP archive of exactly these members, also of those a decent program would not write. */
export function zipArchive(...members: readonly ZipMember[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const { name, bytes, head } = headOf(member);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), head, name, bytes]);
    const central = Buffer.alloc(14);
    central.writeUInt16LE(member.mode ?? 0o100644, 8);
    central.writeUInt32LE(offset, 10);
    // Made on Unix, whose modes stand in the upper half of the external attributes.
    const begin = Buffer.from([0x50, 0x4b, 0x01, 0x02, 20, 3]);
    directory.push(Buffer.concat([begin, head, central, name]));
    locals.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, list, end]);
}

/** The fields that the local header and the directory share. */
function headOf({ name, content, lies = {} }: ZipMember) {
  const whole = Buffer.from(content);
  const bytes = deflateRawSync(whole);
  const encoded = Buffer.from(name);
  const head = Buffer.alloc(26);
  head.writeUInt16LE(20, 0);
  head.writeUInt16LE(lies.flags ?? 0, 2);
  head.writeUInt16LE(lies.method ?? 8, 4);
  head.writeUInt32LE(lies.crc ?? crc32(whole), 10);
  head.writeUInt32LE(bytes.length, 14);
  head.writeUInt32LE(lies.size ?? whole.length, 18);
  head.writeUInt16LE(encoded.length, 22);
  return { name: encoded, bytes, head };
}
