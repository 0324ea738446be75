/** Words of the pages of columns, and of publishing figures. */
export const observabilityMessages = {
  histogram: (column: string): string => `Distribution of ${column}`,
  share: 'share of rows',
  missingLabel: 'missing',
  present: 'has a value',
  others: 'all others',
  fresh: 'new values',
  upTo: (edge: string): string => `≤ ${edge}`,
  above: (edge: string): string => `> ${edge}`,
  notPushed: (reason: string): string =>
    `The figures were not pushed to the Pushgateway: ${reason}`,
  notWritten: (path: string, reason: string): string =>
    `The figures were not written to ${path}: ${reason}`,
} as const;
