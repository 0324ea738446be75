import type { PeerMethod } from '../../../shared/domain/drift-method.ts';
import { deequChiSquared, deequKs, deequLInfinity, deequPsi } from './deequ.ts';
import {
  evidentlyEnergy,
  evidentlyHellinger,
  evidentlyJs,
  evidentlyKl,
  evidentlyMannWhitney,
  evidentlyPsi,
  evidentlyTests,
  evidentlyWasserstein,
  ksPValue,
} from './evidently.ts';
import {
  alibiDetectChiSquared,
  alibiDetectKs,
  deepchecksCramersV,
  deepchecksKs,
  deepchecksPsi,
  frourosPsi,
  greatExpectationsKl,
} from './more-tools.ts';
import {
  contingency,
  nannymlHellinger,
  nannymlJs,
  nannymlKs,
  nannymlLInfinity,
  nannymlWasserstein,
} from './nannyml.ts';
import { sodaChiSquared, sodaPsi, sodaWasserstein } from './soda.ts';
import { tfdvJsd, tfdvLInfinity } from './tfdv.ts';
import type { ValueCounts } from './value-counts.ts';
import { whylogsChiSquared, whylogsHellinger, whylogsKs } from './whylogs.ts';

/** What a tool shows, and the p-value it decides by where that is another number. */
type Figure = number | { readonly value: number; readonly pValue: number };
export type Formula = (counts: ValueCounts) => Figure;

/**
 * When the tool says drift. `learned`: above the mean plus three standard deviations of what ten
 * pieces of the reference show against all of it. No `limit`: the tool has none, the user gives it.
 */
export type Rule =
  | { readonly kind: 'at-least' | 'above'; readonly limit?: number }
  | { readonly kind: 'p-below' | 'p-at-most'; readonly limit: number }
  | { readonly kind: 'learned'; readonly most?: number };

export interface PeerFormula {
  readonly title: string;
  readonly rule: Rule;
  readonly numbers?: Formula;
  readonly categories?: Formula;
  /** What the same tool does with columns that this method cannot measure. */
  readonly otherwise?: PeerMethod;
}

const atLeast = (limit: number): Rule => ({ kind: 'at-least', limit });
const pBelow = (limit: number): Rule => ({ kind: 'p-below', limit });
const asked: Rule = { kind: 'above' };
const learned: Rule = { kind: 'learned' };

/** Every method but `evidently-default`, which chooses among these. */
export const peerFormulas: Readonly<Record<Exclude<PeerMethod, 'evidently-default'>, PeerFormula>> =
  {
    'evidently-psi': { title: 'PSI', rule: atLeast(0.1), ...evidentlyPsi },
    'evidently-js': { title: 'Jensen-Shannon distance', rule: atLeast(0.1), ...evidentlyJs },
    'evidently-kl': { title: 'KL divergence', rule: atLeast(0.1), ...evidentlyKl },
    'evidently-wasserstein': {
      title: 'Wasserstein distance in σ',
      rule: atLeast(0.1),
      numbers: evidentlyWasserstein,
      otherwise: 'evidently-default',
    },
    'evidently-hellinger': {
      title: 'Hellinger distance',
      rule: atLeast(0.1),
      ...evidentlyHellinger,
    },
    'evidently-energy': {
      title: 'energy distance',
      rule: { kind: 'above', limit: 0.1 },
      numbers: evidentlyEnergy,
      otherwise: 'evidently-default',
    },
    'evidently-ks': {
      title: 'KS p-value',
      rule: { kind: 'p-at-most', limit: 0.05 },
      numbers: ksPValue,
      otherwise: 'evidently-default',
    },
    'evidently-mann-whitney': {
      title: 'Mann-Whitney p-value',
      rule: pBelow(0.05),
      numbers: evidentlyMannWhitney,
      otherwise: 'evidently-default',
    },
    'evidently-chi-squared': {
      title: 'chi-squared p-value',
      rule: pBelow(0.05),
      categories: evidentlyTests.chiSquared,
      otherwise: 'evidently-default',
    },
    'evidently-z': {
      title: 'Z-test p-value',
      rule: pBelow(0.05),
      categories: evidentlyTests.z,
      otherwise: 'evidently-default',
    },
    'evidently-g': {
      title: 'G-test p-value',
      rule: pBelow(0.1),
      categories: evidentlyTests.g,
      otherwise: 'evidently-default',
    },
    'evidently-fisher': {
      title: 'Fisher p-value',
      rule: pBelow(0.1),
      categories: evidentlyTests.fisher,
      otherwise: 'evidently-default',
    },
    'nannyml-js': { title: 'Jensen-Shannon distance', rule: learned, ...nannymlJs },
    'nannyml-ks': {
      title: 'KS distance',
      rule: { kind: 'learned', most: 1 },
      numbers: nannymlKs,
      otherwise: 'nannyml-js',
    },
    'nannyml-wasserstein': {
      title: 'Wasserstein distance',
      rule: learned,
      numbers: nannymlWasserstein,
      otherwise: 'nannyml-js',
    },
    'nannyml-hellinger': { title: 'Hellinger distance', rule: learned, ...nannymlHellinger },
    'nannyml-l-infinity': {
      title: 'L-infinity distance',
      rule: learned,
      categories: nannymlLInfinity,
      otherwise: 'nannyml-js',
    },
    'nannyml-chi-squared': {
      title: 'chi-squared statistic',
      rule: pBelow(0.05),
      categories: contingency,
      otherwise: 'nannyml-js',
    },
    'tfdv-jsd': {
      title: 'Jensen-Shannon divergence',
      rule: asked,
      numbers: tfdvJsd,
      otherwise: 'tfdv-l-infinity',
    },
    'tfdv-l-infinity': {
      title: 'L-infinity distance',
      rule: asked,
      categories: tfdvLInfinity,
      otherwise: 'tfdv-jsd',
    },
    'deequ-ks': {
      title: 'robust KS distance',
      rule: asked,
      numbers: deequKs,
      otherwise: 'deequ-l-infinity',
    },
    'deequ-psi': { title: 'PSI', rule: asked, ...deequPsi },
    'deequ-chi-squared': {
      title: 'chi-squared p-value',
      rule: pBelow(0.05),
      categories: deequChiSquared,
      otherwise: 'deequ-ks',
    },
    'deequ-l-infinity': {
      title: 'robust L-infinity distance',
      rule: asked,
      categories: deequLInfinity,
      otherwise: 'deequ-ks',
    },
    'soda-psi': { title: 'PSI', rule: asked, numbers: sodaPsi, otherwise: 'soda-chi-squared' },
    'soda-wasserstein': {
      title: 'Wasserstein distance in σ',
      rule: asked,
      numbers: sodaWasserstein,
      otherwise: 'soda-chi-squared',
    },
    'soda-ks': {
      title: 'KS p-value',
      rule: pBelow(0.05),
      numbers: ksPValue,
      otherwise: 'soda-chi-squared',
    },
    'soda-chi-squared': {
      title: 'chi-squared p-value',
      rule: pBelow(0.05),
      categories: sodaChiSquared,
      otherwise: 'soda-ks',
    },
    'whylogs-ks': {
      title: 'KS p-value',
      rule: pBelow(0.05),
      numbers: whylogsKs,
      otherwise: 'whylogs-chi-squared',
    },
    'whylogs-hellinger': {
      title: 'Hellinger distance',
      rule: atLeast(0.4),
      numbers: whylogsHellinger,
      otherwise: 'whylogs-chi-squared',
    },
    'whylogs-chi-squared': {
      title: 'chi-squared p-value',
      rule: pBelow(0.05),
      categories: whylogsChiSquared,
      otherwise: 'whylogs-ks',
    },
    'great-expectations-kl': {
      title: 'KL divergence',
      rule: asked,
      categories: greatExpectationsKl,
    },
    'deepchecks-ks': {
      title: 'KS distance',
      rule: { kind: 'above', limit: 0.2 },
      numbers: deepchecksKs,
      otherwise: 'deepchecks-cramers-v',
    },
    'deepchecks-cramers-v': {
      title: "Cramér's V",
      rule: { kind: 'above', limit: 0.2 },
      categories: deepchecksCramersV,
      otherwise: 'deepchecks-ks',
    },
    'deepchecks-psi': {
      title: 'PSI',
      rule: { kind: 'above', limit: 0.2 },
      categories: deepchecksPsi,
      otherwise: 'deepchecks-ks',
    },
    'frouros-psi': { title: 'PSI', rule: asked, numbers: frourosPsi },
    'alibi-detect-ks': {
      title: 'KS p-value',
      rule: pBelow(0.05),
      numbers: alibiDetectKs,
      otherwise: 'alibi-detect-chi-squared',
    },
    'alibi-detect-chi-squared': {
      title: 'chi-squared p-value',
      rule: pBelow(0.05),
      categories: alibiDetectChiSquared,
      otherwise: 'alibi-detect-ks',
    },
  };
