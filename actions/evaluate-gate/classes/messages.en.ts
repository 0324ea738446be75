import { counted } from '../messages.en.ts';

export const tables = {
  classes: (count: number): string => `Classes: ${counted(count, 'class', 'classes')}`,
  classesNote: (hasChampion: boolean): string =>
    hasChampion
      ? "The challenger's rates of each class against the rest, and their change from the champion's, the largest loss of F1 first. Shown, not judged: the averages above are."
      : 'The rates of each class against the rest, the lowest F1 first. Shown, not judged.',
  confusions: 'Classes mixed up most',
  confusionsNote: 'Rows of a class that were given another, the most frequent pairs first.',
  unknownClass: '(a class that no row has)',
};
