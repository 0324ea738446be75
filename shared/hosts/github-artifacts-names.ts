import { modelNameSchema } from '../domain/model-reference.ts';
import { type StepName, stepNames } from '../domain/step.ts';

/**
 * What an artifact with a step's evidence holds: the record alone, small enough for a reader who
 * trusts nobody, or the files the record names.
 */
export type EvidencePart = 'record' | 'files';

/** What the name of an artifact with evidence says. */
export interface EvidenceName {
  readonly model: string;
  readonly step: StepName;
  /** Of the run: 1, and one more for each re-run. */
  readonly attempt: number;
  readonly part: EvidencePart;
}

/** `mlops.flights.data-validate.1.record`: no part of a model's name can be taken for a step's. */
export function artifactName({ model, step, attempt, part }: EvidenceName): string {
  return `mlops.${model}.${step}.${attempt}.${part}`;
}

const namePattern = new RegExp(
  `^mlops\\.(?<model>.+)\\.(?<step>${stepNames.join('|')})\\.(?<attempt>[1-9]\\d{0,5})\\.(?<part>record|files)$`,
  'u',
);

/** undefined: the artifact is not ours. */
export function parseArtifactName(name: string): EvidenceName | undefined {
  const { model, step, attempt, part } = namePattern.exec(name)?.groups ?? {};
  if (!modelNameSchema.safeParse(model).success) return undefined;
  return {
    model: String(model),
    step: step as StepName,
    attempt: Number(attempt),
    part: part as EvidencePart,
  };
}

/** Name of the record inside its artifact. */
export const recordEntry = 'record.json';

/** Larger records are no records: the largest of our own tests have 0.5 MB. */
export const longestRecord = 16 * 1024 * 1024;

/**
 * Bytes of the files of one step that travel, unpacked. Artifacts are stored for weeks and count
 * against the account (500 MB on GitHub's free plan), so larger models stay where they are.
 */
export const filesLimit = 256 * 1024 * 1024;
