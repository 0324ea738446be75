import { open } from 'node:fs/promises';

/** The first bytes of a file as Latin-1, empty where it cannot be read. */
export async function startOf(path: string, bytes: number): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } catch {
    // A directory opens, and cannot be read.
    return '';
  } finally {
    await file.close();
  }
}
