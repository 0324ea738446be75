import { closest, distance } from 'fastest-levenshtein';
import { messages } from './messages.ts';

/**
 * The known name a typo most likely meant, or undefined when nothing is near.
 *
 * Near means at most a third of the longer word's letters differ (at least two), but
 * never all of them, so that `mtrics` finds `metrics`, and `foo` or `zz` finds nothing.
 */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const found = closest(typed, known as string[]);
  const longer = Math.max(typed.length, found.length);
  const allowed = Math.min(longer - 1, Math.max(2, Math.floor(longer / 3)));
  return distance(typed, found) <= allowed ? found : undefined;
}

/** `did you mean "metrics"?`, or the list of what is known. */
export function didYouMean(typed: string, known: readonly string[]): string {
  const near = nearestName(typed, known);
  return near === undefined ? messages.known(known) : messages.didYouMean(near);
}
