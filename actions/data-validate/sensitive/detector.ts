import type { SensitiveKind } from '../../../shared/domain/sensitive-kind.ts';

/** How one kind of sensitive value is known. */
export interface Detector {
  readonly kind: SensitiveKind;
  /**
   * A way of writing it that says what it is, wherever it stands in a text: `123.456.789-09`.
   * Global, so that every place of a text is looked at.
   */
  readonly written?: RegExp;
  /** What stands in every written form: a text without it is not searched. */
  readonly sign?: string;
  /** The form of a whole value that could be anything else too: eleven digits. */
  readonly bare?: RegExp;
  /** Check digits and ranges, of a value in upper case without spaces, dots, dashes and slashes. */
  readonly valid: (compact: string) => boolean;
  /**
   * Share of random values of the bare form that are valid all the same: 0.1 for one check digit.
   * 1: the form is all there is to go by, so that the column must be named for it.
   */
  readonly chance: number;
  /** Names of columns that hold it. */
  readonly named: RegExp;
}

/** A value without what people put between its groups. */
export function compact(value: string): string {
  return value.replaceAll(/[\s.\-/]/gu, '').toUpperCase();
}
