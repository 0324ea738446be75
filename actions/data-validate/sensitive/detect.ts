import type { SensitiveKind } from '../../../shared/domain/sensitive-kind.ts';
import { clopperPearson } from '../../../shared/stats/clopper-pearson.ts';
import { compact, type Detector } from './detector.ts';
import { europeanIds } from './national-ids-europe.ts';
import { worldIds } from './national-ids-world.ts';
import { people } from './people.ts';
import { secrets } from './secrets.ts';

export const detectors: readonly Detector[] = [...people, ...europeanIds, ...worldIds, ...secrets];

/** A distinct value of a column, and in how many of the rows looked at it stands. */
export interface CountedValue {
  readonly value: string;
  readonly count: number;
}

/** Sensitive values of one kind in one column. */
export interface Sighting {
  readonly kind: SensitiveKind;
  /** Rows with such a value. */
  readonly rows: number;
  /** Of those, rows where it stands inside a longer text. */
  readonly inText: number;
}

/** A longer value is a text, whatever stands in it: an IBAN with its spaces has 42 characters. */
const longestNumber = 50;
/** Coverage of the bound that a share of valid values must clear to be no coincidence. */
const level = 0.999;

/**
 * Which kinds of sensitive values a column holds.
 *
 * A check digit alone proves little: one in ten numbers of sixteen digits passes Luhn's. A column
 * counts when the share of its values with the right form that pass lies above twice the share
 * that would by chance, at the lower end of a 99.9 % interval (so that fewer than one column in
 * 1,000 of random numbers is taken for one), or when at least half of them pass and either the
 * way they are written or the column's name says what they are.
 */
export function detect(
  column: string,
  values: readonly CountedValue[],
  wanted: readonly Detector[] = detectors,
): Sighting[] {
  return wanted.flatMap((detector) => {
    const counts = countValues(detector, values);
    // `\b` takes an underscore for a letter.
    const isNamed =
      detector.named.test(column.replaceAll(/[_.-]/gu, ' ')) || detector.named.test(column);
    if (!isPresent(detector, counts, isNamed)) return [];
    const useBare = isNamed || isBeyondChance(counts.bare, detector.chance);
    const rows = useBare ? counts.either : counts.written.rows;
    return [{ kind: detector.kind, rows, inText: counts.inText }];
  });
}

/** Whether a column with these values holds sensitive ones. */
export function isSensitive(
  column: string,
  values: readonly { readonly value: string; readonly rows: number }[],
): boolean {
  const counted = values.map(({ value, rows }) => ({ value, count: rows }));
  return detect(column, counted).length > 0;
}

interface Candidates {
  /** Distinct values of the form, and those of them that are valid. */
  readonly forms: number;
  readonly valid: number;
  /** Rows with a valid one. */
  readonly rows: number;
}

interface Counts {
  readonly written: Candidates;
  readonly bare: Candidates;
  readonly either: number;
  readonly inText: number;
}

function countValues(detector: Detector, values: readonly CountedValue[]): Counts {
  const written = { forms: 0, valid: 0, rows: 0 };
  const bare = { forms: 0, valid: 0, rows: 0 };
  let [either, inText] = [0, 0];
  for (const { value, count } of values) {
    const places = placesOf(detector, value);
    const found = places.find((place) => detector.valid(compact(place)));
    const trimmed = value.trim();
    const isForm = trimmed.length <= longestNumber && (detector.bare?.test(trimmed) ?? false);
    const isValid = isForm && detector.valid(compact(trimmed));
    if (places.length > 0) add(written, found !== undefined, count);
    if (isForm) add(bare, isValid, count);
    if (found !== undefined || isValid) either += count;
    if (found !== undefined && found !== trimmed) inText += count;
  }
  return { written, bare, either, inText };
}

function placesOf({ written, sign }: Detector, value: string): readonly string[] {
  if (written === undefined || (sign !== undefined && !value.includes(sign))) return [];
  return value.match(written) ?? [];
}

function add(
  to: { forms: number; valid: number; rows: number },
  valid: boolean,
  count: number,
): void {
  to.forms += 1;
  if (!valid) return;
  to.valid += 1;
  to.rows += count;
}

function isPresent({ chance }: Detector, { written, bare }: Counts, isNamed: boolean): boolean {
  const mostly = ({ forms, valid }: Candidates): boolean => valid > 0 && valid * 2 >= forms;
  if (mostly(written) || isBeyondChance(written, chance)) return true;
  return (isNamed && mostly(bare)) || isBeyondChance(bare, chance);
}

function isBeyondChance({ forms, valid }: Candidates, chance: number): boolean {
  if (valid === 0) return false;
  return clopperPearson({ hits: valid, rows: forms }, level).low > 2 * chance;
}
