import type { Artifact } from '../domain/record.ts';

/** Predictions beyond this are not kept beside records: they would crowd out what must be kept. */
const mostBytes = 32_000_000;

export function fitsKeeping(files: readonly Pick<Artifact, 'size'>[]): boolean {
  return files.reduce((sum, { size }) => sum + size, 0) <= mostBytes;
}

/** The name a file is kept under: only its extension, which tells its format, is the user's. */
export function keptName(path: string, index: number): string {
  const [extension = ''] = /(?:\.[a-z0-9]{1,8}){1,2}$/iu.exec(path) ?? [];
  return `predictions-${index}${extension.toLowerCase()}`;
}
