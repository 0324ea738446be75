import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isLuhn,
  isMod11With2,
  isMod11With10,
  isVerhoeff,
  remainder97,
} from '../../../../actions/data-validate/sensitive/check-digits.ts';
import { detect, detectors } from '../../../../actions/data-validate/sensitive/detect.ts';
import { compact } from '../../../../actions/data-validate/sensitive/detector.ts';
import { sensitiveKinds } from '../../../../shared/domain/sensitive-kind.ts';

const golden: { kinds: Record<string, { valid: string[]; invalid: string[] }> } = JSON.parse(
  readFileSync(new URL('../../../golden/national-ids.json', import.meta.url), 'utf8'),
);

/** Whether a value, alone in a column named for its kind, is taken for one. */
function isKind(kind: string, value: string): boolean {
  const detector = detectors.find((one) => one.kind === kind);
  if (detector === undefined) throw new Error(`no detector of ${kind}`);
  const isForm = detector.bare?.test(value) || value.match(detector.written ?? /(?!)/gu);
  return Boolean(isForm) && detector.valid(compact(value));
}

function kindsIn(column: string, values: readonly string[]): string[] {
  return detect(
    column,
    values.map((value) => ({ value, count: 1 })),
  ).map(({ kind }) => kind);
}

test('there is a detector for every kind, and one only', () => {
  expect(detectors.map(({ kind }) => kind).toSorted()).toEqual([...sensitiveKinds].toSorted());
});

describe('check digits', () => {
  test('hold for the examples their authors give', () => {
    expect(isLuhn('79927398713')).toBe(true);
    expect(isVerhoeff('2363')).toBe(true);
    // ISO/IEC 7064: 0794 is protected as 07940, and 0794 by MOD 11,10 as 07945.
    expect(isMod11With2('07940')).toBe(true);
    expect(isMod11With10('07945')).toBe(true);
    expect(remainder97('3214282912345698765432161182')).toBe(1);
  });

  test('find every change of a single digit', () => {
    const number = '79927398713';
    for (let i = 0; i < number.length; i++) {
      for (const digit of '0123456789') {
        const changed = number.slice(0, i) + digit + number.slice(i + 1);
        expect(isLuhn(changed)).toBe(digit === number[i]);
      }
    }
  });
});

describe('published examples', () => {
  test.each([
    ['payment-card', '4111 1111 1111 1111'],
    ['payment-card', '3782 822463 10005'],
    ['payment-card', '5555555555554444'],
    ['payment-card', '6011111111111117'],
    ['iban', 'GB82 WEST 1234 5698 7654 32'],
    ['iban', 'DE89 3704 0044 0532 0130 00'],
    ['iban', 'FR14 2004 1010 0505 0001 3M02 606'],
    ['cn-id', '11010519491231002X'],
    ['br-cpf', '111.444.777-35'],
    ['de-tax-id', '86095742719'],
    ['fr-nir', '2 55 08 14 168 025 38'],
    ['it-codice-fiscale', 'RSSMRA85T10A562S'],
    ['es-dni', '12345678Z'],
    ['es-nie', 'X1234567L'],
    ['gb-nino', 'AB123456C'],
    ['gb-nhs', '943 476 5919'],
    ['nl-bsn', '111222333'],
    ['pl-pesel', '44051401359'],
    ['se-personnummer', '811218-9876'],
    ['fi-hetu', '131052-308T'],
    ['tr-kimlik', '10000000146'],
    ['ch-ahv', '756.9217.0769.85'],
    ['ca-sin', '046 454 286'],
    ['au-tfn', '123 456 782'],
    ['us-ssn', '536-90-4399'],
    ['in-pan', 'ABCPE1234F'],
    ['za-id', '8001015009087'],
    ['phone', '+44 20 7946 0958'],
    ['phone', '(212) 555-0123'],
    ['email', 'jane.doe+list@mail.example.co.uk'],
  ])('%s: %s', (kind, value) => {
    expect(isKind(kind, value)).toBe(true);
  });

  test.each([
    ['payment-card', '4111 1111 1111 1112'],
    ['payment-card', '9111111111111111'],
    ['iban', 'GB82 WEST 1234 5698 7654 33'],
    ['iban', 'DE89 3704 0044 0532 0130'],
    ['us-ssn', '078-05-1120'],
    ['us-ssn', '666-12-3456'],
    ['gb-nino', 'QQ123456C'],
    ['br-cpf', '111.111.111-11'],
    ['phone', '+1000000000'],
    ['email', 'logo@2x.png'],
  ])('no %s: %s', (kind, value) => {
    expect(isKind(kind, value)).toBe(false);
  });
});

test.each(Object.entries(golden.kinds))('%s agrees with python-stdnum', (kind, numbers) => {
  expect(numbers.valid.filter((value) => !isKind(kind, value))).toEqual([]);
  expect(numbers.invalid.filter((value) => isKind(kind, value))).toEqual([]);
});

describe('chance', () => {
  const checked = detectors.flatMap(({ kind, bare, valid, chance }) =>
    bare === undefined || chance === 1 ? [] : [{ kind, bare, valid, chance }],
  );

  test.each(checked)('$kind: no more random values are valid than it says', (detector) => {
    const form = fc.stringMatching(new RegExp(detector.bare.source, 'u'));
    const drawn = fc.sample(form, { numRuns: 1000, seed: 11 });
    const valid = drawn.filter((value) => detector.valid(compact(value))).length;
    const { chance } = detector;
    expect(valid / 1000).toBeLessThan(chance + 4 * Math.sqrt((chance * (1 - chance)) / 1000));
  });

  test('a column of random numbers of any length is not taken for anything', () => {
    const taken = [9, 10, 11, 12, 13, 15, 16, 18].flatMap((length) => {
      const number = fc.stringMatching(new RegExp(`^[1-9][0-9]{${length - 1}}$`, 'u'));
      return kindsIn('id', fc.sample(number, { numRuns: 2000, seed: length }));
    });
    expect(taken).toEqual([]);
  });

  test('serial numbers, prices, dates and codes are not taken for anything', () => {
    const serial = Array.from({ length: 3000 }, (_, i) => String(4_000_000_000_000_000 + i * 7));
    const dates = Array.from({ length: 300 }, (_, i) => `2001-01-01 00:${i % 60}:0${i % 10}`);
    const codes = Array.from({ length: 300 }, (_, i) => `SKU-${100_000 + i}-A/${i}`);
    const versions = ['10.200.30.4', '1.2.3-beta.4567890', 'v12345678'];
    expect(kindsIn('number', serial)).toEqual([]);
    expect(kindsIn('time', dates)).toEqual([]);
    expect(kindsIn('code', codes)).toEqual([]);
    expect(kindsIn('version', versions)).toEqual([]);
  });

  test('a column of valid numbers is, whatever it is called', () => {
    for (const [kind, { valid }] of Object.entries(golden.kinds)) {
      const detector = detectors.find((one) => one.kind === kind);
      // Where the form is nearly all there is, the name of the column must say it.
      if ((detector?.chance ?? 1) > 0.3) continue;
      expect(kindsIn('x', valid), kind).toContain(kind);
    }
  });

  test('the name of a column makes a form enough', () => {
    expect(kindsIn('x', ['536904399', '219404399'])).toEqual([]);
    expect(kindsIn('customer_ssn', ['536904399', '219404399'])).toEqual(['us-ssn']);
    expect(kindsIn('tel', ['030 1234567'])).toEqual(['phone']);
    expect(kindsIn('hotel', ['030 1234567'])).toEqual([]);
  });
});

describe('keys and tokens', () => {
  // Put together here, so that no scanner of this repository takes them for real ones.
  const random = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6a7B8c9D0e1F2';
  const hex = '0123456789abcdef0123456789abcdef';
  test.each([
    ['aws-access-key', `${'AKIA'}IOSFODNN7EXAMPLE`],
    ['github-token', `${'ghp'}_${random.slice(0, 36)}`],
    ['gitlab-token', `${'glpat'}-${random.slice(0, 20)}`],
    ['google-api-key', `${'AIza'}${random.slice(0, 35)}`],
    ['slack-token', `${'xoxb'}-123456789012-${random.slice(0, 24)}`],
    ['stripe-key', `${'sk_live'}_${random.slice(0, 24)}`],
    ['npm-token', `${'npm'}_${random.slice(0, 36)}`],
    ['databricks-token', `${'dapi'}${hex}`],
    ['private-key', `-----BEGIN ${'RSA PRIVATE'} KEY-----`],
    ['jwt', `${'eyJ'}hbGciOiJIUzI1NiJ9.${'eyJ'}zdWIiOiIxMjM0NTY3ODkwIn0.${random.slice(0, 43)}`],
    ['password-in-url', 'postgres://app:hunter22@db.example.org/x'],
    ['azure-storage-key', `AccountKey=${random}${random.slice(0, 22)}==`],
  ])('%s is found inside a text, once', (kind, key) => {
    expect(kindsIn('notes', ['a quiet day', `use ${key} for now`])).toEqual([kind]);
    expect(kindsIn('notes', [`use ${key.slice(0, -40)} for now`])).not.toContain(kind);
  });
});
