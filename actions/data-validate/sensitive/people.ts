import { isLuhn, remainder97 } from './check-digits.ts';
import type { Detector } from './detector.ts';

/** Addresses, telephone numbers and accounts. */
export const people: readonly Detector[] = [
  {
    kind: 'email',
    sign: '@',
    written:
      /[\p{L}\d][\p{L}\d._%+-]{0,63}(?<!:\/\/[^\s@]{0,200})@(?:[\p{L}\d-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\d])/gu,
    // Not the user of an address with a password.
    // Pictures are called `logo@2x.png`; `compact` has taken the dots away.
    valid: (address) => !/@\dX(?:PNG|JPG|JPEG|GIF|WEBP|SVG)$/u.test(address),
    chance: 1,
    named: /e_?-?mail/iu,
  },
  {
    kind: 'phone',
    // International, or in the two ways North America writes its own.
    written:
      /(?<![\d.+])(?:\+[1-9](?:[ .()-]{0,2}\d){7,14}|\([2-9]\d{2}\) ?[2-9]\d{2}-\d{4}|[2-9]\d{2}-[2-9]\d{2}-\d{4})(?![\d-])/gu,
    bare: /^(?:\(?0\d{1,4}\)?[ /-]?)?\d[\d ./-]{5,13}\d$/u,
    valid: (number) => {
      const digits = number.replaceAll(/\D/gu, '');
      // `+1000000` and the like are amounts.
      return digits.length >= 7 && digits.length <= 15 && !/^(\d)\1*$|0{6}/u.test(digits);
    },
    chance: 1,
    named: /phone|mobile|\btel(?:ephone|efon)?\b|\bfax\b|\bcell\b|handy|whatsapp|msisdn/iu,
  },
  {
    kind: 'payment-card',
    written: /\b(?:\d{4}[ -]){3}\d{4}\b|\b3\d{3}[ -]\d{6}[ -]\d{5}\b|\b[2-6]\d{12,18}\b/gu,
    bare: /^[2-6]\d{12,18}$/u,
    valid: (card) => isIssued(card) && isLuhn(card),
    chance: 1 / 10,
    named: /card_?(?:no|num|number)|credit_?card|\bpan\b|\bccn?\b/iu,
  },
  {
    kind: 'iban',
    written: /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?\b/gu,
    bare: /^[A-Z]{2}\d{2}[A-Z\d]{8,30}$/iu,
    valid: isIban,
    chance: 1 / 97,
    named: /iban/iu,
  },
];

/** First digits and lengths of the schemes in use, after their published ranges. */
const schemes: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/u, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/u, [16]],
  [/^3[47]/u, [15]],
  [/^(?:6011|64[4-9]|65)/u, [16, 17, 18, 19]],
  [/^35(?:2[89]|[3-8])/u, [16, 17, 18, 19]],
  [/^3(?:0[0-5]|[689])/u, [14, 15, 16, 17, 18, 19]],
  [/^62/u, [16, 17, 18, 19]],
  [/^(?:50|5[6-8]|6304|6390|67)/u, [16, 17, 18, 19]],
];

/** Whether some scheme gives out numbers like this one. */
function isIssued(card: string): boolean {
  return schemes.some(([prefix, lengths]) => prefix.test(card) && lengths.includes(card.length));
}

/** Length of each country's IBAN, from the SWIFT registry. */
const ibanLengths = new Map(
  Object.entries({
    15: 'NO',
    16: 'BE',
    18: 'DK FI FO GL NL',
    19: 'MK SI',
    20: 'AT BA EE KZ LT LU XK',
    21: 'CH HR LI LV',
    22: 'BG BH CR DE GB GE IE ME RS VA',
    23: 'AE GI IL IQ TL',
    24: 'AD CZ ES MD PK RO SA SE SK TN VG',
    25: 'PT',
    26: 'IS TR',
    27: 'FR GR IT MC MR SM',
    28: 'AL AZ BY CY DO GT HU LB PL SV',
    29: 'BR EG PS QA UA',
    30: 'JO KW MU',
    31: 'MT',
  }).flatMap(([length, countries]) =>
    countries.split(' ').map((country): [string, number] => [country, Number(length)]),
  ),
);

/** ISO 13616: the country's length, and MOD 97-10 with the first four characters put last. */
function isIban(text: string): boolean {
  return (
    ibanLengths.get(text.slice(0, 2)) === text.length &&
    remainder97(text.slice(4) + text.slice(0, 4)) === 1
  );
}
