import { type Digest, shortDigest } from '../../shared/domain/digest.ts';
import type { Finding } from '../../shared/domain/record.ts';
import type { Damage, StrayAlias } from '../../shared/domain/registry.ts';
import { usageError } from '../../shared/kernel/action-error.ts';

const finding = (
  severity: Finding['severity'],
  code: string,
  message: string,
  evidence?: Record<string, unknown>,
): Finding => ({ severity, code, message, ...(evidence === undefined ? {} : { evidence }) });

export function noTrainingRecord(required: boolean): Finding {
  return required
    ? finding(
        'error',
        'training-record-missing',
        'There is no record of a training step, and the policy requires one (register.require). Run train-on-gpu-runner first, in this job or in one that it names under `needs:`.',
      )
    : finding(
        'warning',
        'lineage-unknown',
        'There is no record of a training step, so the code, data and environment behind this model are not known.',
      );
}

export function trainingFailed(): Finding {
  return finding(
    'error',
    'training-failed',
    'The training step failed, so what it left is not a model to register. Repair the training and run it again.',
  );
}

export function trainingNamesNoModel(): Finding {
  return finding(
    'error',
    'training-names-no-model',
    'The record of the training step names no model, so nothing ties this folder to it. Run the training step again.',
  );
}

export function notAsTrained(trained: Digest, found: Digest, differences: string[]): Finding {
  const shown = differences.slice(0, 5).join(', ');
  const more = differences.length > 5 ? ` and ${differences.length - 5} more` : '';
  const why = differences.length === 0 ? '' : `: ${shown}${more}`;
  return finding(
    'error',
    'not-as-trained',
    `The folder is not the model that was trained (${shortDigest(trained)} was recorded, ${shortDigest(found)} is there)${why}. Train again, or register the folder the training wrote.`,
    { trained, found, differences },
  );
}

export function dirtyCode(commit: string | null): Finding {
  const at = commit === null ? '' : ` ${commit.slice(0, 12)}`;
  return finding(
    'warning',
    'code-not-committed',
    `The training ran on code with changes that are not in commit${at}, so the commit alone does not reproduce this model.`,
  );
}

export function gateMissing(): Finding {
  return finding(
    'error',
    'gate-missing',
    'There is no record of evaluate-gate for this model. Run the gate first, in this job or in one that it names under `needs:`.',
  );
}

export function gateNamesNoModel(): Finding {
  return finding(
    'error',
    'gate-names-no-model',
    "The gate's record does not say which model it judged. Run the gate in the same job as the training step, so that it can tell.",
  );
}

export function gateJudgedAnother(judged: Digest, held: Digest): Finding {
  return finding(
    'error',
    'gate-judged-another-model',
    `The gate judged another model (${shortDigest(judged)}) than this one (${shortDigest(held)}). Run the gate on this model.`,
    { judged, held },
  );
}

export function gateNotPassed(verdict: string, summary: string): Finding {
  return finding(
    'error',
    'gate-not-passed',
    `The gate did not let this model pass (${verdict}): ${summary}`,
    { verdict },
  );
}

export function aliasUnknown(alias: string, known: readonly string[]): Finding {
  const list = known.length === 0 ? 'There is no alias yet.' : `There is ${known.join(', ')}.`;
  return finding('error', 'alias-unknown', `No alias "${alias}" exists. ${list}`);
}

export function neverHadAlias(alias: string, version: string): Finding {
  return finding(
    'error',
    'never-had-alias',
    `${version} never was ${alias}, so it cannot be rolled back to. Promote it instead: it has to pass the gate for that.`,
  );
}

export function noPreviousVersion(alias: string): Finding {
  return finding(
    'error',
    'no-previous-version',
    `There is no earlier ${alias} to return to. Promote another version instead.`,
  );
}

export function damageFinding({ what, digest, problem }: Damage): Finding {
  const words: Record<Damage['problem'], string> = {
    missing: 'is missing',
    'wrong-size': 'has another size than recorded',
    'wrong-digest': 'has other bytes than recorded',
    unreadable: 'cannot be read',
    'wrong-identity': 'does not add up to the model it claims to be',
  };
  const blob = digest === null ? '' : ` (blob ${digest})`;
  return finding('error', 'registry-damaged', `${what}${blob} ${words[problem]}.`, {
    what,
    digest,
    problem,
  });
}

export function strayFinding({ alias, at, recorded }: StrayAlias): Finding {
  const is = at === null ? 'names nothing' : `names ${at}`;
  return finding(
    'error',
    'alias-moved-outside',
    `${alias} ${is}, but the last move on record put it at ${recorded}: something other than this step moved it. To put it back, promote ${recorded}.`,
    { alias, at, recorded },
  );
}

export function registered(reference: string, isNew: boolean, alias: string | undefined): string {
  const as = alias === undefined ? '' : `, now ${alias}`;
  return isNew ? `Registered as ${reference}${as}.` : `Already registered as ${reference}${as}.`;
}

export function refused(name: string, first: Finding): string {
  return `${name} was not registered: ${first.message}`;
}

export function promoted(reference: string, alias: string, from: string | undefined): string {
  const was = from === undefined ? 'the first one' : `it was ${from}`;
  return `${reference} is now ${alias} (${was}).`;
}

export function alreadyAlias(reference: string, alias: string): string {
  return `${reference} is ${alias} already; nothing was changed.`;
}

export function notMoved(alias: string, first: Finding): string {
  return `${alias} was not moved: ${first.message}`;
}

export function rolledBack(alias: string, to: string, from: string): string {
  return `${alias} is back at ${to}; it was ${from}.`;
}

export function alreadyRolledBack(alias: string, at: string): string {
  return `${alias} is back at ${at} already; nothing was changed. To go further back, give the version.`;
}

export function verified(blobs: number, bytes: number): string {
  return `All ${blobs} blobs of the registry are sound (${formatBytes(bytes)} read and hashed).`;
}

export function unsound(damages: number, blobs: number, strays: number): string {
  const aliases = strays === 1 ? '1 alias was' : `${strays} aliases were`;
  const moved = `${aliases} moved past this step`;
  if (damages === 0) return `All ${blobs} blobs of the registry are sound, but ${moved}.`;
  const first = `${damages} of ${blobs} blobs of the registry are damaged`;
  return strays === 0 ? `${first}.` : `${first}, and ${moved}.`;
}

export function shown(name: string, versions: number, champion: string | undefined): string {
  if (versions === 0) return `The registry holds no version of ${name}.`;
  const count = versions === 1 ? '1 version' : `${versions} versions`;
  return `${name} has ${count}; ${champion === undefined ? 'none is champion' : `${champion} is champion`}.`;
}

export function pruned(versions: readonly string[], blobs: number, bytes: number): string {
  if (versions.length === 0 && blobs === 0) return 'There was nothing to prune.';
  const which = versions.length === 0 ? 'No version' : versions.join(', ');
  return `${which} dropped; ${blobs} blobs (${formatBytes(bytes)}) removed.`;
}

/** Bytes as people read them: 1.4 MB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toPrecision(3)} ${units[power]}`;
}

/** Titles and headings of the tables. */
export const tables = {
  notKnown: 'not known',
  lineage: {
    title: 'Lineage',
    what: 'What',
    digest: 'Digest',
    model: 'model',
    code: 'code',
    data: 'data',
    parameters: 'parameters',
    environment: 'environment',
  },
  files: {
    title: (count: number) => `${count} ${count === 1 ? 'file' : 'files'}`,
    file: 'File',
    size: 'Size',
  },
  versions: {
    title: 'Versions',
    version: 'Version',
    alias: 'Alias',
    model: 'Model',
    size: 'Size',
    registered: 'Registered',
  },
  history: {
    title: (count: number) => `${count} ${count === 1 ? 'move' : 'moves'} of aliases`,
    when: 'When',
    alias: 'Alias',
    from: 'From',
    to: 'To',
    who: 'Who',
    why: 'Why',
  },
};

export function invalidInput(input: string, value: string, expected: string): Error {
  return usageError(
    'invalid-inputs',
    `input "${input}" is ${JSON.stringify(value)}, but ${expected} is expected`,
    '`mlops register-model --help` lists every input.',
  );
}

export function modelDirUnnamed(): Error {
  return usageError(
    'model-dir-missing',
    'No model folder was given, and no training step recorded one.',
    'Name the folder with the input "model-dir".',
  );
}

/** What a file is named by that should be one of the model's. */
export const modelPart = 'a part of the model';

/** Why an alias moved: the ledger keeps the English words. */
export function reason(kept: string): string {
  return kept;
}

export function modelDirMissing(asked: string, isFile: boolean): Error {
  return usageError(
    'model-dir-missing',
    `The model folder ${asked} ${isFile ? 'is a file, not a folder' : 'does not exist'}.`,
    'Name the folder the training wrote with the input "model-dir".',
  );
}

export function modelDirEmpty(shown: string): Error {
  return usageError(
    'model-dir-empty',
    `The model folder ${shown} holds no file, so there is no model to register.`,
    'Let the training write its model there, or name another folder.',
  );
}

export function versionMissing(): Error {
  return usageError(
    'version-missing',
    'It is not said which version to promote, and no registered model is the one the gate judged.',
    'Name it with the input "version"; `mlops register-model --mode show` lists them.',
  );
}
