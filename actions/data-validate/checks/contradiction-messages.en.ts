/** Why no data can pass two checks at once. */
export const messages = {
  apart: 'nothing lies within the bounds of both',
  noCommonValue: 'their lists have no value in common',
  quantilesCross: (low: number, high: number): string =>
    `the ${low} quantile would lie above the ${high} quantile`,
  bothDirections: 'no two values rise and fall at once',
  nullAndNot: 'a value cannot be there and missing',
  allForbidden: 'every allowed value is forbidden',
  noneInRange: 'no allowed value lies in the range',
  noneOfLength: 'no allowed value has that length',
  tooFewAllowed: 'fewer values are allowed than must be different',
  outsideRange: (figure: string): string =>
    `the ${figure} would lie outside the range of all values`,
  minimumAboveMaximum: 'the smallest value would lie above the largest',
  columnExcluded: (column: string): string => `no column ${JSON.stringify(column)} may be there`,
  columnCount: 'so many columns cannot be there',
  twoTypes: (column: string): string => `${column} cannot have both types`,
  needsNumbers: (kind: string, column: string, type: string): string =>
    `${kind} needs numbers, and ${column} is declared to be ${type}`,
  boundsOfType: (column: string, type: string): string =>
    `its bounds do not suit ${column}, which is declared to be ${type}`,
  needsDates: (column: string, type: string): string =>
    `freshness needs dates, and ${column} is declared to be ${type}`,
  needsText: (column: string, type: string): string =>
    `date-format judges text, and ${column} is declared to be ${type}`,
} as const;
