/** What a person reads of earlier windows. */
export const historyMessages = {
  unreadable: (path: string): string =>
    `The history ${path} was not written by this version, so earlier windows are not used, and the file is left as it is. Remove it, or name another one in the input "history".`,
  unwritable: (path: string, reason: string): string =>
    `The history ${path} could not be written (${reason}); the next run does not know this one.`,
  noBaseline: (windows: readonly string[], baseline: string): string =>
    `The history has no ${baseline === 'previous' ? 'earlier window' : 'earlier window of the same season'} for ${listed(windows)}: compared with the reference.`,
  usual: (name: string, windows: number): string =>
    `${name} is beyond its limit, but no further than in the last ${windows} windows.`,
  uncalibrated: (known: number, needed: number): string =>
    `Limits cannot be learned yet: ${known} earlier window${known === 1 ? '' : 's'} of the ${needed} needed. Drift is reported as P2 at most until then.`,
  mean: 'mean',
  shareOfTrue: 'share of true',
  trend: (name: string, windows: number, what: string, from: string, to: string): string =>
    `${name} has moved the same way for ${windows} windows in a row: ${what} ${from} → ${to}.`,
} as const;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
