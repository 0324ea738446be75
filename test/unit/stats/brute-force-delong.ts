/** DeLong's variances straight from their definition, one comparison at a time: O(positives · negatives). */
export function bruteForceDelong(
  labels: Uint8Array,
  champion: Float64Array,
  challenger: Float64Array,
) {
  const of = (scores: Float64Array, label: number) =>
    [...scores].filter((_, i) => labels[i] === label);
  const kernel = (x: number, y: number) => (x > y ? 1 : x === y ? 0.5 : 0);
  const components = [champion, challenger].map((scores) => {
    const positives = of(scores, 1);
    const negatives = of(scores, 0);
    return {
      byPositive: positives.map((x) => mean(negatives.map((y) => kernel(x, y)))),
      byNegative: negatives.map((y) => mean(positives.map((x) => kernel(x, y)))),
    };
  });
  const [a, b] = components as [(typeof components)[0], (typeof components)[0]];
  const covariance = (x: typeof a, y: typeof a) =>
    sampleCovariance(x.byPositive, y.byPositive) / x.byPositive.length +
    sampleCovariance(x.byNegative, y.byNegative) / x.byNegative.length;
  return {
    champion: mean(a.byPositive),
    challenger: mean(b.byPositive),
    championVariance: covariance(a, a),
    challengerVariance: covariance(b, b),
    covariance: covariance(a, b),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sampleCovariance(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  const products = x.map((value, i) => (value - mx) * ((y[i] ?? Number.NaN) - my));
  return products.reduce((sum, value) => sum + value, 0) / (x.length - 1);
}
