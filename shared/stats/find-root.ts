/**
 * The root of a continuous function in a bracket, by Brent's method.
 *
 * @param f function with f(low) and f(high) of opposite sign, or zero at one end
 * @param low, high ends of the bracket, low < high
 * @returns x with f(x) = 0, to about 4 units in the last place
 * @throws RangeError where the bracket holds no change of sign
 * @see R. P. Brent, Algorithms for Minimization Without Derivatives (1973), chapter 4
 */
export function findRoot(f: (x: number) => number, low: number, high: number): number {
  let a = low;
  let b = high;
  let fa = f(a);
  let fb = f(b);
  if (!(fa * fb <= 0)) throw new RangeError(`no change of sign between ${low} and ${high}`);
  let c = a;
  let fc = fa;
  let step = b - a;
  let previousStep = step;
  for (let iteration = 0; iteration < 200; iteration++) {
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const tolerance = 2 * Number.EPSILON * Math.abs(b) + Number.MIN_VALUE;
    const middle = (c - b) / 2;
    if (fb === 0 || Math.abs(middle) <= tolerance) return b;
    const trial =
      Math.abs(previousStep) >= tolerance && Math.abs(fa) > Math.abs(fb)
        ? interpolate(a, b, c, fa, fb, fc)
        : middle;
    // An interpolated step is kept only where it stays well inside and halves the last but one.
    const inside = trial * Math.sign(middle) > 0 && Math.abs(trial) < 1.5 * Math.abs(middle);
    const shrinking = Math.abs(trial) < Math.abs(previousStep) / 2;
    previousStep = inside && shrinking ? step : middle;
    step = inside && shrinking ? trial : middle;
    a = b;
    fa = fb;
    b += Math.abs(step) > tolerance ? step : Math.sign(middle) * tolerance;
    fb = f(b);
    if (fb > 0 === fc > 0) {
      c = a;
      fc = fa;
      step = b - a;
      previousStep = step;
    }
  }
  return b;
}

/** The step from b by inverse quadratic interpolation, or by the secant where two points agree. */
function interpolate(a: number, b: number, c: number, fa: number, fb: number, fc: number): number {
  const s = fb / fa;
  if (a === c) return ((c - b) * s) / (s - 1);
  const q = fa / fc;
  const r = fb / fc;
  const p = s * ((c - b) * q * (q - r) - (b - a) * (r - 1));
  return -p / ((q - 1) * (r - 1) * (s - 1));
}
