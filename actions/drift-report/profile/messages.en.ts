/** What a person reads of reference profiles. */
export const profileMessages = {
  otherVersion: (path: string, found: string, known: string): string =>
    `${path} is a profile of the form ${found}; this version reads ${known}.`,
  damaged: (path: string, what: string): string => `The profile ${path} is damaged: ${what}.`,
  notWhole: 'it is not whole JSON',
  otherDigest: 'its content does not match its digest',
  unreadable: 'not readable',
  writeAgain: 'Write it again from the reference data, with the input "profile".',
} as const;
