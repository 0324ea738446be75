import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { DataVersion } from '../../domain/data-version.ts';
import { nameOf } from '../../files/find-files.ts';

/** What `lakectl local` leaves in a folder it cloned. Keys we have no use for are let pass. */
const reference = z.object({ src: z.string().startsWith('lakefs://'), at_head: z.string().min(1) });

/** The lakeFS commit a file was cloned from, where a folder above it says so. */
export async function lakefsVersion(root: string, path: string): Promise<DataVersion | undefined> {
  const folder = dirname(path);
  if (folder === path) return undefined;
  const pointer = join(folder, '.lakefs_ref.yaml');
  const text = await readFile(pointer, 'utf8').catch(() => undefined);
  if (text === undefined) return lakefsVersion(root, folder);
  const found = reference.safeParse(parseOrNothing(text));
  if (!found.success) return undefined;
  const { src: source, at_head: version } = found.data;
  return { system: 'lakefs', pointer: nameOf(root, pointer), version, source, followed: false };
}

function parseOrNothing(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
