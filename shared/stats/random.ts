/** A seeded stream of random numbers; the same seed gives the same stream on every machine. */
export interface Random {
  /** Whole number in [0, 2^32). */
  uint32(): number;
  /** Number in [0, 1) with 53 random bits. */
  uniform(): number;
  /** Whole number in [0, limit), for 1 ≤ limit ≤ 2^32. */
  below(limit: number): number;
  /** Standard normal number. */
  normal(): number;
}

/**
 * xoshiro128**, its state filled by SplitMix64: a period of 2^128 − 1, and 32-bit arithmetic only,
 * which JavaScript does fast and exactly.
 *
 * @param seed whole number; a negative one counts modulo 2^64
 * @throws RangeError where the seed is not a safe whole number
 * @see D. Blackman & S. Vigna, Scrambled Linear Pseudorandom Number Generators (2021)
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed ${seed} is not a whole number`);
  const state = splitMix64(BigInt(seed));
  const uint32 = () => nextUint32(state);
  const uniform = () => ((uint32() >>> 5) * 2 ** 26 + (uint32() >>> 6)) / 2 ** 53;
  return { uint32, uniform, below: (limit) => drawBelow(uniform, limit), normal: polar(uniform) };
}

/**
 * A seed for one part of a computation, such as one column's test, from the seed of the whole and
 * the part's names: so that adding a column changes no other column's numbers. 52-bit FNV-1a.
 */
export function seedFor(seed: number, ...names: readonly string[]): number {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(JSON.stringify([seed, ...names]))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return Number(hash >> 12n);
}

/** Four 32-bit words of state, never all zero. */
function splitMix64(seed: bigint): Uint32Array {
  const state = new Uint32Array(4);
  let counter = BigInt.asUintN(64, seed);
  for (let word = 0; word < 4; word += 2) {
    counter = BigInt.asUintN(64, counter + 0x9e3779b97f4a7c15n);
    let z = counter;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    z ^= z >> 31n;
    state[word] = Number(z & 0xffffffffn);
    state[word + 1] = Number(z >> 32n);
  }
  return state;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** One step of xoshiro128**; changes `state`. Exported for the check against published output. */
export function nextUint32(state: Uint32Array): number {
  const s0 = state[0] as number;
  const s1 = state[1] as number;
  const s2 = (state[2] as number) ^ s0;
  const s3 = (state[3] as number) ^ s1;
  const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0;
  state[0] = s0 ^ s3;
  state[1] = s1 ^ s2;
  state[2] = s2 ^ (s1 << 9);
  state[3] = rotateLeft(s3, 11);
  return result;
}

/** Every value is equally likely to within limit / 2^53, far below what any test could see. */
function drawBelow(uniform: () => number, limit: number): number {
  if (!(limit >= 1 && limit <= 2 ** 32)) {
    throw new RangeError(`limit ${limit} is not between 1 and 2^32`);
  }
  return Math.floor(uniform() * limit);
}

/** Marsaglia's polar method; each pair of uniforms gives two normal numbers. */
function polar(uniform: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const squared = u * u + v * v;
      if (squared >= 1 || squared === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(squared)) / squared);
      spare = v * scale;
      return u * scale;
    }
  };
}
