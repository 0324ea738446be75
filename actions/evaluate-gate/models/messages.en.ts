import type { MetricComparison } from '../metrics/comparison.ts';
import { count, counted } from '../number-texts.ts';

type Unit = NonNullable<MetricComparison['basis']>['unit'];

const plural: Readonly<Record<Unit, string>> = {
  file: 'files',
  run: 'runs',
  request: 'requests',
  batch: 'batches',
};

/** Why something about a model could not be measured. */
export const problems = {
  notAModel: 'it is measured of a model, and the challenger is a predictions file',
  championNotAModel:
    'the champion is a predictions file, so there is nothing to compare with; give its model',
  runsElsewhere: 'the model runs behind an endpoint, so its files and its process are out of reach',
  noPrice: 'it needs `evaluate.price-per-hour`, what an hour of this machine costs',
  tooFew: (made: number, needed: number, unit: Unit) =>
    `an interval needs ${count(needed)} ${plural[unit]}, and ${count(made)} were made; raise \`evaluate.model.requests\` or lower \`evaluate.level\``,
};

/** `challenger: 65,536 of 1,000,000 rows, 12 s left`. */
export function progressText(
  who: string,
  done: number,
  rows: number,
  secondsLeft: number | undefined,
): string {
  const left = secondsLeft === undefined ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  return `predicting (${who}): ${count(done)} of ${counted(rows, 'row')}${left}`;
}

export const progress = {
  timing: 'measuring latency and throughput',
  memory: 'measuring memory',
};

export const compression = {
  title: 'Parent → compressed variant',
  parent: 'parent',
  variant: 'variant',
  ratio: 'ratio',
  /** `4.0 times smaller`, or `3 % slower` where the factor is too near to one. */
  times: (ratio: number, gained: string, lost: string) => {
    const [factor, word] = ratio >= 1 ? [ratio, gained] : [1 / ratio, lost];
    if (factor < 1.1) return `${((1 - 1 / factor) * 100).toFixed(1)} % ${word}`;
    return `${factor.toFixed(factor >= 100 ? 0 : 1)} times ${word}`;
  },
  sameSize: 'as large as its parent',
  unsureSpeed: 'not measurably faster or slower',
  noWorse: (metric: string, allowed: string) =>
    allowed === '0' ? `${metric} not worse` : `${metric} not worse by more than ${allowed}`,
  better: (metric: string) => `${metric} better`,
  worse: (metric: string) => `${metric} worse than allowed`,
  unsure: (metric: string) => `${metric} not decided`,
  notComputed: (metric: string) => `${metric} not computed`,
  sentence: (parts: readonly string[]) => {
    const text = parts.join(', ');
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  },
};
