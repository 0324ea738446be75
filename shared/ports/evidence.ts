import type { StepRecord } from '../domain/record.ts';
import type { StepName } from '../domain/step.ts';

/** Records that earlier steps left in the report directory. */
export interface Evidence {
  /**
   * The record a step left, or undefined where it left none.
   *
   * @throws ActionError (usage, `record-invalid`) when the file is not a record of this version,
   *   or belongs to another model.
   */
  read(step: StepName): Promise<StepRecord | undefined>;
  /** Write atomically: a killed process leaves the old record or the new one. Returns the path. */
  write(record: StepRecord): Promise<string>;
}
