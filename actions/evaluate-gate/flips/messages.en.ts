import { count } from '../messages.en.ts';

export const texts = {
  flipped: (listed: number, all: number) =>
    listed < all
      ? `Flipped cases: the ${listed} worst of ${count(all)}`
      : `Flipped cases: ${listed}`,
  flippedNote: 'Right → wrong first, the largest change first.',
  errors: (listed: number) => `Largest error increases: ${listed} rows`,
  errorsNote: 'Absolute error against the champion.',
  rowNote: "Rows as numbered in the challenger's file.",
  /** The class that is not the positive one. */
  otherClass: (positive: string) => (positive === '1' ? '0' : `not ${positive}`),
};
