import { lstat, mkdtemp, realpath, rename, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Artifact, StepRecord } from '../domain/record.ts';
import type { StepName } from '../domain/step.ts';
import { makeDirectory } from '../files/make-directory.ts';
import { type ActionError, externalError } from '../kernel/action-error.ts';
import type { ArtifactStore, StoredArtifact } from '../ports/artifact-store.ts';
import type { Evidence } from '../ports/evidence.ts';
import type { Host } from '../ports/host.ts';
import { formatBytes } from '../report/format-number.ts';
import { codeState } from './code-state.ts';
import { artifactMessages as messages } from './github-artifacts-messages.ts';
import {
  type EvidencePart,
  filesLimit,
  longestRecord,
  parseArtifactName,
} from './github-artifacts-names.ts';
import { recordIn, refused } from './github-artifacts-record.ts';
import { openZip, refuseName, type ZipArchive } from './github-artifacts-zip.ts';

/** Whose records a step reads, and whose files. */
interface Wanted {
  readonly records: readonly StepName[];
  readonly files: readonly StepName[];
}

const wantedBy: Readonly<Record<StepName, Wanted>> = {
  'data-validate': { records: [], files: [] },
  'train-on-gpu-runner': { records: ['data-validate'], files: [] },
  'evaluate-gate': {
    records: ['data-validate', 'train-on-gpu-runner'],
    files: ['train-on-gpu-runner'],
  },
  'register-model': {
    records: ['data-validate', 'train-on-gpu-runner', 'evaluate-gate'],
    files: ['train-on-gpu-runner'],
  },
  'deploy-canary': { records: ['register-model'], files: [] },
  'drift-report': { records: [], files: [] },
};

/** A registered model may be of an older commit; what was validated, trained and judged is not. */
const aboutThisCommit: readonly StepName[] = [
  'data-validate',
  'train-on-gpu-runner',
  'evaluate-gate',
];

/** More files than a model has. */
const mostFiles = 10_000;

/** The part of a step's context this needs. */
export interface Arrival {
  readonly host: Host;
  readonly evidence: Evidence;
  readonly modelName: string;
  readonly workingDirectory: string;
}

/**
 * Fetch what this step reads of earlier ones and does not find in its folder, from the jobs of
 * this run that left it, and check it: the record's form, step, model and commit, and size and
 * SHA-256 of every file. Does nothing where jobs have no artifacts.
 *
 * What no job has left is said and nothing more: whether it is needed is the step's to judge.
 *
 * @throws ActionError (usage, `evidence-refused`; external, `archive-refused`) at what arrives and
 *   is not what it says it is.
 */
export async function receiveEvidence(step: StepName, arrival: Arrival): Promise<void> {
  const { host, evidence } = arrival;
  const { artifacts } = host;
  if (artifacts === undefined) return;
  const wanted = wantedBy[step];
  const held = new Map<StepName, StepRecord | undefined>();
  for (const name of wanted.records) {
    // One that is there and wrong is the step's to complain about.
    held.set(name, await evidence.read(name).catch(() => undefined));
  }
  const lacksRecord = wanted.records.some((name) => held.get(name) === undefined);
  const lacksFile = await anyMissing(wanted.files, held, arrival);
  if (!lacksRecord && !lacksFile) return;
  const listed = host.group(messages.title, () => artifacts.list());
  const stored = await listed.catch((error: unknown) => {
    const { message } = error as Error;
    host.log('warning', messages.notAsked(message));
    return undefined;
  });
  if (stored === undefined) return;
  const post = new Post(arrival, artifacts, stored);
  for (const name of wanted.records) {
    if (held.get(name) === undefined) held.set(name, await post.record(name));
  }
  for (const name of wanted.files) {
    const record = held.get(name);
    if (record !== undefined) await post.files(record);
  }
}

async function anyMissing(
  steps: readonly StepName[],
  held: ReadonlyMap<StepName, StepRecord | undefined>,
  { workingDirectory }: Arrival,
): Promise<boolean> {
  for (const step of steps) {
    const missing = await missingFiles(held.get(step)?.artifacts ?? [], workingDirectory);
    if (missing.length > 0) return true;
  }
  return false;
}

async function missingFiles(
  files: readonly Artifact[],
  workingDirectory: string,
): Promise<Artifact[]> {
  const missing: Artifact[] = [];
  for (const file of files) {
    const found = await lstat(resolve(workingDirectory, file.path)).catch(() => undefined);
    if (found === undefined) missing.push(file);
  }
  return missing;
}

/** What earlier jobs of this run left, for one step. */
class Post {
  private readonly arrival: Arrival;
  private readonly artifacts: ArtifactStore;
  private readonly stored: readonly StoredArtifact[];

  constructor(arrival: Arrival, artifacts: ArtifactStore, stored: readonly StoredArtifact[]) {
    this.arrival = arrival;
    this.artifacts = artifacts;
    this.stored = stored;
  }

  async record(step: StepName): Promise<StepRecord | undefined> {
    const { host, evidence } = this.arrival;
    const newest = this.newest(step, 'record');
    if (newest === undefined) {
      host.log('info', messages.absent(step, host.context.job));
      return undefined;
    }
    const { artifact, attempt } = newest;
    const record = await this.opened(artifact, longestRecord, (archive) =>
      recordIn(archive, artifact.name, { step, model: this.arrival.modelName }),
    );
    await this.refuseOtherCommit(record);
    await evidence.write(record);
    host.log('info', messages.received(messages.record, step, attempt));
    return record;
  }

  async files(record: StepRecord): Promise<void> {
    const { host, workingDirectory } = this.arrival;
    const missing = await missingFiles(record.artifacts, workingDirectory);
    if (missing.length === 0) return;
    const newest = this.newest(record.step, 'files');
    if (newest !== undefined) {
      await this.opened(newest.artifact, filesLimit, (archive) =>
        this.unpack(archive, record, missing),
      );
      host.log('info', messages.received(messages.files, record.step, newest.attempt));
    }
    const still = await missingFiles(missing, workingDirectory);
    if (still.length === 0) return;
    const named = still.map(({ path, size }) => `${path} (${formatBytes(size)})`);
    host.log('warning', messages.filesAbsent(record.step, named, formatBytes(filesLimit)));
  }

  /** Of the latest attempt: a job that was run again has left a newer one. */
  private newest(step: StepName, part: EvidencePart) {
    const { host, modelName } = this.arrival;
    return this.stored
      .flatMap((artifact) => {
        const name = parseArtifactName(artifact.name);
        const fits =
          name?.model === modelName &&
          name.step === step &&
          name.part === part &&
          name.attempt <= host.context.attempt;
        return fits ? [{ artifact, attempt: name.attempt }] : [];
      })
      .toSorted((a, b) => b.attempt - a.attempt || b.artifact.id - a.artifact.id)[0];
  }

  private async opened<T>(
    artifact: StoredArtifact,
    bytes: number,
    use: (archive: ZipArchive) => Promise<T>,
  ): Promise<T> {
    const { host } = this.arrival;
    if (artifact.size > bytes) throw tooLarge(artifact, bytes);
    const folder = await mkdtemp(join(host.tempDir, 'mlops-arrival-'));
    try {
      const path = await host.group(messages.title, () =>
        this.artifacts.download(artifact, folder),
      );
      const archive = await openZip(path, { entries: mostFiles, bytes });
      try {
        return await use(archive);
      } finally {
        await archive.close();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private async refuseOtherCommit({ step, subject }: StepRecord): Promise<void> {
    const { host, workingDirectory } = this.arrival;
    const { commit: ours } = await codeState(workingDirectory, host.context.commit);
    const { commit: theirs } = subject;
    if (aboutThisCommit.includes(step) && ours !== null && theirs !== null && ours !== theirs) {
      throw refused(messages.otherCommit(step, theirs, ours));
    }
  }

  private async unpack(
    archive: ZipArchive,
    record: StepRecord,
    wanted: readonly Artifact[],
  ): Promise<void> {
    const { workingDirectory } = this.arrival;
    for (const file of wanted) {
      const entry = archive.entries.find(({ name }) => name === file.path);
      if (entry === undefined) continue;
      const target = await placeFor(file, workingDirectory, record.step);
      if (entry.size !== file.size) {
        const how = messages.otherSize(entry.size, file.size);
        throw refused(messages.otherFile(file.path, record.step, how));
      }
      // Beside the target: a temporary folder may be another file system.
      const unpacked = `${target}.${process.pid}.tmp`;
      try {
        if ((await archive.extract(entry, unpacked)) !== file.sha256) {
          throw refused(messages.otherFile(file.path, record.step, messages.otherDigest));
        }
        await rename(unpacked, target);
      } finally {
        await rm(unpacked, { force: true });
      }
    }
  }
}

/** Where a file goes, with the folders above it made: below the working directory, behind no link. */
async function placeFor(file: Artifact, workingDirectory: string, step: StepName): Promise<string> {
  const outside = () => refused(messages.outside(file.path, step));
  try {
    refuseName(file.path);
  } catch {
    throw outside();
  }
  const target = resolve(workingDirectory, file.path);
  let existing = dirname(target);
  while ((await lstat(existing).catch(() => undefined)) === undefined) existing = dirname(existing);
  const [real, root] = await Promise.all([realpath(existing), realpath(workingDirectory)]);
  const below = relative(root, real);
  if (below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) throw outside();
  await makeDirectory(dirname(target));
  return target;
}

function tooLarge({ name, size }: StoredArtifact, limit: number): ActionError {
  const { message, hint } = messages.tooLarge(name, formatBytes(size), formatBytes(limit));
  return externalError('archive-refused', message, hint);
}
