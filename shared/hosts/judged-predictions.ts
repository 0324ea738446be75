import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { fitsKeeping } from '../adapters/kept-predictions.ts';
import { pastGateOf } from '../domain/past-gate.ts';
import type { Artifact, StepRecord } from '../domain/record.ts';

/** They hold keys of rows: kept only where the policy says so, as it does by default. */
const keepsSchema = z.looseObject({ 'keep-predictions': z.literal(true) });

/**
 * The predictions a gate judged, where a later run that compares with this commit would lack them:
 * those that training left have travelled with its record.
 *
 * @param others records of this run that are there
 */
export function judgedPredictions(
  record: StepRecord,
  others: readonly StepRecord[],
): readonly Artifact[] {
  if (record.step !== 'evaluate-gate') return [];
  if (!keepsSchema.safeParse(record.inputs.policy).success) return [];
  const { predictions } = pastGateOf(record, record.finished);
  const training = others.filter(({ step }) => step === 'train-on-gpu-runner');
  const left = new Set(training.flatMap(({ artifacts }) => artifacts.map(({ sha256 }) => sha256)));
  if (predictions.every(({ sha256 }) => left.has(sha256))) return [];
  const isBelow = ({ path }: Artifact): boolean =>
    !isAbsolute(path) && !path.split(/[/\\]/u).includes('..');
  return fitsKeeping(predictions) && predictions.every(isBelow) ? predictions : [];
}
