import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { keptName } from '../adapters/kept-predictions.ts';
import type { Artifact } from '../domain/record.ts';
import { fetchedArchive } from './github-archive.ts';
import { artifactMessages as messages } from './github-artifacts-messages.ts';
import { filesLimit } from './github-artifacts-names.ts';
import { refused } from './github-artifacts-record.ts';
import { openZip, type ZipArchive } from './github-artifacts-zip.ts';
import type { GithubApi } from './github-client.ts';
import type { ListedArtifact } from './github-past-lists.ts';

/** More files than a model has. */
const mostFiles = 10_000;
/** 256 MiB at 1 MB/s. */
const transferMs = 300_000;

/**
 * Unpack the files the gate judged, each under a name of ours and checked against what the gate's
 * record says of it. Empty where the artifact lacks one.
 *
 * @param folder a new one is made in it
 * @throws ActionError (usage, `evidence-refused`; external, `archive-refused`).
 */
export function predictionsOf(
  api: GithubApi,
  artifact: ListedArtifact,
  wanted: readonly Artifact[],
  folder: string,
): Promise<readonly string[]> {
  const limits = { bytes: filesLimit, timeoutMs: transferMs };
  return fetchedArchive(api, artifact, limits, async (path) => {
    const archive = await openZip(path, { entries: mostFiles, bytes: filesLimit });
    try {
      return await unpack(archive, wanted, await mkdtemp(join(folder, 'past-')));
    } finally {
      await archive.close();
    }
  });
}

async function unpack(
  archive: ZipArchive,
  wanted: readonly Artifact[],
  folder: string,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const [index, file] of wanted.entries()) {
    const entry = archive.entries.find(({ name }) => name === file.path);
    if (entry === undefined) return [];
    const otherwise = (how: string) => refused(messages.otherFile(file.path, 'evaluate-gate', how));
    if (entry.size !== file.size) throw otherwise(messages.otherSize(entry.size, file.size));
    const target = join(folder, keptName(file.path, index));
    if ((await archive.extract(entry, target)) !== file.sha256) {
      throw otherwise(messages.otherDigest);
    }
    paths.push(target);
  }
  return paths;
}
