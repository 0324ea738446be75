import { count, plural } from '../wording.en.ts';

const listed = 3;

/** Sentences about the scan and its segments. */
export const messages = {
  missing: '(missing)',
  noSegment: 'no row to check, so no segment either',
  everySegment: (segments: number): string => `as expected in ${plural(segments, 'segment')}`,
  failingSegments: (
    failing: readonly { readonly name: string; readonly observed: string }[],
    all: number,
  ): string => {
    const shown = failing.slice(0, listed).map(({ name, observed }) => `${name}: ${observed}`);
    const more = failing.length - shown.length;
    return `${count(failing.length)} of ${count(all)} segments fail (${shown.join('; ')}${more > 0 ? `; and ${count(more)} more` : ''})`;
  },
  tooManySegments: (by: readonly string[], most: number): string =>
    `${by.join(' + ')} divides the data into more than ${count(most)} segments; use columns with fewer values`,
  referenceNotDivisible: (column: string): string =>
    `the reference has no column "${column}" to divide it by`,
  sqlFailed: (reason: string): string => `its SQL cannot be run: ${reason}`,
  valueUnsuited: (named: string): string =>
    `a value of the data does not suit it${named}; TRY_CAST and NULLIF can help`,
  segmentsTitle: 'Failing segments',
} as const;
