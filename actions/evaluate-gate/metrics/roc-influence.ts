import { comparisonsWon, countClasses } from '../../../shared/stats/roc.ts';
import { NotComputable } from './comparison.ts';
import type { Influence } from './influence.ts';
import { reasons } from './messages.ts';

/**
 * The area under the ROC curve with the influence of each row: how much better it is ranked against
 * the other class than rows of its class are on average (DeLong's structural components).
 *
 * @throws NotComputable where a class has no two rows
 */
export function aucInfluence(labels: Uint8Array, scores: Float64Array): Influence {
  const { positives, negatives } = requireTwoOfEach(labels);
  const won = comparisonsWon({ labels, scores }, 'scores');
  let sum = 0;
  for (let row = 0; row < won.length; row++) if (labels[row] === 1) sum += won[row] as number;
  const value = sum / (2 * positives * negatives);
  const rows = labels.length;
  const influence = won.map((wins, row) => {
    const [size, others] = labels[row] === 1 ? [positives, negatives] : [negatives, positives];
    return (rows / size) * (wins / (2 * others) - value);
  });
  return { value, influence };
}

/** @throws NotComputable */
export function requireTwoOfEach(labels: Uint8Array): ReturnType<typeof countClasses> {
  const counts = countClasses(labels);
  const { positives, negatives } = counts;
  if (positives >= 2 && negatives >= 2) return counts;
  throw new NotComputable(reasons.twoOfEach(positives, negatives));
}
