import { isDay, isLuhn, isMod11With2, isVerhoeff, part, weightedSum } from './check-digits.ts';
import type { Detector } from './detector.ts';

/** National numbers of countries outside Europe, each after its authority's published rule. */
export const worldIds: readonly Detector[] = [
  {
    kind: 'au-tfn',
    bare: /^\d{3}[ ]?\d{3}[ ]?\d{3}$/u,
    valid: (id) => weightedSum(id, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
    chance: 1 / 11,
    named: /tfn|tax_?file/iu,
  },
  {
    kind: 'br-cpf',
    written: /\b\d{3}\.\d{3}\.\d{3}-\d{2}\b/gu,
    bare: /^\d{11}$/u,
    valid: isBrazilian,
    chance: 1 / 100,
    named: /cpf/iu,
  },
  {
    kind: 'ca-sin',
    bare: /^\d{3}[ -]?\d{3}[ -]?\d{3}$/u,
    valid: isLuhn,
    chance: 1 / 10,
    named: /\bsin\b|social_?insurance/iu,
  },
  {
    kind: 'cn-id',
    bare: /^[1-9]\d{16}[\dX]$/iu,
    valid: (id) =>
      part(id, 6, 4) >= 1850 &&
      part(id, 6, 4) < 2100 &&
      isDay(part(id, 6, 4), part(id, 10, 2), part(id, 12, 2)) &&
      isMod11With2(id),
    chance: 1 / 11,
    named: /id_?card|shenfenzheng|sfz/iu,
  },
  {
    kind: 'il-id',
    bare: /^\d{9}$/u,
    valid: (id) => Number(id) > 0 && isLuhn(id),
    chance: 1 / 10,
    named: /teudat|\btz\b/iu,
  },
  {
    kind: 'in-aadhaar',
    written: /\b[2-9]\d{3} \d{4} \d{4}\b/gu,
    bare: /^[2-9]\d{11}$/u,
    // UIDAI gives out no number that reads the same backwards.
    valid: (id) => isVerhoeff(id) && id !== [...id].reverse().join(''),
    chance: 1 / 10,
    named: /aadhaar|adhar|uidai/iu,
  },
  {
    kind: 'in-pan',
    // The rule of the last letter is not published.
    bare: /^[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]$/iu,
    valid: (id) => id.slice(5, 9) !== '0000',
    chance: 1,
    named: /\bpan\b|pan_?(?:no|number|card)/iu,
  },
  {
    kind: 'jp-my-number',
    bare: /^\d{4}[ ]?\d{4}[ ]?\d{4}$/u,
    valid: (id) => {
      const remainder = weightedSum(id, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return Number(id[11]) === (remainder <= 1 ? 0 : 11 - remainder);
    },
    chance: 1 / 10,
    named: /my_?number|kojin_?bango|mynumber/iu,
  },
  {
    kind: 'kr-rrn',
    written: /\b\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[0-9]\d{6}\b/gu,
    bare: /^\d{13}$/u,
    // Numbers given out since October 2020 end in a random digit, and are not found.
    valid: (id) =>
      isDay(part(id, 0, 2), part(id, 2, 2), part(id, 4, 2)) &&
      (11 - (weightedSum(id, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 === Number(id[12]),
    chance: 1 / 10,
    named: /\brrn\b|resident_?registration|jumin/iu,
  },
  {
    kind: 'mx-curp',
    bare: /^[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d$/iu,
    valid: isMexican,
    chance: 1 / 10,
    named: /curp/iu,
  },
  {
    kind: 'us-itin',
    written: /\b9\d{2}-\d{2}-\d{4}\b/gu,
    bare: /^9\d{8}$/u,
    valid: (id) => /^9\d{2}(?:5\d|6[0-5]|7\d|8[0-8]|9[0-2]|9[4-9])/u.test(id),
    chance: 1,
    named: /itin/iu,
  },
  {
    kind: 'us-ssn',
    written: /\b[0-8]\d{2}-\d{2}-\d{4}\b/gu,
    bare: /^[0-8]\d{8}$/u,
    // Areas, groups and serials never given out, and two numbers spoilt by advertisements.
    valid: (id) => /^(?!000|666|078051120|219099999)\d{3}(?!00)\d{2}(?!0000)\d{4}$/u.test(id),
    chance: 1,
    named: /ssn|social_?security/iu,
  },
  {
    kind: 'za-id',
    bare: /^\d{10}[01]\d{2}$/u,
    valid: (id) => isDay(part(id, 0, 2), part(id, 2, 2), part(id, 4, 2)) && isLuhn(id),
    chance: 1 / 10,
    named: /sa_?id|rsa_?id|id_?number/iu,
  },
];

function isBrazilian(id: string): boolean {
  if (/^(\d)\1*$/u.test(id)) return false;
  const check = (weights: readonly number[]): number => {
    const rest = weightedSum(id, weights) % 11;
    return rest < 2 ? 0 : 11 - rest;
  };
  return (
    check([10, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(id[9]) &&
    check([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(id[10])
  );
}

const mexicanCharacters = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';

function isMexican(id: string): boolean {
  if (!isDay(part(id, 4, 2), part(id, 6, 2), part(id, 8, 2))) return false;
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (18 - i) * mexicanCharacters.indexOf(id[i] ?? '');
  return (10 - (sum % 10)) % 10 === Number(id[17]);
}
