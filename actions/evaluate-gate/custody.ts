import { shortDigest } from '../../shared/domain/digest.ts';
import type { Finding, StepRecord } from '../../shared/domain/record.ts';
import { custody as messages } from './messages.ts';

export type RequiredEvidence = 'validated-data' | 'training-record';

/** One of the challenger's predictions files, as found on disk. */
export interface PredictionsFile {
  /** Relative to the working directory, with forward slashes. */
  readonly path: string;
  readonly sha256: string;
}

export interface Evidence {
  readonly validation: StepRecord | undefined;
  readonly training: StepRecord | undefined;
  readonly predictions: readonly PredictionsFile[];
}

export interface Custody {
  readonly findings: readonly Finding[];
  /** The digest of the model that made the predictions; null: not shown by the evidence. */
  readonly model: string | null;
}

/**
 * Whether these predictions come from a model that was trained on data that was validated.
 *
 * What is required and missing is an error. What is not required is checked where the records
 * exist: records that contradict each other are an error, an open end is a note.
 */
export function checkCustody(
  { validation, training, predictions }: Evidence,
  required: readonly RequiredEvidence[],
): Custody {
  const needsData = required.includes('validated-data');
  const needsTraining = required.includes('training-record');
  const findings: Finding[] = [];
  const refuse = (code: string, message: string): void => {
    findings.push({ code, severity: 'error', message });
  };
  if (needsData) requireValidation(validation, refuse);
  if (training === undefined) {
    if (needsTraining) refuse('training-record-missing', messages.noTraining);
    else if (needsData && validation !== undefined) {
      refuse('training-data-unknown', messages.unknownTrainingData);
    }
    return { findings, model: null };
  }
  if (training.verdict === 'fail') {
    refuse('training-failed', messages.trainingFailed(training.verdict));
  }
  compareData(validation, training, needsData, refuse);
  const origin = originOf(predictions, training);
  if (origin.kind === 'other') {
    refuse('predictions-differ', messages.otherPredictions(origin.path));
  }
  if (origin.kind === 'unlisted') {
    const severity = needsTraining ? 'error' : 'info';
    const message = messages.unlistedPredictions;
    findings.push({ code: 'predictions-not-from-training', severity, message });
  }
  return { findings, model: origin.kind === 'listed' ? training.subject.model : null };
}

type Refuse = (code: string, message: string) => void;

function requireValidation(validation: StepRecord | undefined, refuse: Refuse): void {
  if (validation === undefined) refuse('data-not-validated', messages.noValidation);
  else if (validation.verdict !== 'pass' && validation.verdict !== 'warn') {
    refuse('data-validation-failed', messages.validationFailed(validation.verdict));
  }
}

function compareData(
  validation: StepRecord | undefined,
  training: StepRecord,
  needsData: boolean,
  refuse: Refuse,
): void {
  const validated = validation?.subject.data ?? null;
  const trained = training.subject.data;
  if (trained === null) {
    if (needsData) refuse('training-data-unknown', messages.unknownTrainingData);
    return;
  }
  // Without the requirement, a record of validation may well be about other data.
  if (!needsData || validated === null || validated === trained) return;
  refuse('trained-on-other-data', messages.otherData(shortDigest(trained), shortDigest(validated)));
}

type Origin = { kind: 'listed' } | { kind: 'unlisted' } | { kind: 'other'; path: string };

/** Whether training lists these very files. A file under a listed name with other content is worse. */
function originOf(predictions: readonly PredictionsFile[], training: StepRecord): Origin {
  const listed = new Set(training.artifacts.map(({ sha256 }) => sha256));
  const unlisted = predictions.filter(({ sha256 }) => !listed.has(sha256));
  // A model behind an endpoint has no files that anyone could have listed.
  if (predictions.length > 0 && unlisted.length === 0) return { kind: 'listed' };
  const changed = unlisted.find(({ path }) =>
    training.artifacts.some((artifact) => artifact.path === path),
  );
  return changed === undefined ? { kind: 'unlisted' } : { kind: 'other', path: changed.path };
}
