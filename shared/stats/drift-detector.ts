/** What a detector says after one more value: the mean rose, fell, or may be about to change. */
export type DetectorState = 'steady' | 'warning' | 'rise' | 'fall';

/**
 * Watches the mean of a stream, one value at a time. After a change the next value starts a new
 * stream, as in the papers and in river.
 */
export interface DriftDetector {
  /** @param x an error (1) or none (0); for detectors of real numbers, any loss. Finite. */
  update(x: number): DetectorState;
}

/** Indices, from 0, of the values at which a fresh detector saw the mean rise or fall. */
export function changesOf(
  detector: DriftDetector,
  values: ArrayLike<number>,
): { index: number; change: 'rise' | 'fall' }[] {
  const changes: { index: number; change: 'rise' | 'fall' }[] = [];
  for (let index = 0; index < values.length; index++) {
    const state = detector.update(values[index] as number);
    if (state === 'rise' || state === 'fall') changes.push({ index, change: state });
  }
  return changes;
}
