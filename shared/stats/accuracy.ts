/** Rows by which of two models got them right. */
export interface PairedCorrectness {
  readonly both: number;
  readonly onlyChampion: number;
  readonly onlyChallenger: number;
  readonly neither: number;
}

/**
 * Counts which of two models classified each row rightly: all that their accuracies, the difference
 * and McNemar's test need.
 *
 * @param labels, champion, challenger class codes, one a row
 * @throws RangeError without rows or on different lengths
 */
export function pairedCorrectness(
  labels: ArrayLike<number>,
  champion: ArrayLike<number>,
  challenger: ArrayLike<number>,
): PairedCorrectness {
  const rows = labels.length;
  if (rows === 0) throw new RangeError('labels: no rows');
  if (champion.length !== rows || challenger.length !== rows) {
    throw new RangeError(
      `${champion.length} champion and ${challenger.length} challenger classes for ${rows} labels`,
    );
  }
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  for (let i = 0; i < rows; i++) {
    const right = champion[i] === labels[i] ? 1 : 0;
    const rightToo = challenger[i] === labels[i] ? 2 : 0;
    counts[(right + rightToo) as 0 | 1 | 2 | 3]++;
  }
  const [neither, onlyChampion, onlyChallenger, both] = counts;
  return { both, onlyChampion, onlyChallenger, neither };
}

/** Accuracies of both models and challenger minus champion, in [0, 1]. */
export interface Accuracies {
  readonly champion: number;
  readonly challenger: number;
  readonly difference: number;
}

/** @throws RangeError without rows */
export function accuracies(counts: PairedCorrectness): Accuracies {
  const { both, onlyChampion, onlyChallenger, neither } = counts;
  const rows = both + onlyChampion + onlyChallenger + neither;
  if (!(rows > 0)) throw new RangeError('no rows to take an accuracy of');
  return {
    champion: (both + onlyChampion) / rows,
    challenger: (both + onlyChallenger) / rows,
    difference: (onlyChallenger - onlyChampion) / rows,
  };
}
