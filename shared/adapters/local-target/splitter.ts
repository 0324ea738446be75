/**
 * Deals requests to the canary so that any 100 in a row hold exactly `weight` of them, spread
 * evenly: request n is the canary's when the running total n · weight / 100 passes a whole number.
 * It starts in the middle, so that a weight of 5 is not first seen after 20 requests.
 */
export class Splitter {
  readonly weight: number;
  #total = 50;

  /** @param weight the canary's share in percent, whole. */
  constructor(weight: number) {
    if (!Number.isInteger(weight) || weight < 0 || weight > 100) {
      throw new RangeError(`a weight is a whole number from 0 to 100, not ${weight}`);
    }
    this.weight = weight;
  }

  next(): 'canary' | 'stable' {
    this.#total += this.weight;
    if (this.#total < 100) return 'stable';
    this.#total -= 100;
    return 'canary';
  }
}
