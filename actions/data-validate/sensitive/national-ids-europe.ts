import { isDay, isLuhn, isMod11With10, part, weightedSum } from './check-digits.ts';
import type { Detector } from './detector.ts';

/** National numbers of European countries, each after its authority's published rule. */
export const europeanIds: readonly Detector[] = [
  {
    kind: 'at-svnr',
    bare: /^\d{4}[ ]?\d{6}$/u,
    valid: (id) =>
      id[0] !== '0' &&
      isDay(part(id, 8, 2), part(id, 6, 2), part(id, 4, 2)) &&
      weightedSum(id, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === Number(id[3]),
    chance: 1 / 11,
    named: /svnr|sozialversicherung/iu,
  },
  {
    kind: 'be-nn',
    written: /\b\d{2}\.\d{2}\.\d{2}-\d{3}[.-]\d{2}\b/gu,
    bare: /^\d{11}$/u,
    valid: isBelgian,
    chance: 2 / 97,
    named: /rijksregister|registre_?national|national_?number|nrn|niss|insz/iu,
  },
  {
    kind: 'ch-ahv',
    written: /\b756\.\d{4}\.\d{4}\.\d{2}\b/gu,
    bare: /^756\d{10}$/u,
    valid: (id) => weightedSum(id, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
    chance: 1 / 10,
    named: /ahv|avs/iu,
  },
  {
    kind: 'de-tax-id',
    bare: /^[1-9]\d[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}$/u,
    valid: isGerman,
    chance: 1 / 10,
    named: /steuer|tax_?id|idnr/iu,
  },
  {
    kind: 'dk-cpr',
    // The check digit was given up in 2007, so that a date is all that can be held to.
    bare: /^\d{6}-?\d{4}$/u,
    valid: (id) => isDay(part(id, 4, 2), part(id, 2, 2), part(id, 0, 2)),
    chance: 1,
    named: /cpr/iu,
  },
  {
    kind: 'es-dni',
    bare: /^\d{8}[ -]?[A-HJ-NP-TV-Z]$/iu,
    valid: isSpanish,
    chance: 1 / 23,
    named: /\bdni\b|nif/iu,
  },
  {
    kind: 'es-nie',
    bare: /^[XYZ][ -]?\d{7}[ -]?[A-HJ-NP-TV-Z]$/iu,
    valid: (id) => isSpanish(`${'XYZ'.indexOf(id[0] ?? '')}${id.slice(1)}`),
    chance: 1 / 23,
    named: /\bnie\b/iu,
  },
  {
    kind: 'fi-hetu',
    bare: /^\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]$/iu,
    valid: isFinnish,
    chance: 1 / 31,
    named: /hetu|henkilotunnus/iu,
  },
  {
    kind: 'fr-nir',
    written: /\b[12] \d{2} (?:0[1-9]|1[0-2]) (?:\d{2}|2[AB]) \d{3} \d{3} \d{2}\b/gu,
    bare: /^[12]\d{4}(?:\d{2}|2[AB])\d{8}$/iu,
    valid: isFrench,
    chance: 1 / 97,
    named: /\bnir\b|insee|secu/iu,
  },
  {
    kind: 'gb-nhs',
    written: /\b\d{3} \d{3} \d{4}\b/gu,
    bare: /^\d{10}$/u,
    valid: (id) => id[0] !== '0' && weightedSum(id, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
    chance: 1 / 11,
    named: /nhs/iu,
  },
  {
    kind: 'gb-nino',
    written: /\b[A-Z]{2} \d{2} \d{2} \d{2} [A-D]\b/gu,
    bare: /^[A-Z]{2}\d{6}[A-D]$/iu,
    valid: (id) => /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]/u.test(id),
    // Letters that are never given out are all there is to check.
    chance: 0.6,
    named: /nino|national_?insurance/iu,
  },
  {
    kind: 'ie-pps',
    bare: /^\d{7}[A-W][A-IW]?$/iu,
    valid: isIrish,
    chance: 1 / 23,
    named: /\bppsn?\b/iu,
  },
  {
    kind: 'it-codice-fiscale',
    bare: /^[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]$/iu,
    valid: isItalian,
    chance: 1 / 26,
    named: /codice_?fiscale|\bcf\b/iu,
  },
  {
    kind: 'nl-bsn',
    bare: /^\d{9}$/u,
    valid: (id) => Number(id) > 0 && weightedSum(id, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
    chance: 1 / 11,
    named: /bsn|sofi|burgerservice/iu,
  },
  {
    kind: 'no-fnr',
    bare: /^\d{6}[ ]?\d{5}$/u,
    valid: isNorwegian,
    chance: 1 / 121,
    named: /fnr|fodselsnummer|personnummer/iu,
  },
  {
    kind: 'pl-pesel',
    bare: /^\d{11}$/u,
    valid: isPolish,
    chance: 1 / 10,
    named: /pesel/iu,
  },
  {
    kind: 'pt-nif',
    bare: /^[1-9]\d{2}[ ]?\d{3}[ ]?\d{3}$/u,
    valid: (id) => {
      const check = (11 - (weightedSum(id, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
      return Number(id[8]) === check % 10;
    },
    chance: 2 / 11,
    named: /nif|contribuinte/iu,
  },
  {
    kind: 'se-personnummer',
    bare: /^(?:\d{2})?\d{6}[-+]?\d{4}$/u,
    valid: (id) => {
      const short = id.replace('+', '').slice(-10);
      return isDay(part(short, 0, 2), part(short, 2, 2), part(short, 4, 2)) && isLuhn(short);
    },
    chance: 1 / 10,
    named: /personnummer|\bpnr\b/iu,
  },
  {
    kind: 'tr-kimlik',
    bare: /^[1-9]\d{10}$/u,
    valid: isTurkish,
    chance: 1 / 100,
    named: /kimlik|tckn/iu,
  },
];

/** A 2 is put before the number of who was born since 2000 when its check is counted. */
function isBelgian(id: string): boolean {
  // Unknown parts of the birthday are written as 00.
  if (part(id, 2, 2) > 12 || part(id, 4, 2) > 31) return false;
  const number = part(id, 0, 9);
  // Without a clock: nobody is of this century whose year would be after 2040.
  const candidates = part(id, 0, 2) <= 40 ? [number, 2e9 + number] : [number];
  return candidates.some((candidate) => 97 - (candidate % 97) === part(id, 9, 2));
}

/** Of the first ten digits one stands twice or three times, and all others at most once. */
function isGerman(id: string): boolean {
  const counts = new Map<string, number>();
  for (const digit of id.slice(0, 10)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  const repeated = [...counts.values()].filter((count) => count > 1);
  return repeated.length === 1 && (repeated[0] ?? 0) <= 3 && isMod11With10(id);
}

const spanishLetters = 'TRWAGMYFPDXBNJZSQVHLCKE';

function isSpanish(id: string): boolean {
  return spanishLetters[part(id, 0, 8) % 23] === id[8];
}

const finnishCharacters = '0123456789ABCDEFHJKLMNPRSTUVWXY';

/** The sign of the century may be a dash, which `compact` takes away. */
function isFinnish(id: string): boolean {
  const digits = id.slice(0, 6) + id.slice(-4, -1);
  const known = isDay(part(digits, 4, 2), part(digits, 2, 2), part(digits, 0, 2));
  return known && part(digits, 6, 3) >= 2 && finnishCharacters[Number(digits) % 31] === id.at(-1);
}

/** Corsica's departments 2A and 2B count as 19 and 18. */
function isFrench(id: string): boolean {
  const digits = id.replace('2A', '19').replace('2B', '18');
  return 97 - (Number(digits.slice(0, 13)) % 97) === part(digits, 13, 2);
}

function isIrish(id: string): boolean {
  const second = id[8] === undefined || id[8] === 'W' ? 0 : id.charCodeAt(8) - 64;
  const sum = weightedSum(id, [8, 7, 6, 5, 4, 3, 2]) + 9 * second;
  return 'WABCDEFGHIJKLMNOPQRSTUV'[sum % 23] === id[7];
}

/** Values of 0 to 9 and A to Z at odd places; digits count as the letters A to J do. */
const italianOdd = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** @see Decreto ministeriale 12 marzo 1974 n. 2227, article 7 */
function isItalian(id: string): boolean {
  let sum = 0;
  for (let i = 0; i < 15; i++) {
    const code = id.charCodeAt(i);
    const place = code < 65 ? code - 48 : code - 65;
    sum += i % 2 === 0 ? (italianOdd[place] ?? 0) : place;
  }
  return id.charCodeAt(15) === 65 + (sum % 26);
}

function isNorwegian(id: string): boolean {
  // 4 is added to the first digit of a D number, and to the third for a national help number.
  const [day, month] = [part(id, 0, 2) % 40, part(id, 2, 2) % 40];
  return (
    isDay(part(id, 4, 2), month, day) &&
    weightedSum(id, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weightedSum(id, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  );
}

/** The century is added to the month: 80 for 18xx, 0, 20, 40, 60 from 1900 on. */
function isPolish(id: string): boolean {
  const century = [1900, 2000, 2100, 2200, 1800][Math.floor(part(id, 2, 2) / 20)] ?? 0;
  return (
    isDay(century + part(id, 0, 2), part(id, 2, 2) % 20, part(id, 4, 2)) &&
    weightedSum(id, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0
  );
}

function isTurkish(id: string): boolean {
  const odd = weightedSum(id, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weightedSum(id, [0, 1, 0, 1, 0, 1, 0, 1]);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return tenth === Number(id[9]) && (odd + even + tenth) % 10 === Number(id[10]);
}
