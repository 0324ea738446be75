/** Our own measures of how far a column moved. */
export const driftMethods = [
  'psi',
  'ks',
  'js',
  'kl',
  'hellinger',
  'wasserstein',
  'total-variation',
  'chi-squared',
] as const;
export type DriftMethod = (typeof driftMethods)[number];

/** The numbers of other tools, so that a team can move without finding its limits anew. */
export const peerMethods = [
  'evidently-default',
  'evidently-psi',
  'evidently-js',
  'evidently-kl',
  'evidently-wasserstein',
  'evidently-hellinger',
  'evidently-energy',
  'evidently-ks',
  'evidently-mann-whitney',
  'evidently-chi-squared',
  'evidently-z',
  'evidently-g',
  'evidently-fisher',
  'nannyml-js',
  'nannyml-ks',
  'nannyml-wasserstein',
  'nannyml-hellinger',
  'nannyml-l-infinity',
  'nannyml-chi-squared',
  'tfdv-jsd',
  'tfdv-l-infinity',
  'deequ-ks',
  'deequ-psi',
  'deequ-chi-squared',
  'deequ-l-infinity',
  'soda-psi',
  'soda-wasserstein',
  'soda-ks',
  'soda-chi-squared',
  'whylogs-ks',
  'whylogs-hellinger',
  'whylogs-chi-squared',
  'great-expectations-kl',
  'deepchecks-ks',
  'deepchecks-cramers-v',
  'deepchecks-psi',
  'frouros-psi',
  'alibi-detect-ks',
  'alibi-detect-chi-squared',
] as const;
export type PeerMethod = (typeof peerMethods)[number];

export function isPeerMethod(method: string): method is PeerMethod {
  return (peerMethods as readonly string[]).includes(method);
}
