import { type Digest, shortDigest } from '../../shared/domain/digest.ts';
import type { Artifact, Finding } from '../../shared/domain/record.ts';
import type { Environment } from './environment.ts';
import { messages } from './messages.ts';
import type { RecordedTraining } from './recorded-training.ts';
import type { TrainedModel } from './training-result.ts';

/**
 * What a second training says about the recorded one. Everything else stays as it was recorded: the
 * model folder still holds the first model, and later steps go on from its record.
 */
export function comparisonResult(
  { record, environment: before }: RecordedTraining,
  again: TrainedModel & { readonly metrics: ReadonlyMap<string, number> },
  environment: Environment,
) {
  const recorded = filesBelow(again.folder, record.artifacts);
  const different = differentFiles(recorded, again.files);
  const changed = differentKeys(before, environment);
  const same = different.length === 0;
  const model: Digest = record.subject.model ?? '';
  return {
    verdict: same ? ('pass' as const) : ('fail' as const),
    summary: same
      ? messages.reproduced(again.files.length, shortDigest(model))
      : messages.notReproduced(different),
    findings: findingsOf(different, changed),
    subject: {
      data: record.subject.data,
      model: record.subject.model,
      environment: record.subject.environment,
    },
    ...{ metrics: record.metrics, series: record.series, artifacts: record.artifacts },
    tables: record.tables,
    inputs: { ...record.inputs, reproduced: same },
    outputs: {
      'model-dir': again.folder,
      'model-digest': model,
      metrics: JSON.stringify(Object.fromEntries(again.metrics)),
    },
  };
}

function findingsOf(different: readonly string[], changed: readonly string[]): Finding[] {
  const code = 'not-reproduced';
  const environment: Finding = {
    code: 'other-environment',
    severity: 'warning',
    message: messages.otherEnvironment(changed),
  };
  return [
    ...(different.length === 0
      ? []
      : [
          {
            code,
            severity: 'error' as const,
            message: messages.notReproduced(different),
            evidence: { files: different },
          },
        ]),
    ...(changed.length === 0 ? [] : [environment]),
  ];
}

function filesBelow(folder: string, artifacts: readonly Artifact[]): Artifact[] {
  const prefix = `${folder}/`;
  return artifacts
    .filter(({ path }) => path.startsWith(prefix))
    .map((file) => ({ ...file, path: file.path.slice(prefix.length) }));
}

/** Files that are not the same in both, by path: changed, missing or new. */
function differentFiles(before: readonly Artifact[], after: readonly Artifact[]): string[] {
  const digests = (files: readonly Artifact[]): Map<string, string> =>
    new Map(files.map(({ path, sha256 }) => [path, sha256]));
  const [old, now] = [digests(before), digests(after)];
  const paths = new Set([...old.keys(), ...now.keys()]);
  return [...paths].filter((path) => old.get(path) !== now.get(path)).sort();
}

/** Names of what is not the same in both environments. */
function differentKeys(before: Readonly<Record<string, unknown>>, after: Environment): string[] {
  const now: Readonly<Record<string, unknown>> = { ...after };
  const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(now[key]));
}
