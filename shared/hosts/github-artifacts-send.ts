import { lstat, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Artifact, StepRecord } from '../domain/record.ts';
import type { ArtifactFile, ArtifactStore } from '../ports/artifact-store.ts';
import type { Host } from '../ports/host.ts';
import { formatBytes } from '../report/format-number.ts';
import { artifactMessages as messages } from './github-artifacts-messages.ts';
import { artifactName, filesLimit, recordEntry } from './github-artifacts-names.ts';
import { judgedPredictions } from './judged-predictions.ts';

/**
 * Hand a step's record, and the files it names, to later jobs of the run: two artifacts, so that
 * who wants to know the verdict need not fetch the model. Does nothing where jobs have no
 * artifacts. The record's values are redacted already. With a gate go the predictions it judged,
 * for runs of later commits that compare with this one.
 *
 * @param others records of this run that are there
 * @throws ActionError (external, `artifacts-unavailable`).
 */
export async function sendEvidence(
  host: Host,
  record: StepRecord,
  workingDirectory: string,
  others: readonly StepRecord[] = [],
): Promise<void> {
  const { artifacts } = host;
  if (artifacts === undefined) return;
  const judged = judgedPredictions(record, others);
  const files = [...record.artifacts, ...judged.filter(isNew(record.artifacts))];
  const { travels, stays } = await chooseFiles(files, workingDirectory);
  await host.group(messages.title, async () => {
    await sendRecord(host, artifacts, record);
    if (travels.length > 0) {
      const sent = travels.map(({ path }): ArtifactFile => {
        return { name: path, path: resolve(workingDirectory, path) };
      });
      await artifacts.upload(nameOf(host, record, 'files'), sent);
    }
  });
  if (stays.length > 0) {
    const named = stays.map(({ path, size }) => `${path} (${formatBytes(size)})`);
    host.log('notice', messages.leftOut(named, formatBytes(filesLimit)));
  }
}

async function sendRecord(host: Host, artifacts: ArtifactStore, record: StepRecord): Promise<void> {
  const folder = await mkdtemp(join(host.tempDir, 'mlops-record-'));
  try {
    const path = join(folder, recordEntry);
    await writeFile(path, JSON.stringify(record));
    await artifacts.upload(nameOf(host, record, 'record'), [{ name: recordEntry, path }]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function nameOf(host: Host, { model, step }: StepRecord, part: 'record' | 'files'): string {
  return artifactName({ model, step, attempt: host.context.attempt, part });
}

function isNew(known: readonly Artifact[]): (file: Artifact) => boolean {
  return ({ path }) => known.every((each) => each.path !== path);
}

/** Small files first: predictions travel even where the model does not. */
async function chooseFiles(files: readonly Artifact[], workingDirectory: string) {
  const travels: Artifact[] = [];
  const stays: Artifact[] = [];
  let total = 0;
  for (const file of files.toSorted((a, b) => a.size - b.size)) {
    const found = await lstat(resolve(workingDirectory, file.path)).catch(() => undefined);
    // Removed since, or a link: nothing that could be checked on arrival.
    if (!found?.isFile()) continue;
    if (total + file.size > filesLimit) stays.push(file);
    else {
      total += file.size;
      travels.push(file);
    }
  }
  return { travels, stays };
}
