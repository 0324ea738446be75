/** Sum of digit times weight, over as many digits as there are weights. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0);
}

/**
 * The mod 10 check of payment cards and many national numbers.
 *
 * @see ISO/IEC 7812-1, annex B (H. Luhn, US patent 2,950,048)
 */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Multiplication in the dihedral group of order ten. */
const dihedral = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
/** The permutation of a digit by its place from the right, which repeats every eight places. */
const permutations = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** @see J. Verhoeff, Error Detecting Decimal Codes, Mathematical Centre Tract 29 (1969) */
export function isVerhoeff(digits: string): boolean {
  let state = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    state = Number(dihedral[state]?.[Number(permutations[i % 8]?.[digit])]);
  }
  return state === 0;
}

/** Remainder by 97 of digits and letters (A is 10), as ISO/IEC 7064 MOD 97-10 reads them. */
export function remainder97(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

/** ISO/IEC 7064 MOD 11-2: the last character is a digit, or X for ten. */
export function isMod11With2(text: string): boolean {
  let sum = 0;
  for (const character of text.slice(0, -1)) sum = ((sum + Number(character)) * 2) % 11;
  const check = (12 - sum) % 11;
  return text.at(-1) === (check === 10 ? 'X' : String(check));
}

/** ISO/IEC 7064 MOD 11,10: a hybrid system with one check digit. */
export function isMod11With10(digits: string): boolean {
  let product = 10;
  for (const character of digits.slice(0, -1)) {
    const sum = (Number(character) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return Number(digits.at(-1)) === (11 - product) % 10;
}

/** Whether there is such a day. A year of two digits is taken for any century: `29 02 00` is one. */
export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year < 100 || year % 100 !== 0 || year % 400 === 0);
  const february = isLeap ? 29 : 28;
  return day <= (month === 2 ? february : [4, 6, 9, 11].includes(month) ? 30 : 31);
}

/** The whole numbers that stand at these places: `part('840229', 2, 2)` is 2. */
export function part(digits: string, from: number, length: number): number {
  return Number(digits.slice(from, from + length));
}
